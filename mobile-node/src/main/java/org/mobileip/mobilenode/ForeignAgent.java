package org.mobileip.mobilenode;

import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/**
 * A foreign agent as its advertisements show it, and as it is reached: never by ARP (RFC 5944 §3.6.1.1, §4.6). Somebody
 * else who advertises from the same address is another one, and does not take over from it.
 *
 * @param linkIndex the interface it is heard on
 * @param address the IP source of its advertisements, where requests go
 * @param mac the link-layer source of its advertisements
 */
public record ForeignAgent(int linkIndex, Ipv4 address, MacAddress mac) {

    @Override
    public String toString() {
        return address.toString();
    }
}
