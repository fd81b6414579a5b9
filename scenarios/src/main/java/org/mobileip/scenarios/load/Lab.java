package org.mobileip.scenarios.load;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/**
 * Two machines out of namespaces, joined by the kernel's own wire, with addresses that are for measuring (RFC 2544):
 *
 * <pre>
 * home agent 198.18.0.1 --- 198.18.0.2 nodes, and strangers with any address of 198.19.0.0/16
 * </pre>
 */
final class Lab implements AutoCloseable {

    static final Ipv4 AGENT = Ipv4.parse("198.18.0.1");
    static final Ipv4 NODES = Ipv4.parse("198.18.0.2");

    private static final Ipv4Prefix STRANGERS = Ipv4Prefix.parse("198.19.0.0/16");
    private static final int MOST_STRANGERS = 4096;
    private static final int PROTOCOL_STATIC = 4;

    private final NetworkNamespace agent;
    private final NetworkNamespace nodes;
    private final VirtualLinks agentLinks;
    private final VirtualLinks nodeLinks;

    Lab() {
        agent = NetworkNamespace.create("home agent");
        nodes = NetworkNamespace.create("nodes");
        agentLinks = new VirtualLinks(agent);
        nodeLinks = new VirtualLinks(nodes);
        try {
            agentLinks.connect(
                    new VirtualLinks.End("a0", new MacAddress(0x0200_0000_0001L)),
                    nodes,
                    new VirtualLinks.End("n0", new MacAddress(0x0200_0000_0002L)));
            configure();
        } catch (RuntimeException | Error refused) {
            close();
            throw refused;
        }
    }

    private void configure() {
        try (HostNetwork ofAgent = agent.call(LinuxHostNetwork::open);
                HostNetwork ofNodes = nodes.call(LinuxHostNetwork::open)) {
            agentLinks.setUp("a0", true);
            nodeLinks.setUp("n0", true);
            ofAgent.addAddress(agentLinks.index("a0"), InterfaceAddress.parse(AGENT + "/24"));
            ofNodes.addAddress(nodeLinks.index("n0"), InterfaceAddress.parse(NODES + "/24"));
            // On the loopback interface a network's addresses are all ours.
            ofNodes.addAddress(nodeLinks.index("lo"), new InterfaceAddress(stranger(1), STRANGERS.length()));
            ofAgent.putRoute(new Route(
                    STRANGERS,
                    Optional.of(NODES),
                    agentLinks.index("a0"),
                    Optional.empty(),
                    Route.TABLE_MAIN,
                    PROTOCOL_STATIC,
                    0));
        }
    }

    private static Ipv4 stranger(int number) {
        return new Ipv4(STRANGERS.address().bits() + number);
    }

    /** Addresses that nobody ever registered from. */
    List<Ipv4> strangers() {
        return IntStream.rangeClosed(1, MOST_STRANGERS).mapToObj(Lab::stranger).toList();
    }

    NetworkNamespace agent() {
        return agent;
    }

    NetworkNamespace nodes() {
        return nodes;
    }

    @Override
    public void close() {
        agentLinks.close();
        nodeLinks.close();
        agent.close();
        nodes.close();
    }
}
