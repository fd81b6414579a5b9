package org.mobileip.scenarios.sim;

import java.util.Optional;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.act.Cable;
import org.mobileip.scenarios.plan.Lease;
import org.mobileip.scenarios.sim.machine.Nic;

/** A mobile node's cable into a network, with what the network gives to who plugs in; a pulled cable takes it away. */
final class LeasedNic implements Cable {

    /** {@code static} in ip-route(8). */
    static final int PROTOCOL_STATIC = 4;

    private final HostNetwork network;
    private final Nic nic;
    private final Optional<Lease> lease;
    private final int metric;

    /** Without a lease it is the cable of the home link. */
    LeasedNic(HostNetwork network, Nic nic, Optional<Lease> lease, int metric) {
        this.network = network;
        this.nic = nic;
        this.lease = lease;
        this.metric = metric;
    }

    @Override
    public void setCarrier(boolean up) {
        nic.setCarrier(up);
        lease.ifPresent(given -> {
            if (up) {
                network.addAddress(nic.index(), given.address());
                network.putRoute(defaultRoute(given.router(), nic.index(), metric));
            } else {
                network.removeAddress(nic.index(), given.address());
            }
        });
    }

    static Route defaultRoute(Ipv4 router, int link, int metric) {
        return new Route(
                Ipv4Prefix.ALL, Optional.of(router), link, Optional.empty(), Route.TABLE_MAIN, PROTOCOL_STATIC, metric);
    }
}
