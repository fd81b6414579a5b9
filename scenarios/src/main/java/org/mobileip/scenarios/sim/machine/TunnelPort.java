package org.mobileip.scenarios.sim.machine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.mobileip.host.EndDataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.VisitorTunnel;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.ForeignAgentEnd;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEgress;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelErrors;
import org.mobileip.tunnel.TunnelIngress;

/** The dataplane of a simulated machine: a TUN device between the kernel and the packet paths that every dataplane has. */
public final class TunnelPort extends EndDataplane implements TunnelIngress.Outlet {

    private static final int ROOM = PacketBuffer.HEADROOM + PacketBuffer.LONGEST;
    private static final int ROOM_FOR_ERROR = PacketBuffer.HEADROOM + 576;

    private final Machine machine;
    private final Nic device;
    private final int mark;
    private final List<Integer> udpPorts;
    private final byte[] memory = new byte[ROOM];
    private final PacketBuffer packet = new PacketBuffer(ByteBuffer.wrap(memory));
    private final byte[] errorMemory = new byte[ROOM_FOR_ERROR];
    private final PacketBuffer error = new PacketBuffer(ByteBuffer.wrap(errorMemory));
    private final TunnelIngress ingress;
    private final TunnelEgress egress;
    private final TunnelErrors errors;
    private final Consumer<byte[]> errorListener = this::hear;
    private Optional<Witness> witness = Optional.empty();
    private boolean isBusy;

    /**
     * What the device is like.
     *
     * @param mark of outer packets
     * @param seed of what outer headers count
     * @param udpPorts of tunnels within UDP (RFC 3519), which are those of registrations: with home agents, then by foreign
     *     agents where there are such; none: there are no such tunnels
     */
    public record Options(
            String interfaceName, int mtu, int mark, boolean clampsSegments, int seed, List<Integer> udpPorts) {

        public Options {
            udpPorts = List.copyOf(udpPorts);
        }

        /** Without tunnels within UDP. */
        public Options(String interfaceName, int mtu, int mark, boolean clampsSegments, int seed) {
            this(interfaceName, mtu, mark, clampsSegments, seed, List.of());
        }
    }

    /** Hears of what comes out of tunnels. */
    @FunctionalInterface
    public interface Witness {
        /** {@code inner} came out of {@code outer}. */
        void decapsulated(byte[] outer, byte[] inner);
    }

    /** That of a home agent. */
    public static TunnelPort ofHomeAgent(Machine machine, Options options) {
        return new TunnelPort(machine, options, new HomeAgentEnd(machine.timeline(), options.seed()));
    }

    /** That of a mobile node. */
    public static TunnelPort ofMobileNode(Machine machine, Options options) {
        return new TunnelPort(machine, options, new MobileNodeEnd(machine.timeline(), options.seed()));
    }

    /** That of a foreign agent. */
    public static TunnelPort ofForeignAgent(Machine machine, Options options) {
        return new TunnelPort(machine, options, new ForeignAgentEnd(machine.timeline(), options.seed()));
    }

    private TunnelPort(Machine machine, Options options, TunnelEnd end) {
        super(end);
        this.machine = machine;
        end.probePaths();
        this.mark = options.mark();
        this.udpPorts = options.udpPorts();
        SegmentLimit segments = new SegmentLimit(options.clampsSegments(), options.mtu());
        ingress = new TunnelIngress(end, this, error, segments);
        egress = new TunnelEgress(end, segments);
        errors = new TunnelErrors(end, this::answer, error);
        device = machine.addTunnel(
                options.interfaceName(), options.mtu(), frame -> enter(frame, TunnelIngress.Hop.COUNTED));
        machine.sockets().onTunnelled(Optional.of(this::leave), udpPorts);
        machine.sockets().onError(errorListener);
    }

    /** A datagram that comes while another one is looked at, and because of it, waits: there is memory for one. */
    private void enter(byte[] frame, TunnelIngress.Hop hop) {
        if (isBusy) {
            machine.timeline().in(0, () -> enter(frame, hop));
            return;
        }
        isBusy = true;
        int length = Packet.totalLength(frame);
        System.arraycopy(frame, Packet.IP, memory, PacketBuffer.HEADROOM, length);
        packet.window(PacketBuffer.HEADROOM, length);
        ingress.enter(packet, hop);
        isBusy = false;
    }

    private void leave(byte[] frame) {
        int length = Packet.totalLength(frame);
        System.arraycopy(frame, Packet.IP, memory, PacketBuffer.HEADROOM, length);
        packet.window(PacketBuffer.HEADROOM, length);
        if (egress.take(packet, true) == TunnelEgress.Outcome.DELIVER) {
            byte[] inner = copy(memory, packet);
            egress.delivered(packet);
            boolean leadsBack = end() instanceof ForeignAgentEnd agent && agent.leadsBackToMany(packet);
            witness.ifPresent(it -> it.decapsulated(frame, inner));
            machine.timeline().in(0, () -> {
                if (leadsBack) {
                    enter(inner, TunnelIngress.Hop.TO_BE_COUNTED);
                } else {
                    machine.inject(device, inner);
                }
            });
        }
    }

    private void hear(byte[] frame) {
        int length = Packet.totalLength(frame);
        System.arraycopy(frame, Packet.IP, memory, PacketBuffer.HEADROOM, length);
        packet.window(PacketBuffer.HEADROOM, length);
        isBusy = true;
        errors.hear(packet);
        isBusy = false;
    }

    private static byte[] copy(byte[] from, PacketBuffer window) {
        byte[] frame = new byte[Packet.IP + window.length()];
        System.arraycopy(from, window.start(), frame, Packet.IP, window.length());
        Packet.put16(frame, 12, Packet.ETHERTYPE_IPV4);
        return frame;
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
        return send(outer, exit, 0);
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit, int link) {
        return switch (machine.ip().send(copy(memory, outer), mark, link, true)) {
            case SENT -> Optional.empty();
            case TOO_LONG -> DropReason.EXCEEDS_PATH_MTU.verdict();
            case NO_ROUTE -> DropReason.SEND_FAILED.verdict();
        };
    }

    @Override
    public int linkMtu(Ipv4 exit) {
        return machine.ip().linkMtu(exit.bits(), mark);
    }

    @Override
    public int linkMtu(Ipv4 exit, int link) {
        return machine.nic(link).map(Nic::mtu).orElseGet(() -> linkMtu(exit));
    }

    /** An agent tells the network; a mobile node its own kernel, as if somebody beyond the tunnel had told it. */
    @Override
    public void answer(PacketBuffer message, Ipv4 to) {
        byte[] frame = copy(errorMemory, message);
        if (end() instanceof MobileNodeEnd) {
            machine.timeline().in(0, () -> machine.inject(device, frame));
        } else {
            machine.ip().send(frame, 0, 0, true);
        }
    }

    /** Shows everything that comes out of tunnels to {@code observer}. */
    public void show(Witness observer) {
        witness = Optional.of(observer);
    }

    /** The TUN device. */
    public Nic device() {
        return device;
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String interfaceName() {
        return device.name();
    }

    @Override
    public int interfaceIndex() {
        return device.index();
    }

    @Override
    public void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        if (paths.isEmpty()) {
            homeAgentEnd().stop(home);
        } else {
            homeAgentEnd().forward(home, localEnd, paths, networks);
        }
    }

    @Override
    public void stop(Ipv4 home) {
        homeAgentEnd().stop(home);
    }

    @Override
    public void tunnelHome(Optional<HomeTunnel> tunnel) {
        if (tunnel.isEmpty()) {
            mobileNodeEnd().stop();
            return;
        }
        HomeTunnel wanted = tunnel.get();
        mobileNodeEnd()
                .tunnel(
                        wanted.careOf(),
                        wanted.homeAgent(),
                        wanted.home(),
                        wanted.receivesAt(),
                        wanted.termsOfEnd(udpPort(wanted.way())));
    }

    @Override
    public void serve(VisitorTunnel visitor) {
        Optional<Ipv4> encapsulatesTo = visitor.style() == VisitorTunnel.DeliveryStyle.ENCAPSULATING
                ? Optional.of(visitor.agent())
                : Optional.empty();
        foreignAgentEnd()
                .serve(
                        visitor.home(),
                        visitor.careOf(),
                        visitor.homeAgent(),
                        visitor.encapsulation(),
                        visitor.reverse(),
                        encapsulatesTo);
    }

    @Override
    public void release(Ipv4 home) {
        foreignAgentEnd().stop(home);
    }

    private OptionalInt udpPort(HomeTunnel.Way way) {
        int at = way == HomeTunnel.Way.UDP_AS_THROUGH_AGENT ? 1 : 0;
        return at < udpPorts.size() ? OptionalInt.of(udpPorts.get(at)) : OptionalInt.empty();
    }

    @Override
    public TunnelCounters total() {
        return counters(ingress.counters()).plus(counters(egress.counters()));
    }

    /** Whether every packet that was received was forwarded or dropped: quicker to say than {@link #total}. */
    public boolean isAccountedFor() {
        PathCounters out = ingress.counters();
        PathCounters in = egress.counters();
        return out.received() + in.received()
                == out.forwarded().encapsulatedPackets()
                        + in.forwarded().decapsulatedPackets()
                        + out.dropped()
                        + in.dropped();
    }

    @Override
    public void rehearse() {
        // Time does not pass while classes are loaded.
    }

    /** The device goes, with its addresses and routes. */
    @Override
    public void close() {
        machine.sockets().onTunnelled(Optional.empty(), List.of());
        machine.sockets().onErrorNoMore(errorListener);
        machine.remove(device);
    }
}
