package org.mobileip.scenarios.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;

/**
 * A mobile node's machine, with a cable to every network. Where it is plugged in it gets an address and a default route at
 * once; where the cable is pulled they go. On its home link it gets nothing: there the mobile node helps itself.
 */
final class Roamer {

    private static final int FIRST_METRIC = 100;

    /** {@code static} in ip-route(8). */
    static final int PROTOCOL_STATIC = 4;

    private final Machine machine;
    private final Map<String, Outlet> outlets = new LinkedHashMap<>();
    private final List<String> joined = new ArrayList<>();

    /** What a network gives to who plugs in. */
    record Lease(InterfaceAddress address, Ipv4 router) {}

    private record Outlet(Nic nic, Optional<Lease> lease, int metric) {}

    Roamer(Machine machine) {
        this.machine = machine;
    }

    /** There is a cable to that network; without a lease it is the home link. */
    void add(String network, Nic nic, Optional<Lease> lease) {
        outlets.put(network, new Outlet(nic, lease, FIRST_METRIC + outlets.size()));
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
        outlet.nic.setCarrier(up);
        int link = outlet.nic.index();
        if (up) {
            outlet.lease.ifPresent(lease -> {
                machine.network().addAddress(link, lease.address);
                machine.network().putRoute(defaultRoute(lease.router, link, outlet.metric));
            });
        } else {
            outlet.lease.ifPresent(lease -> machine.network().removeAddress(link, lease.address));
        }
    }

    static Route defaultRoute(Ipv4 router, int link, int metric) {
        return new Route(
                Ipv4Prefix.ALL, Optional.of(router), link, Optional.empty(), Route.TABLE_MAIN, PROTOCOL_STATIC, metric);
    }

    private Outlet outlet(String network) {
        return Optional.ofNullable(outlets.get(network))
                .orElseThrow(() -> new AssertionError("no cable to " + network));
    }
}
