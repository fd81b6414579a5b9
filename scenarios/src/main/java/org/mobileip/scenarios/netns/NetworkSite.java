package org.mobileip.scenarios.netns;

import java.util.Optional;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.plan.InterfaceNames;
import org.mobileip.scenarios.wire.Impairment;

/** A network: a bridge, and a router that has the gateway's address on it. */
final class NetworkSite {

    /** What the router calls its interface into the network. */
    static final String BRIDGE = "bridge";

    private static final String STUB = "stub";
    private static final String STUB_END = "stub-end";

    /** Answer nothing that is asked for by ARP (ip-sysctl). */
    private static final String ANSWER_NOTHING = "8";

    private final Scenario.Network network;
    private final int number;
    private final Site router;
    private final InterfaceNames ports = new InterfaceNames("lo", BRIDGE, STUB, STUB_END, Uplink.INTERFACE);

    private NetworkSite(Scenario.Network network, int number, Site router) {
        this.network = network;
        this.number = number;
        this.router = router;
    }

    /**
     * Builds it on {@code router}, which has nothing yet.
     *
     * @param number its place among the networks, from 0
     */
    static NetworkSite build(Scenario.Network network, int number, Site router, Ipv4 gateway) {
        router.links().makeBridge(BRIDGE);
        network.quality().mtu().ifPresent(mtu -> router.links().setMtu(BRIDGE, mtu));
        router.links().setUp(BRIDGE, true);
        plugInStub(router, number);
        router.addAddress(BRIDGE, new InterfaceAddress(gateway, network.prefix().length()));
        return new NetworkSite(network, number, router);
    }

    /**
     * A switch runs whether or not anybody is plugged in, but a bridge only while a port does, and it drops what it is given
     * until it has taken notice of one: a cable that leads nowhere makes it run at all times.
     */
    private static void plugInStub(Site router, int number) {
        router.links()
                .connect(
                        new VirtualLinks.End(STUB, Macs.stub(number, 0)),
                        router.namespace(),
                        new VirtualLinks.End(STUB_END, Macs.stub(number, 1)));
        router.namespace().run(() -> Sysctl.write("net/ipv4/conf/" + STUB_END + "/arp_ignore", ANSWER_NOTHING));
        router.links().attach(STUB, BRIDGE);
        router.links().setUp(STUB, true);
        router.links().setUp(STUB_END, true);
    }

    Scenario.Network network() {
        return network;
    }

    Site router() {
        return router;
    }

    /** Routes {@code prefix} from the router to a node of this network. */
    void routeTo(Ipv4Prefix prefix, Ipv4 node) {
        router.putRoute(prefix, Optional.of(node), BRIDGE, 0);
    }

    /**
     * Lays a cable from a node, whose interface is up; nobody has plugged it in.
     *
     * @param nodeNumber the node's place among all nodes, from 0
     * @param changing who lays a cable that can be made worse while it is in use; empty: nobody will
     */
    Plug cableTo(Site node, String nodeName, int nodeNumber, String interfaceName, Optional<Wiring> changing) {
        String port = ports.of(nodeName);
        Wiring.Terminal near = new Wiring.Terminal(node, interfaceName, Macs.node(number, nodeNumber));
        Wiring.Terminal far = new Wiring.Terminal(router, port, Macs.port(number, nodeNumber));
        Optional<Wiring.Socket> socket = changing.map(wiring -> wiring.lay(
                link(nodeName, network.name()),
                near,
                far,
                Impairment.NONE,
                network.quality().mtu()));
        if (socket.isEmpty()) {
            Wiring.join(far, near);
        }
        router.links().takeOffloadsOff(port);
        node.links().takeOffloadsOff(interfaceName);
        network.quality().mtu().ifPresent(mtu -> {
            router.links().setMtu(port, mtu);
            node.links().setMtu(interfaceName, mtu);
        });
        router.links().attach(port, BRIDGE);
        node.links().setUp(interfaceName, true);
        Plug plug = socket.map(end -> new Plug(node, interfaceName, end.site(), end.interfaceName()))
                .orElseGet(() -> new Plug(node, interfaceName, router, port));
        socket.ifPresent(end -> {
            router.links().setUp(port, true);
            plug.pull();
        });
        return plug;
    }

    /** What the wire of such a cable is called. */
    static String link(String node, String network) {
        return "link " + node + " " + network;
    }
}
