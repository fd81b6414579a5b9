package org.mobileip.host.linux.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.host.linux.UdpSegments;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;

/**
 * What the dataplane has open: {@linkplain TunLane for each queue} of the TUN device a packet socket to receive, because it tells what receive
 * offload merged and which checksums are unfinished, as a raw socket does not; and a raw socket to send. That receives nothing, but that there is one of each protocol keeps
 * the kernel from answering "protocol unreachable" to every tunnelled packet. ICMP errors about what was sent come by a raw
 * socket of their own.
 */
final class TunPorts implements AutoCloseable {

    private static final int SOCKET_BUFFER = 4 << 20;

    /** GIVEN_MARK of {@code tunnel.bpf.c}. */
    private static final int GIVEN_MARK = 0x4d495034;

    /** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
    private static final SocketFilter ICMP_ERRORS =
            SocketFilter.IPV4.ipProtocol(RawSocket.PROTOCOL_ICMP).icmpTypeIn(List.of(3, 4, 5, 11, 12));

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TunOptions options;
    private final List<TunLane> lanes = new ArrayList<>();
    private final RawSocket icmp;
    private Set<Ipv4> receivedFor = Set.of();
    private Optional<KernelShare> leftToKernel = Optional.empty();
    private boolean isReceivingAll;

    /** Whether the packet sockets hear copies that programs give them; empty: as another process has left it. */
    private Optional<Boolean> hearsPrograms;

    private TunPorts(TunOptions options, Optional<TunInheritance> inheritance) {
        this.options = options;
        this.hearsPrograms = inheritance.isPresent() ? Optional.empty() : Optional.of(false);
        try {
            if (inheritance.isPresent()) {
                inheritance.get().queues().forEach(this::inherit);
            } else {
                makeLanes();
            }
            tun().setMtu(options.mtu());
            tun().setUp();
            for (Encapsulation encapsulation : options.encapsulations()) {
                if (encapsulation == Encapsulation.GRE || encapsulation == Encapsulation.MINIMAL) {
                    opened(sender(encapsulation));
                }
            }
            icmp = opened(sender(RawSocket.PROTOCOL_ICMP));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static TunPorts open(TunOptions options, Optional<TunInheritance> inheritance) {
        return new TunPorts(options, inheritance);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private void makeLanes() {
        boolean areSeveral = options.queues() > 1;
        TunDevice first = opened(TunDevice.create(
                options.interfaceName(),
                areSeveral ? TunDevice.Options.VNET_HEADER.withSeveralQueues() : TunDevice.Options.VNET_HEADER));
        keepIpv6Out(first.name());
        first.takeOffload();
        makeLane(first);
        while (lanes.size() < options.queues()) {
            makeLane(opened(first.anotherQueue()));
        }
    }

    private void makeLane(TunDevice queue) {
        lanes.add(new TunLane(queue, opened(packetSocket(SOCKET_BUFFER)), networkSender(), routeMtu()));
    }

    private void inherit(TunInheritance.Queue theirs) {
        TunDevice queue = opened(TunDevice.inherited(theirs.tun()));
        PacketSocket packets = opened(PacketSocket.inherited(theirs.packets(), PacketSocket.ETHERTYPE_IPV4));
        queue.takeOffload();
        lanes.add(new TunLane(queue, packets, networkSender(), routeMtu()));
    }

    /** One more way to the network, for a thread of its own. */
    RawSocket networkSender() {
        RawSocket raw = opened(sender(Encapsulation.IPIP));
        raw.setSendBuffer(SOCKET_BUFFER);
        raw.ignorePathMtu();
        return raw;
    }

    /** Who knows how long packets to the network may be, for a thread of its own. */
    RouteMtu routeMtu() {
        return opened(RouteMtu.open(options.mark()));
    }

    /** Else the kernel solicits IPv6 routers through a tunnel that carries IPv4 alone. A kernel without IPv6 has no such file. */
    private static void keepIpv6Out(String device) {
        Path setting = Path.of("/proc/sys/net/ipv6/conf", device, "disable_ipv6");
        if (Files.isWritable(setting)) {
            try {
                Files.writeString(setting, "1");
            } catch (IOException refused) {
                // Then what it sends is counted as not_ipv4, and goes nowhere all the same.
            }
        }
    }

    private RawSocket sender(Encapsulation encapsulation) {
        return sender(encapsulation.protocol());
    }

    /** A raw socket that receives nothing, until its filter says otherwise. */
    private RawSocket sender(int protocol) {
        RawSocket.Options sending = options.mark().isPresent()
                ? RawSocket.Options.ONLY_SENDING.withMark(options.mark().getAsInt())
                : RawSocket.Options.ONLY_SENDING;
        return RawSocket.open(protocol, Ipv4.UNSPECIFIED, sending);
    }

    /** On all interfaces, deaf until somebody says for which addresses to listen. */
    private static PacketSocket packetSocket(int receiveBuffer) {
        PacketSocket.Options options = PacketSocket.Options.PLAIN
                .withFilter(SocketFilter.NOTHING)
                .withVnetHeader()
                .withReceiveBuffer(receiveBuffer);
        return PacketSocket.open(
                PacketSocket.ALL_INTERFACES, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, options);
    }

    /**
     * Receives packets to these addresses, and no others. Beyond what one filter holds, packets to any address are received
     * and judged by the tunnel's end alone.
     */
    void receiveFor(Set<Ipv4> addresses) {
        if (addresses.equals(receivedFor)) {
            return;
        }
        receivedFor = Set.copyOf(addresses);
        filterPackets();
        icmp.setFilter(to(addresses, ICMP_ERRORS));
    }

    private void filterPackets() {
        SocketFilter all = isReceivingAll ? tunnelled() : to(receivedFor, tunnelled());
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).packets().setFilter(all.ofShare(i, lanes.size()));
        }
    }

    /**
     * Whether programs at all links give the packet sockets copies of what they are to receive; else they hear of every IPv4 packet of
     * the machine.
     */
    void hearPrograms(boolean isGiven) {
        if (!hearsPrograms.equals(Optional.of(isGiven))) {
            hearsPrograms = Optional.of(isGiven);
            int type = isGiven ? PacketSocket.ETHERTYPE_GIVEN : PacketSocket.ETHERTYPE_IPV4;
            lanes.forEach(lane -> lane.packets().hear(type));
            filterPackets();
        }
    }

    /** The same, where nobody has said so yet and another process may have. */
    void hearAllIfUnsaid() {
        hearPrograms(hearsPrograms.orElse(false));
    }

    /** Receives no more what a tunnel of the kernel takes; empty: it takes nothing. */
    void leaveToKernel(Optional<KernelShare> share) {
        if (!share.equals(leftToKernel)) {
            leftToKernel = share;
            filterPackets();
        }
    }

    /**
     * Receives packets to whichever address of ours, or none; the tunnel's end judges them. For a node that moves: its
     * address changes with every handover, and a new filter can take the kernel milliseconds.
     */
    void receiveAll(boolean receive) {
        if (receive != isReceivingAll) {
            isReceivingAll = receive;
            filterPackets();
            icmp.setFilter(receive ? ICMP_ERRORS : SocketFilter.NOTHING);
        }
    }

    private static SocketFilter to(Set<Ipv4> addresses, SocketFilter packets) {
        return addresses.size() > SocketFilter.MOST_ADDRESSES ? packets : packets.ipDestinationIn(addresses);
    }

    /** Packets of the protocols that tunnels here may have, for this machine; whole ones and fragments. */
    private SocketFilter tunnelled() {
        List<Integer> protocols = options.encapsulations().stream()
                .filter(each -> each != Encapsulation.UDP)
                .map(Encapsulation::protocol)
                .sorted()
                .toList();
        SocketFilter all = leftToKernel.map(SocketFilter::besides).orElse(SocketFilter.EVERYTHING);
        SocketFilter heard = hearsPrograms.orElse(false)
                ? all.etherType(PacketSocket.ETHERTYPE_GIVEN).marked(GIVEN_MARK)
                : all.ipv4();
        return heard.toUs().tunnelled(protocols, options.udpPorts().all());
    }

    void closes(AutoCloseable resource) {
        opened.push(resource);
    }

    /** One at least. */
    List<TunLane> lanes() {
        return lanes;
    }

    /** Its first queue. */
    TunDevice tun() {
        return lanes.get(0).tun();
    }

    RawSocket icmp() {
        return icmp;
    }

    /** Many packets of a tunnel within UDP with one call; empty: the kernel has no such socket for us. */
    Optional<PacketPorts.Segments> segmentsBeside(Fd bound) {
        try {
            UdpSegments segments = opened(UdpSegments.beside(bound, options.mark()));
            segments.setSendBuffer(SOCKET_BUFFER);
            return Optional.of(port(segments));
        } catch (HostException refused) {
            return Optional.empty();
        }
    }

    private static PacketPorts.Segments port(UdpSegments segments) {
        return new PacketPorts.Segments() {
            @Override
            public int port() {
                return segments.port();
            }

            @Override
            public void clear() {
                segments.clear();
            }

            @Override
            public void add(NativeBuffer buffer, int offset, int length) {
                segments.add(buffer, offset, length);
            }

            @Override
            public int send(
                    int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link) {
                return segments.send(source, destination, destinationPort, typeOfService, timeToLive, link);
            }
        };
    }

    static PacketPorts.FrameSource frames(PacketSocket packets) {
        return new PacketPorts.FrameSource() {
            @Override
            public int read(NativeBuffer buffer, int offset, int length) {
                return packets.receive(buffer, offset, length);
            }

            @Override
            public int linkHeaderLength() {
                return packets.linkHeaderLength();
            }
        };
    }

    /** Makes the calls of the packet path in ways that move no packet: from a deaf socket, and too short to be sent. */
    void rehearse() {
        NativeBuffer buffer = NativeBuffer.allocate(64);
        try (PacketSocket deaf = packetSocket(0);
                RawSocket mute =
                        RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING)) {
            for (int i = 0; i < Rehearsal.SYSTEM_CALLS; i++) {
                check(deaf.receive(buffer, 0, buffer.size()));
                check(mute.send(buffer, 0, 1, LOOPBACK));
                check(tun().write(buffer, 0, 1));
            }
        }
    }

    private static void check(int result) {
        if (result >= 0) {
            throw new AssertionError("a rehearsal moved " + result + " octets");
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
