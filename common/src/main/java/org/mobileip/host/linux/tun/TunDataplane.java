package org.mobileip.host.linux.tun;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.host.EndDataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.VisitorTunnel;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.BroadcastPolicy;
import org.mobileip.tunnel.ForeignAgentEnd;
import org.mobileip.tunnel.Foreseen;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.OtherSender;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEnd;

/**
 * The dataplane that works everywhere: a TUN device, packet sockets to receive and raw sockets to send, in the network
 * namespace of the thread that opens it. Removing the TUN device, with its addresses and routes, is all it has to undo.
 *
 * <p>What is longer than the MTU of the TUN device the kernel itself answers with "fragmentation needed", or cuts; where a
 * tunnel is narrower than that, {@link org.mobileip.tunnel.TunnelIngress} does.
 */
public final class TunDataplane extends EndDataplane {

    private final UdpTunnelPorts udpPorts;
    private final TunPorts ports;
    private final List<OutboundPath> outbound;
    private final List<InboundPath> inbound;
    private final Optional<RelayPath> relay;
    private final Optional<BroadcastPath> broadcasts;
    private final List<Pumps.Work> work;
    private final Consumer<Throwable> onFault;
    private volatile Optional<Pumps> pumps = Optional.empty();
    private volatile String why = "no other was asked for";

    /**
     * Where broadcasts are heard, and which are passed on.
     *
     * @param interfaceIndex the home link
     */
    public record Broadcasts(int interfaceIndex, BroadcastPolicy policy) {}

    private TunDataplane(
            TunOptions options, TunnelEnd end, Optional<Broadcasts> heard, Optional<TunInheritance> inheritance) {
        super(end);
        end.probePaths();
        this.udpPorts = options.udpPorts();
        this.onFault = options.onFault();
        this.ports = TunPorts.open(options, inheritance);
        if (ports.lanes().size() > 1) {
            end.serveSeveralThreads();
        }
        this.broadcasts = heard.filter(wanted -> wanted.policy().isOn())
                .map(wanted -> BroadcastPath.open(wanted, homeAgentEnd(), ports));
        SegmentLimit segments = new SegmentLimit(options.clampsSegments(), options.mtu(), options.cutsAll());
        this.outbound = ports.lanes().stream()
                .map(lane -> new OutboundPath(
                        lane.tun()::read,
                        end,
                        lane.network(),
                        lane.linkMtu(),
                        errorSender(lane.tun(), lane.raw()),
                        segments))
                .toList();
        this.relay = end instanceof ForeignAgentEnd agent ? Optional.of(relayPath(agent, segments)) : Optional.empty();
        this.inbound = ports.lanes().stream()
                .map(lane -> new InboundPath(lane.frames(), end, lane.kernel(), segments, relay))
                .toList();
        this.work = work(new ErrorPath(ports.icmp()::receive, end, errorSender(ports.tun(), ports.icmp())));
        if (inheritance.isEmpty()) {
            begin();
        }
    }

    private RelayPath relayPath(ForeignAgentEnd agent, SegmentLimit segments) {
        RawSocket raw = ports.networkSender();
        return new RelayPath(agent, raw::send, ports.routeMtu()::to, errorSender(ports.tun(), raw), segments);
    }

    private ErrorSender errorSender(TunDevice tun, RawSocket network) {
        return end() instanceof MobileNodeEnd ? ErrorSender.toKernel(tun::write) : ErrorSender.toNetwork(network::send);
    }

    private List<Pumps.Work> work(ErrorPath errors) {
        String device = ports.tun().name();
        List<Pumps.Work> all = new ArrayList<>();
        List<TunLane> lanes = ports.lanes();
        for (int i = 0; i < lanes.size(); i++) {
            String number = lanes.size() == 1 ? "" : " " + i;
            TunLane lane = lanes.get(i);
            all.add(new Pumps.Work(
                    device + " out" + number, outbound.get(i), lane.tun().fd(), true));
            all.add(new Pumps.Work(
                    device + " in" + number, inbound.get(i), lane.packets().fd(), relay.isPresent()));
        }
        all.add(new Pumps.Work(device + " errors", errors, ports.icmp().fd(), false));
        broadcasts.ifPresent(path -> all.add(new Pumps.Work(device + " broadcasts", path, path.source(), true)));
        return all;
    }

    /** Begins to move packets: at once, but where something was inherited, for that needs all tunnels to be there first. */
    public void begin() {
        try {
            ports.hearAllIfUnsaid();
            pumps = Optional.of(Pumps.start(work, onFault));
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /** What another process needs to go on where this one ends; it stays open here. */
    public TunInheritance inheritance() {
        return new TunInheritance(ports.lanes().stream()
                .map(lane ->
                        new TunInheritance.Queue(lane.tun().fd(), lane.packets().fd()))
                .toList());
    }

    /**
     * Opens the dataplane of a home agent.
     *
     * @throws org.mobileip.host.HostException when the kernel refuses: without CAP_NET_ADMIN and CAP_NET_RAW, or because the
     *     name is taken
     */
    public static TunDataplane forHomeAgent(TunOptions options) {
        return forHomeAgent(options, Optional.empty());
    }

    /**
     * Opens the dataplane of a home agent that passes broadcasts of its home link on.
     *
     * @throws org.mobileip.host.HostException as {@link #forHomeAgent(TunOptions)}, or when there is no such link
     */
    public static TunDataplane forHomeAgent(TunOptions options, Optional<Broadcasts> broadcasts) {
        return new TunDataplane(
                options,
                new HomeAgentEnd(new BootTimeTicker(), new SecureRandom().nextInt()),
                broadcasts,
                Optional.empty());
    }

    /**
     * The same with what another process has opened: before {@link #begin} it moves nothing.
     *
     * @throws org.mobileip.host.HostException as {@link #forHomeAgent(TunOptions)}, or when it is not what it should be
     */
    public static TunDataplane inherited(
            TunOptions options, Optional<Broadcasts> broadcasts, TunInheritance inheritance) {
        return new TunDataplane(
                options,
                new HomeAgentEnd(new BootTimeTicker(), new SecureRandom().nextInt()),
                broadcasts,
                Optional.of(inheritance));
    }

    /** Home agent: no more than so many bits a second pass for each home address from now on, each way; 0: no limit. */
    public void limitEach(long bitsPerSecond) {
        homeAgentEnd().limitEach(bitsPerSecond);
    }

    /**
     * Opens the dataplane of a mobile node.
     *
     * @throws org.mobileip.host.HostException as {@link #forHomeAgent}
     */
    public static TunDataplane forMobileNode(TunOptions options) {
        return new TunDataplane(
                options,
                new MobileNodeEnd(new BootTimeTicker(), new SecureRandom().nextInt()),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Opens the dataplane of a foreign agent, which {@link #serve} and {@link #release} change.
     *
     * @throws org.mobileip.host.HostException as {@link #forHomeAgent}
     */
    public static TunDataplane forForeignAgent(TunOptions options) {
        return new TunDataplane(
                options.withQueues(1),
                new ForeignAgentEnd(new BootTimeTicker(), new SecureRandom().nextInt()),
                Optional.empty(),
                Optional.empty());
    }

    /** Somebody else sends through these tunnels too, and is to be asked when an ICMP error is about one of its packets. */
    public void sharesTunnelsWith(OtherSender sender) {
        end().sharesTunnelsWith(sender);
    }

    /**
     * From now on tunnels within UDP are sent in runs that the kernel cuts, where it can.
     *
     * @param bound the socket that the port of these tunnels is bound by
     */
    public void sendUdpBeside(Fd bound) {
        for (OutboundPath path : outbound) {
            ports.segmentsBeside(bound).ifPresent(segments -> path.sendsRunsBy(segments, onFault));
        }
    }

    /** When this is closed, so is {@code resource}. */
    public void closes(AutoCloseable resource) {
        ports.closes(resource);
    }

    /**
     * Whether programs at all links give copies of what is to be received. Else every IPv4 packet of the machine is heard of, which
     * costs each of them a copy of its description (seen on Linux 6.18).
     *
     * @throws org.mobileip.host.HostException when the kernel refuses
     */
    public void hearPrograms(boolean areEverywhere) {
        ports.hearPrograms(areEverywhere);
    }

    /** A tunnel of the kernel takes this from now on, and nobody here receives it any more; empty: it takes nothing. */
    public void leaveToKernel(Optional<KernelShare> share) {
        ports.leaveToKernel(share);
    }

    @Override
    public void serve(VisitorTunnel visitor) {
        ForeignAgentEnd agent = foreignAgentEnd();
        Optional<Ipv4> to = visitor.style() == VisitorTunnel.DeliveryStyle.ENCAPSULATING
                ? Optional.of(visitor.agent())
                : Optional.empty();
        Set<Ipv4> both = agent.localEnds();
        both.add(visitor.careOf());
        to.ifPresent(both::add);
        ports.receiveFor(both);
        agent.serve(
                visitor.home(), visitor.careOf(), visitor.homeAgent(), visitor.encapsulation(), visitor.reverse(), to);
        ports.receiveFor(agent.localEnds());
    }

    @Override
    public void release(Ipv4 home) {
        ForeignAgentEnd agent = foreignAgentEnd();
        agent.stop(home);
        ports.receiveFor(agent.localEnds());
    }

    @Override
    public String name() {
        return "tun";
    }

    @Override
    public String why() {
        return why;
    }

    /** Tells why it carries the tunnels, for {@link #why}. */
    public TunDataplane because(String reason) {
        why = reason;
        return this;
    }

    @Override
    public String interfaceName() {
        return ports.tun().name();
    }

    @Override
    public int interfaceIndex() {
        return ports.tun().index();
    }

    @Override
    public void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        if (paths.isEmpty()) {
            stop(home);
            return;
        }
        HomeAgentEnd agent = homeAgentEnd();
        receiveAlsoFor(localEnd, agent);
        boolean isElsewhereNow = agent.forward(home, localEnd, paths, networks);
        ports.receiveFor(agent.localEnds());
        if (isElsewhereNow) {
            pumps.ifPresent(Pumps::settle);
        }
    }

    private void receiveAlsoFor(Ipv4 localEnd, HomeAgentEnd agent) {
        Set<Ipv4> both = new HashSet<>(agent.localEnds());
        both.add(localEnd);
        ports.receiveFor(both);
    }

    @Override
    public void foresee(Ipv4 localEnd, Optional<Foreseen> what) {
        HomeAgentEnd agent = homeAgentEnd();
        if (what.isPresent()) {
            receiveAlsoFor(localEnd, agent);
        }
        agent.foresee(localEnd, what);
        ports.receiveFor(agent.localEnds());
    }

    @Override
    public void stop(Ipv4 home) {
        HomeAgentEnd agent = homeAgentEnd();
        boolean wasSomewhere = agent.stop(home);
        ports.receiveFor(agent.localEnds());
        if (wasSomewhere) {
            pumps.ifPresent(Pumps::settle);
        }
    }

    @Override
    public void tunnelHome(Optional<HomeTunnel> tunnel) {
        MobileNodeEnd node = mobileNodeEnd();
        ports.receiveAll(tunnel.isPresent());
        if (tunnel.isEmpty()) {
            node.stop();
        } else {
            HomeTunnel wanted = tunnel.get();
            node.tunnel(
                    wanted.careOf(),
                    wanted.homeAgent(),
                    wanted.home(),
                    wanted.receivesAt(),
                    wanted.termsOfEnd(udpPorts.of(wanted.way())));
        }
    }

    @Override
    public TunnelCounters total() {
        TunnelCounters all = TunnelCounters.ZERO;
        for (Pumps.Work each : work) {
            all = all.plus(counters(each.path().counters()));
        }
        return relay.isPresent() ? all.plus(counters(relay.get().counters())) : all;
    }

    @Override
    public void rehearse() {
        Rehearsal.run();
        ports.rehearse();
    }

    @Override
    public void close() {
        if (pumps.map(Pumps::stop).orElse(true)) {
            broadcasts.ifPresent(BroadcastPath::close);
            ports.close();
        }
    }
}
