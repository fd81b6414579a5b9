package org.mobileip.host;

import org.mobileip.net.Ipv4Prefix;

/**
 * What a route is for, wherever it leads, and if it leads nowhere on purpose ({@code blackhole}, {@code unreachable}, {@code prohibit}
 * and {@code throw} in ip-route(8)).
 *
 * @param table the routing table, 254 is {@code main}
 * @param protocol who made the route, 0 to 255
 */
public record Destination(Ipv4Prefix prefix, int table, int protocol) {}
