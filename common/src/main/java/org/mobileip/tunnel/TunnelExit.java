package org.mobileip.tunnel;

import org.mobileip.net.Ipv4;

/**
 * The far end of tunnels, with the counters that make outer Identifications. Source, destination and protocol of an outer
 * header are the same for all home addresses behind one care-of address, so the counters belong to the address.
 *
 * <p>RFC 6864 §4: a datagram with DF set is atomic and may have any Identification; among the others it must not repeat
 * while both are on their way. Two counters, so that the many atomic ones do not use up the values of the few others. Zero
 * is left out: it asks the kernel to choose.
 */
final class TunnelExit {

    private static final int SPREAD = 0x9e37;

    private final Ipv4 address;
    private int atomic;
    private int fragmentable;

    /** @param ordinal makes the exits begin at different values, lest a returning one repeat those it used just before */
    TunnelExit(Ipv4 address, int ordinal) {
        this.address = address;
        this.atomic = ordinal * SPREAD;
        this.fragmentable = ordinal * SPREAD;
    }

    Ipv4 address() {
        return address;
    }

    int bits() {
        return address.bits();
    }

    /** The next Identification, 1 to 65535; for the one thread that encapsulates. */
    int nextIdentification(boolean dontFragment) {
        int next = dontFragment ? atomic + 1 : fragmentable + 1;
        if ((next & 0xffff) == 0) {
            next++;
        }
        if (dontFragment) {
            atomic = next;
        } else {
            fragmentable = next;
        }
        return next & 0xffff;
    }
}
