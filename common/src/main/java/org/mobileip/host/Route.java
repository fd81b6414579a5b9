package org.mobileip.host;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A unicast IPv4 route.
 *
 * @param destination {@link Ipv4Prefix#ALL} for the default route
 * @param gateway the next hop; empty: the destination is on the link
 * @param linkIndex the interface it leaves by
 * @param source the source address for packets that have none yet ({@code src} in ip-route(8))
 * @param table the routing table, 254 is {@code main}
 * @param protocol who made it ({@code proto} in ip-route(8)), 0 to 255
 * @param metric the priority, 0 is best
 */
public record Route(
        Ipv4Prefix destination,
        Optional<Ipv4> gateway,
        int linkIndex,
        Optional<Ipv4> source,
        int table,
        int protocol,
        long metric) {

    public static final int TABLE_MAIN = 254;
}
