package org.mobileip.mobilenode;

import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;

/**
 * What to ask for, and from where.
 *
 * @param linkIndex the interface to send by
 * @param from the address to send from (RFC 5944 §3.6.1.1)
 * @param careOf what to register; to deregister everything the home address, to deregister one binding its care-of address
 *     (§3.6.1.2)
 * @param lifetime zero to deregister
 */
record Target(int linkIndex, Ipv4 from, Ipv4 careOf, Lifetime lifetime) {

    boolean isDeregistration() {
        return lifetime.isZero();
    }

    /** The same for a shorter, or longer, time. */
    Target during(Lifetime other) {
        return new Target(linkIndex, from, careOf, other);
    }
}
