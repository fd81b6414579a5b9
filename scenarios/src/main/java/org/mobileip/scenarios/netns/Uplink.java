package org.mobileip.scenarios.netns;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.wire.Impairment;

/**
 * The wire between the router of a network and the core. All that comes from outside the network or leaves it passes here,
 * so here is where a network's delay, loss and rate belong. Nobody asks by ARP on it, or the first packet of a handover would wait for that.
 *
 * @param router the network's router
 * @param core the core
 * @param coreInterface what the core's end is called
 * @param routerAddress of the router's end
 * @param coreAddress of the core's end
 * @param number distinguishes the wires
 */
record Uplink(Site router, Site core, String coreInterface, Ipv4 routerAddress, Ipv4 coreAddress, int number) {

    /** What the router's end is called. */
    static final String INTERFACE = "core";

    private static final int PREFIX_LENGTH = 31;

    /** Lays a wire that does nothing to packets, or this to them, and routes everything from the router to the core. */
    void lay(Wiring wiring, String network, Impairment impairment) {
        MacAddress routerMac = Macs.uplink(number, 0);
        MacAddress coreMac = Macs.uplink(number, 1);
        Wiring.Terminal near = new Wiring.Terminal(router, INTERFACE, routerMac);
        Wiring.Terminal far = new Wiring.Terminal(core, coreInterface, coreMac);
        if (impairment.equals(Impairment.NONE)) {
            Wiring.join(near, far);
        } else {
            wiring.lay("network " + network, near, far, impairment, OptionalInt.empty());
        }
        setUp(router, INTERFACE, routerAddress);
        setUp(core, coreInterface, coreAddress);
        router.links().setNeighbour(INTERFACE, coreAddress, coreMac);
        core.links().setNeighbour(coreInterface, routerAddress, routerMac);
        router.putRoute(Ipv4Prefix.ALL, Optional.of(coreAddress), INTERFACE, 0);
    }

    /** Routes {@code prefix} from the core to the router. */
    void routeBack(Ipv4Prefix prefix) {
        core.putRoute(prefix, Optional.of(routerAddress), coreInterface, 0);
    }

    private static void setUp(Site site, String interfaceName, Ipv4 address) {
        site.links().takeOffloadsOff(interfaceName);
        site.links().setUp(interfaceName, true);
        site.addAddress(interfaceName, new InterfaceAddress(address, PREFIX_LENGTH));
    }
}
