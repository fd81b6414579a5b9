package org.mobileip.scenarios.netns;

import java.util.Optional;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.InterfaceNames;

/** The networks behind a mobile node: a bridge on its own machine, which has an address in each of them. */
final class NetworkBehind {

    private final Scenario.MobileNode mobile;
    private final int number;
    private final Site router;
    private final AddressPlan addresses;
    private final InterfaceNames ports;

    private NetworkBehind(
            Scenario.MobileNode mobile, int number, Site router, AddressPlan addresses, InterfaceNames ports) {
        this.mobile = mobile;
        this.number = number;
        this.router = router;
        this.addresses = addresses;
        this.ports = ports;
    }

    /**
     * Builds it on the mobile node's machine.
     *
     * @param number its place among all networks, from 0
     * @param names those of the machine's interfaces
     */
    static NetworkBehind build(
            Scenario.MobileNode mobile, int number, Site machine, AddressPlan addresses, InterfaceNames names) {
        machine.links().makeBridge(Configuration.LINK_BEHIND);
        machine.links().setUp(Configuration.LINK_BEHIND, true);
        mobile.networks()
                .forEach(prefix -> machine.addAddress(
                        Configuration.LINK_BEHIND, new InterfaceAddress(addresses.routerOf(prefix), prefix.length())));
        return new NetworkBehind(mobile, number, machine, addresses, names);
    }

    /** Plugs in a host, which sends everything by way of the mobile node. */
    Plug connect(Site machine, String name, int nodeNumber, Ipv4 address) {
        Ipv4Prefix prefix = mobile.networks().stream()
                .filter(each -> each.contains(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError(address + " is not behind " + mobile.name()));
        String port = ports.of(name);
        Wiring.join(
                new Wiring.Terminal(router, port, Macs.port(number, nodeNumber)),
                new Wiring.Terminal(machine, Configuration.LINK_BEHIND, Macs.node(number, nodeNumber)));
        router.links().takeOffloadsOff(port);
        machine.links().takeOffloadsOff(Configuration.LINK_BEHIND);
        router.links().attach(port, Configuration.LINK_BEHIND);
        machine.links().setUp(Configuration.LINK_BEHIND, true);
        machine.addAddress(Configuration.LINK_BEHIND, new InterfaceAddress(address, prefix.length()));
        machine.putRoute(Ipv4Prefix.ALL, Optional.of(addresses.routerOf(prefix)), Configuration.LINK_BEHIND, 0);
        Plug plug = new Plug(machine, Configuration.LINK_BEHIND, router, port);
        plug.insert();
        return plug;
    }
}
