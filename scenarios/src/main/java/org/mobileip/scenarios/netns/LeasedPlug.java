package org.mobileip.scenarios.netns;

import java.util.Optional;
import org.mobileip.scenarios.act.Cable;
import org.mobileip.scenarios.plan.Lease;

/** A mobile node's cable into a network, with what the network gives to who plugs in; a pulled cable takes it away. */
final class LeasedPlug implements Cable {

    private static final long LONGEST_MILLIS = 10_000;

    private final Site site;
    private final Plug plug;
    private final Optional<Lease> lease;
    private final int metric;

    /** Without a lease it is the cable of the home link. */
    LeasedPlug(Site site, Plug plug, Optional<Lease> lease, int metric) {
        this.site = site;
        this.plug = plug;
        this.lease = lease;
        this.metric = metric;
    }

    @Override
    public void setCarrier(boolean up) {
        if (up) {
            plug.insert();
            lease.ifPresent(this::accept);
        } else {
            plug.pull();
            lease.ifPresent(gone -> site.removeAddress(plug.interfaceName(), gone.address()));
        }
    }

    /** No DHCP server is asked by a link that lets no packets out yet; nor must ARP be, which asks again after a second. */
    private void accept(Lease given) {
        String interfaceName = plug.interfaceName();
        if (!plug.awaitCarrying(LONGEST_MILLIS)) {
            throw new IllegalStateException(interfaceName + " of " + site + " does not run");
        }
        site.configure(interfaceName, given.address(), given.router(), metric);
    }
}
