package org.mobileip.host.linux.tun;

import static org.mobileip.testing.NetnsSupport.ip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.Uplinks;
import org.mobileip.testing.NetnsSupport;

/**
 * Three namespaces, both ends of a tunnel:
 *
 * <pre>
 * correspondent 172.16.0.9 --c0-- 172.16.0.1 home agent 192.0.2.1 --n0-- 192.0.2.44 mobile node, home 10.10.0.57
 *                                     10.10.0.1 on lo                    192.0.2.66, a stranger's
 * </pre>
 */
final class TunnelWorld implements AutoCloseable {

    static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");
    static final Ipv4 SECOND_CARE_OF = Ipv4.parse("198.51.100.45");
    static final Ipv4 STRANGER = Ipv4.parse("192.0.2.66");
    static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    static final int MARK = 0x4d49;
    static final Set<Encapsulation> ENCAPSULATIONS = Set.of(Encapsulation.IPIP);

    final NetworkNamespace correspondent = NetworkNamespace.create("correspondent");
    final NetworkNamespace agent = NetworkNamespace.create("agent");
    final NetworkNamespace node = NetworkNamespace.create("node");
    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    final Dataplane agentTunnels;
    final Dataplane nodeTunnels;
    private final Set<Encapsulation> encapsulations;

    /** One whose home agent has the tun dataplane. */
    TunnelWorld() {
        this(TunDataplane::forHomeAgent, TunDataplane::forMobileNode);
    }

    /**
     * One whose dataplanes are opened so.
     *
     * @param homeAgent opens the home agent's
     * @param mobileNode opens the mobile node's
     */
    TunnelWorld(Function<TunOptions, Dataplane> homeAgent, Function<TunOptions, Dataplane> mobileNode) {
        this(homeAgent, mobileNode, ENCAPSULATIONS);
    }

    /** One in which these may be agreed on. */
    TunnelWorld(
            Function<TunOptions, Dataplane> homeAgent,
            Function<TunOptions, Dataplane> mobileNode,
            Set<Encapsulation> encapsulations) {
        this.encapsulations = encapsulations;
        connect();
        agentTunnels = agent.call(() -> homeAgent.apply(options("mipha%d", OptionalInt.empty())));
        nodeTunnels = node.call(() -> mobileNode.apply(options("mip0", OptionalInt.of(MARK))));
        ip(agent, "route add 10.10.0.57/32 dev mipha0");
        ip(
                node,
                "address add 10.10.0.57/32 dev mip0",
                "rule add fwmark 0x4d49 lookup main priority 5200",
                "rule add from 10.10.0.57 lookup 5210 priority 5201",
                "route add default dev mip0 src 10.10.0.57 table 5210");
    }

    /** How another home agent's dataplane would be opened beside that one. */
    TunOptions options() {
        return options("mipha%d", OptionalInt.empty());
    }

    /** The same of a mobile node in the place of that one. */
    TunOptions nodeOptions() {
        return options("mip0", OptionalInt.of(MARK));
    }

    private TunOptions options(String name, OptionalInt mark) {
        return new TunOptions(name, TunOptions.usualMtu(encapsulations), mark, encapsulations, false, faults::add);
    }

    private void connect() {
        ip(
                agent,
                "link add c0 type veth peer name eth0 netns " + correspondent.path(),
                "address add 10.10.0.1/32 dev lo",
                "address add 172.16.0.1/24 dev c0",
                "link set c0 up");
        sysctl(agent, "net/ipv4/ip_forward", "1");
        ip(correspondent, "address add 172.16.0.9/24 dev eth0", "link set eth0 up", "route add default via 172.16.0.1");
        connectVisited();
    }

    /** The link between home agent and mobile node; to be made again, it must be gone. */
    void connectVisited() {
        ip(
                agent,
                "link add n0 type veth peer name eth0 netns " + node.path(),
                "address add 192.0.2.1/24 dev n0",
                "link set n0 up");
        ip(
                node,
                "address add 192.0.2.44/24 dev eth0",
                "address add 192.0.2.66/24 dev eth0",
                "link set eth0 up",
                "route add default via 192.0.2.1");
    }

    /** Another link between the two, with an address of the node's; no route to it is the best. */
    void connectSecond() {
        ip(
                agent,
                "link add n1 type veth peer name eth1 netns " + node.path(),
                "address add 198.51.100.1/24 dev n1",
                "link set n1 up");
        ip(
                node,
                "address add 198.51.100.45/24 dev eth1",
                "link set eth1 up",
                "route add default via 198.51.100.1 dev eth1 metric 200");
    }

    /** Tunnels by both links, where one protocol takes the second. */
    void registerBoth(int protocolBySecond) {
        Steering steering = new Steering(
                List.of(new Steering.Rule(FlowSelector.ANY.ofProtocol(protocolBySecond), OptionalInt.of(1))), 0);
        agentTunnels.steer(HOME, Optional.of(steering));
        agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF), TunnelPath.to(SECOND_CARE_OF)));
        Uplinks uplinks = new Uplinks(
                List.of(
                        new Uplinks.Uplink(CARE_OF, linkIndex("eth0"), false),
                        new Uplinks.Uplink(SECOND_CARE_OF, linkIndex("eth1"), false)),
                steering);
        nodeTunnels.tunnelHome(Optional.of(
                new HomeTunnel(CARE_OF, AGENT, HOME, List.of(), HomeTunnel.Terms.PLAIN.by(Optional.of(uplinks)))));
    }

    private int linkIndex(String name) {
        return NetnsSupport.indexOf(node, name);
    }

    /** A tunnel between the two, as after a registration. */
    void register() {
        agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF)));
        nodeTunnels.tunnelHome(Optional.of(new HomeTunnel(CARE_OF, AGENT, HOME)));
    }

    static void sysctl(NetworkNamespace namespace, String name, String value) {
        namespace.call((Callable<Boolean>) () -> {
            java.nio.file.Files.writeString(java.nio.file.Path.of("/proc/sys/" + name), value);
            return true;
        });
    }

    /** Sends one whole packet, header included, as any program with the rights could. */
    static void inject(NetworkNamespace from, Octets packet) {
        NativeBuffer buffer = NativeBuffer.allocate(Math.max(20, packet.size()));
        buffer.put(0, packet);
        try (RawSocket raw = from.call(() -> RawSocket.open(255, Ipv4.UNSPECIFIED, marked()))) {
            raw.send(buffer, 0, packet.size(), packet.ipv4(16));
        }
    }

    private static RawSocket.Options marked() {
        return RawSocket.Options.ONLY_SENDING;
    }

    /** Waits until {@code condition} holds, for 5 s at most; whether it does. */
    static boolean eventually(BooleanSupplier condition) {
        return within(Duration.ofSeconds(5), condition);
    }

    static boolean within(Duration time, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Override
    public void close() {
        nodeTunnels.close();
        agentTunnels.close();
        node.close();
        agent.close();
        correspondent.close();
    }
}
