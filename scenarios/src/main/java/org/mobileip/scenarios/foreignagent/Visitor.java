package org.mobileip.scenarios.foreignagent;

import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.wire.Lifetime;

/**
 * A mobile node that is registered through us with one of our care-of addresses.
 *
 * @param home its home address
 * @param mac its Ethernet address on the link
 * @param homeAgent the other end of its tunnel: what the reply gives as Home Agent (RFC 3024 §5.1.2)
 * @param careOf our end of the tunnel
 * @param encapsulation how the home agent wraps what it sends
 * @param reverse whether what the node sends goes back through the tunnel
 * @param encapsulates whether only what the node encapsulates to us does (RFC 3024 §5.2)
 * @param granted the lifetime; zero: it left
 */
public record Visitor(
        Ipv4 home,
        MacAddress mac,
        Ipv4 homeAgent,
        Ipv4 careOf,
        Encapsulation encapsulation,
        boolean reverse,
        boolean encapsulates,
        Lifetime granted) {

    static Visitor of(Pending request, Ipv4 home, Ipv4 homeAgent, Lifetime granted) {
        boolean reverse = request.flags().reverseTunneling();
        return new Visitor(
                home,
                request.node().mac(),
                homeAgent,
                request.careOf(),
                request.encapsulation(),
                reverse,
                reverse && request.encapsulates(),
                granted);
    }
}
