package org.mobileip.scenarios.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/**
 * Four machines in a row, joined by the kernel's own wires, which have no limit but the processor:
 *
 * <pre>
 * correspondent 10.1.0.2 --- 10.1.0.1 agent 172.16.1.1 --- .254 router .254 --- 172.16.2.10 node, home 10.9.0.10
 * </pre>
 *
 * Correspondent and node reach each other by routes, or through a tunnel between agent and node. For one thread.
 */
final class BenchLab implements AutoCloseable {

    static final Ipv4 CORRESPONDENT = Ipv4.parse("10.1.0.2");
    static final Ipv4 AGENT = Ipv4.parse("172.16.1.1");
    static final Ipv4 CARE_OF = Ipv4.parse("172.16.2.10");
    static final Ipv4 HOME = Ipv4.parse("10.9.0.10");

    private static final Ipv4Prefix CORRESPONDENTS = Ipv4Prefix.parse("10.1.0.0/24");
    private static final Ipv4Prefix HOMES = Ipv4Prefix.parse("10.9.0.0/16");
    private static final Ipv4Prefix TRANSIT = Ipv4Prefix.parse("172.16.0.0/16");
    private static final int PROTOCOL_STATIC = 4;
    private static final String STEERING = "net/core/rps_default_mask";

    private final List<Machine> machines = new ArrayList<>();
    private final Machine correspondent;
    private final Machine agent;
    private final Machine router;
    private final Machine node;
    private boolean isSteered = true;

    /** One of the machines. */
    private record Machine(NetworkNamespace namespace, VirtualLinks links, HostNetwork network) {

        void add(String link, String address) {
            links.setUp(link, true);
            network.addAddress(links.index(link), InterfaceAddress.parse(address));
        }

        int adopt(String link, int mtu) {
            int index = links.index(link);
            links.setMtu(link, mtu);
            links.setUp(link, true);
            links.setQueueLength(link, TunDevice.QUEUE_LENGTH);
            return index;
        }

        void route(Ipv4Prefix to, Optional<Ipv4> by, int link, Optional<Ipv4> from) {
            network.putRoute(new Route(to, by, link, from, Route.TABLE_MAIN, PROTOCOL_STATIC, 0));
        }

        void route(Ipv4Prefix to, String by, String link, Optional<Ipv4> from) {
            route(to, Optional.of(Ipv4.parse(by)), links.index(link), from);
        }
    }

    /** Builds them, with routes and without a tunnel. */
    BenchLab() {
        try {
            correspondent = machine("correspondent");
            agent = machine("agent");
            router = machine("router");
            node = machine("node");
            join(correspondent, "c0", "10.1.0.2/24", agent, "a0", "10.1.0.1/24", 1);
            join(agent, "a1", "172.16.1.1/24", router, "r0", "172.16.1.254/24", 2);
            join(router, "r1", "172.16.2.254/24", node, "n0", "172.16.2.10/24", 3);
            node.add("lo", HOME + "/32");
            correspondent.route(Ipv4Prefix.ALL, "10.1.0.1", "c0", Optional.empty());
            agent.route(TRANSIT, "172.16.1.254", "a1", Optional.empty());
            node.route(TRANSIT, "172.16.2.254", "n0", Optional.empty());
            router.route(HOMES, CARE_OF.toString(), "r1", Optional.empty());
            router.route(CORRESPONDENTS, AGENT.toString(), "r0", Optional.empty());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        routePlainly();
    }

    private Machine machine(String name) {
        NetworkNamespace namespace = NetworkNamespace.create(name);
        namespace.disableIpv6(); // What IPv6 says of itself comes by a tunnel whose other end is not up: vtund gives up
        // then.
        namespace.run(() -> {
            Sysctl.write("net/ipv4/ip_forward", "1");
            Sysctl.write("net/ipv4/conf/all/rp_filter", "0");
            Sysctl.write("net/ipv4/conf/default/rp_filter", "0");
            Sysctl.write("net/ipv4/conf/all/send_redirects", "0");
            Sysctl.write("net/ipv4/tcp_rmem", "4096 131072 33554432");
            Sysctl.write("net/ipv4/tcp_wmem", "4096 65536 16777216");
            isSteered &= steer();
        });
        Machine machine = new Machine(namespace, new VirtualLinks(namespace), namespace.call(LinuxHostNetwork::open));
        machines.add(machine);
        return machine;
    }

    /** Lets every processor receive for every interface made from now on; whether this kernel can. */
    private static boolean steer() {
        try {
            Sysctl.write(STEERING, Long.toHexString((1L << Runtime.getRuntime().availableProcessors()) - 1));
            return true;
        } catch (HostException refused) {
            return false;
        }
    }

    private static void join(
            Machine one, String link, String address, Machine other, String far, String farAddress, int number) {
        one.links.connect(
                new VirtualLinks.End(link, new MacAddress(0x0200_0000_0000L + 2L * number)),
                other.namespace,
                new VirtualLinks.End(far, new MacAddress(0x0200_0000_0001L + 2L * number)));
        one.add(link, address);
        other.add(far, farAddress);
    }

    /** From now on all is routed, and nothing tunnelled. */
    void routePlainly() {
        agent.route(HOMES, "172.16.1.254", "a1", Optional.empty());
        node.route(CORRESPONDENTS, "172.16.2.254", "n0", Optional.of(HOME));
    }

    /** From now on agent and node hand to these interfaces of theirs what is between home address and correspondent. */
    void routeInto(int ofAgent, int ofNode) {
        agent.route(HOMES, Optional.empty(), ofAgent, Optional.empty());
        node.route(CORRESPONDENTS, Optional.empty(), ofNode, Optional.of(HOME));
    }

    /**
     * Readies an interface that a program made at the agent's end, as ours are.
     *
     * @return its index
     * @throws HostException when there is none of that name yet
     */
    int adoptAtAgent(String interfaceName, int mtu) {
        return agent.adopt(interfaceName, mtu);
    }

    /** The same at the node's end. */
    int adoptAtNode(String interfaceName, int mtu) {
        return node.adopt(interfaceName, mtu);
    }

    NetworkNamespace correspondent() {
        return correspondent.namespace;
    }

    NetworkNamespace agent() {
        return agent.namespace;
    }

    /** It is between the other two, and anybody may send from there. */
    NetworkNamespace router() {
        return router.namespace;
    }

    NetworkNamespace node() {
        return node.namespace;
    }

    /** Whether receive packet steering is on: several processors share the work of one interface. */
    boolean isSteered() {
        return isSteered;
    }

    @Override
    public void close() {
        for (Machine machine : machines) {
            machine.network.close();
            machine.links.close();
            machine.namespace.close();
        }
        machines.clear();
    }
}
