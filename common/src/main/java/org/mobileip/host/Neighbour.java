package org.mobileip.host;

import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/**
 * Where an address is on a link, for good: nobody is asked by ARP, and nobody's word changes it.
 *
 * @param linkIndex the interface it is reached by
 * @param protocol who made the entry ({@code protocol} in ip-neighbour(8)), 0 to 255
 */
public record Neighbour(int linkIndex, Ipv4 address, MacAddress mac, int protocol) {}
