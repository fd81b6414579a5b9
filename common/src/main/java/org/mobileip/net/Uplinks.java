package org.mobileip.net;

import java.util.List;

/**
 * The ways by which a mobile node sends at the same time, and which datagram takes which (RFC 7629).
 *
 * @param all its own care-of addresses, each registered; at least one
 * @param steering counts them in this order
 */
public record Uplinks(List<Uplink> all, Steering steering) {

    /**
     * One of them.
     *
     * @param linkIndex of the interface that has {@code careOf}
     * @param isInUdp whether all that is sent there and received is within UDP (RFC 3519)
     */
    public record Uplink(Ipv4 careOf, int linkIndex, boolean isInUdp) {}

    public Uplinks {
        all = List.copyOf(all);
    }
}
