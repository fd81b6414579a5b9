package org.mobileip.host.linux.tun;

import static org.mobileip.testing.NetnsSupport.ip;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

/**
 * Two routers between the ends of a tunnel, and a narrow link between the two:
 *
 * <pre>
 * correspondent 172.16.0.9 --- agent --- near 192.0.2.2 ===narrow=== far 203.0.113.1 --- node 203.0.113.44
 *                              10.10.0.1 on lo, 192.0.2.1                                home 10.10.0.57
 * </pre>
 */
final class TransitWorld implements AutoCloseable {

    static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    static final Ipv4 CARE_OF = Ipv4.parse("203.0.113.44");
    static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    static final int AGENT_PORT = 434;
    static final int NODE_PORT = 40057;

    final NetworkNamespace correspondent = NetworkNamespace.create("correspondent");
    final NetworkNamespace agent = NetworkNamespace.create("agent");
    final NetworkNamespace near = NetworkNamespace.create("near");
    final NetworkNamespace far = NetworkNamespace.create("far");
    final NetworkNamespace node = NetworkNamespace.create("node");
    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    final Dataplane agentTunnels;
    final TunDataplane nodeTunnels;

    /** A tunnel wrapped so, over a transit link that takes packets of {@code mtu}. */
    TransitWorld(Encapsulation encapsulation, int mtu) {
        this(encapsulation, mtu, TunDataplane::forHomeAgent);
    }

    /** @param homeAgent opens the home agent's dataplane */
    TransitWorld(Encapsulation encapsulation, int mtu, Function<TunOptions, Dataplane> homeAgent) {
        this(encapsulation, mtu, homeAgent, TunDataplane::forMobileNode);
    }

    /** @param mobileNode opens the mobile node's */
    TransitWorld(
            Encapsulation encapsulation,
            int mtu,
            Function<TunOptions, Dataplane> homeAgent,
            Function<TunOptions, TunDataplane> mobileNode) {
        connect(mtu);
        agentTunnels = agent.call(() -> homeAgent.apply(options("mipha%d", OptionalInt.empty(), encapsulation)));
        nodeTunnels =
                node.call(() -> mobileNode.apply(options("mip0", OptionalInt.of(TunnelWorld.MARK), encapsulation)));
        ip(agent, "route add 10.10.0.57/32 dev mipha0");
        ip(node, "address add 10.10.0.57/32 dev mip0");
        ip(node, "rule add fwmark 0x4d49 lookup main priority 5200");
        ip(node, "rule add from 10.10.0.57 lookup 5210 priority 5201");
        ip(node, "route add default dev mip0 src 10.10.0.57 table 5210");
        boolean isInUdp = encapsulation == Encapsulation.UDP;
        TunnelPath path = isInUdp
                ? TunnelPath.to(CARE_OF).within(UdpEnd.at(NODE_PORT))
                : new TunnelPath(CARE_OF, encapsulation, true, false);
        HomeTunnel.Terms terms =
                isInUdp ? HomeTunnel.Terms.PLAIN.by(HomeTunnel.Way.UDP) : HomeTunnel.Terms.of(encapsulation);
        agentTunnels.forward(HOME, AGENT, List.of(path));
        nodeTunnels.tunnelHome(Optional.of(new HomeTunnel(CARE_OF, AGENT, HOME, List.of(), terms)));
    }

    private TunOptions options(String name, OptionalInt mark, Encapsulation encapsulation) {
        Set<Encapsulation> both = EnumSet.of(Encapsulation.IPIP, encapsulation);
        int mtu = TunOptions.usualMtu(Set.of(encapsulation));
        UdpTunnelPorts ports = mark.isPresent()
                ? UdpTunnelPorts.ofMobileNode(NODE_PORT, NODE_PORT + 1)
                : UdpTunnelPorts.ofHomeAgent(AGENT_PORT);
        return encapsulation == Encapsulation.UDP
                ? new TunOptions(name, mtu, mark, both, ports, false, faults::add)
                : new TunOptions(name, mtu, mark, both, false, faults::add);
    }

    private void connect(int mtu) {
        ip(agent, "link add c0 type veth peer name eth0 netns " + correspondent.path());
        ip(agent, "link add n0 type veth peer name eth0 netns " + near.path());
        ip(near, "link add narrow type veth peer name narrow netns " + far.path());
        ip(far, "link add n0 type veth peer name eth0 netns " + node.path());
        ip(agent, "address add 10.10.0.1/32 dev lo");
        up(agent, "lo");
        up(agent, "c0", "172.16.0.1/24");
        up(agent, "n0", "192.0.2.1/24");
        up(correspondent, "eth0", "172.16.0.9/24");
        up(near, "eth0", "192.0.2.2/24");
        up(near, "narrow", "198.51.100.1/24");
        up(far, "narrow", "198.51.100.2/24");
        up(far, "n0", "203.0.113.1/24");
        up(node, "eth0", "203.0.113.44/24");
        ip(near, "link set narrow mtu " + mtu);
        ip(far, "link set narrow mtu " + mtu);
        ip(correspondent, "route add default via 172.16.0.1");
        ip(agent, "route add default via 192.0.2.2");
        ip(near, "route add default via 192.0.2.1");
        ip(near, "route add 203.0.113.0/24 via 198.51.100.2");
        ip(far, "route add default via 198.51.100.1");
        ip(node, "route add default via 203.0.113.1");
        for (NetworkNamespace router : List.of(agent, near, far)) {
            TunnelWorld.sysctl(router, "net/ipv4/ip_forward", "1");
        }
    }

    /** Gives the home agent a second uplink, to the same router, which is used once the first is gone. */
    void addUplink() {
        ip(agent, "link add n1 type veth peer name eth1 netns " + near.path());
        up(agent, "n1", "192.0.3.1/24");
        up(near, "eth1", "192.0.3.2/24");
        ip(agent, "route add default via 192.0.3.2 metric 20");
        ip(near, "route add default via 192.0.3.1 metric 20");
    }

    void loseFirstUplink() {
        ip(agent, "link set n0 down");
        ip(near, "link set eth0 down");
    }

    private static void up(NetworkNamespace namespace, String link, String address) {
        ip(namespace, "address add " + address + " dev " + link);
        up(namespace, link);
    }

    private static void up(NetworkNamespace namespace, String link) {
        ip(namespace, "link set " + link + " up");
    }

    @Override
    public void close() {
        nodeTunnels.close();
        agentTunnels.close();
        for (NetworkNamespace namespace : List.of(node, far, near, agent, correspondent)) {
            namespace.close();
        }
    }
}
