package org.mobileip.net;

import java.util.List;

/**
 * The ways by which a mobile node sends at the same time, and which datagram takes which (RFC 7629).
 *
 * @param all its own care-of addresses, each registered; at least one
 * @param steering counts them in this order
 */
public record Uplinks(List<Uplink> all, Steering steering) {

    /** A care-of address, and the index of the interface that has it. */
    public record Uplink(Ipv4 careOf, int linkIndex) {}

    public Uplinks {
        all = List.copyOf(all);
    }
}
