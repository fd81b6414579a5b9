package org.mobileip.scenarios.netns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A mobile node's machine, with a cable to every network. Where it is plugged in it gets an address and a default route at
 * once, as from a DHCP server that does not let it wait; where the cable is pulled they go, as a network manager would have
 * it. On its home link it gets nothing: there the mobile node helps itself.
 */
final class Roamer {

    /** As network managers do it: by whichever link the route is, it has a metric of its own. */
    private static final int FIRST_METRIC = 100;

    private static final long LONGEST_MILLIS = 10_000;

    private final Site site;
    private final Map<String, Outlet> outlets = new LinkedHashMap<>();
    private final List<String> joined = new ArrayList<>();

    /**
     * What a network gives to who plugs in.
     *
     * @param address the address
     * @param router the default gateway
     */
    record Lease(InterfaceAddress address, Ipv4 router) {}

    private record Outlet(Plug plug, Optional<Lease> lease, int metric) {}

    Roamer(Site site) {
        this.site = site;
    }

    /** There is a cable to that network; without a lease it is the home link. */
    void add(String network, Plug plug, Optional<Lease> lease) {
        outlets.put(network, new Outlet(plug, lease, FIRST_METRIC + outlets.size()));
    }

    /** Whether the network gives addresses to this node. */
    boolean isLeased(String network) {
        return outlet(network).lease.isPresent();
    }

    /** The network joined last, of those that have not been left. */
    Optional<String> latest() {
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined.get(joined.size() - 1));
    }

    /** Plugs in, unless it is. */
    void join(String network) {
        if (!joined.contains(network)) {
            joined.add(network);
            setCarrier(network, true);
        }
    }

    /** Pulls every other cable. */
    void leaveAllBut(String network) {
        for (String other : List.copyOf(joined)) {
            if (!other.equals(network)) {
                joined.remove(other);
                setCarrier(other, false);
            }
        }
    }

    /** Makes the cable carry, or not, whether or not the network counts as joined. */
    void setCarrier(String network, boolean up) {
        Outlet outlet = outlet(network);
        String name = outlet.plug.interfaceName();
        if (up) {
            outlet.plug.insert();
            outlet.lease.ifPresent(lease -> accept(lease, outlet.plug, outlet.metric));
        } else {
            outlet.plug.pull();
            outlet.lease.ifPresent(lease -> site.removeAddress(name, lease.address));
        }
    }

    /** No DHCP server is asked by a link that lets no packets out yet; nor must ARP be, which asks again after a second. */
    private void accept(Lease lease, Plug plug, int metric) {
        if (!plug.awaitCarrying(LONGEST_MILLIS)) {
            throw new IllegalStateException(plug.interfaceName() + " of " + site + " does not run");
        }
        String interfaceName = plug.interfaceName();
        site.addAddress(interfaceName, lease.address);
        site.putRoute(Ipv4Prefix.ALL, Optional.of(lease.router), interfaceName, metric);
    }

    private Outlet outlet(String network) {
        Outlet outlet = outlets.get(network);
        if (outlet == null) {
            throw new AssertionError("no cable to " + network);
        }
        return outlet;
    }
}
