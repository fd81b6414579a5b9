package org.mobileip.tunnel;

import org.mobileip.net.Ipv4;

/**
 * A way on which long packets vanish while short ones arrive, and no ICMP error says so.
 *
 * @param exit where the tunnel leads
 * @param octets the longest outer packet that arrived
 * @param found how many such ways were found since the start, this one included
 */
public record BlackHole(Ipv4 exit, int octets, int found) {}
