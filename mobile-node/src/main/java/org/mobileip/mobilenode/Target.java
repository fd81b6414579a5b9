package org.mobileip.mobilenode;

import java.util.Optional;
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
 * @param through the foreign agent to ask (§3.1); empty: the home agent itself
 * @param isBesideOthers whether the bindings there are shall stay (S, §3.6.1.2)
 */
record Target(
        int linkIndex,
        Ipv4 from,
        Ipv4 careOf,
        Lifetime lifetime,
        Optional<ForeignAgent> through,
        boolean isBesideOthers) {

    /** To be the only binding. */
    Target(int linkIndex, Ipv4 from, Ipv4 careOf, Lifetime lifetime, Optional<ForeignAgent> through) {
        this(linkIndex, from, careOf, lifetime, through, false);
    }

    /** To ask the home agent itself. */
    Target(int linkIndex, Ipv4 from, Ipv4 careOf, Lifetime lifetime) {
        this(linkIndex, from, careOf, lifetime, Optional.empty());
    }

    boolean isDeregistration() {
        return lifetime.isZero();
    }

    /** The care-of address is the node's own: it decapsulates itself (§3.6.1.2). */
    boolean isCoLocated() {
        return careOf.equals(from);
    }

    /** The same for a shorter, or longer, time. */
    Target during(Lifetime other) {
        return new Target(linkIndex, from, careOf, other, through, isBesideOthers);
    }

    /** The same beside the bindings there are, or as the only one. */
    Target besideOthers(boolean isBeside) {
        return new Target(linkIndex, from, careOf, lifetime, through, isBeside);
    }

    /** To deregister everything, by the same way. */
    Target forgetting(Ipv4 home) {
        return new Target(linkIndex, from, home, Lifetime.ZERO, through);
    }
}
