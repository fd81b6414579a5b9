package org.mobileip.host;

import org.mobileip.net.MacAddress;

/**
 * A network interface as the kernel describes it.
 *
 * @param index its index, 1 and up
 * @param name its name, at most 15 octets
 * @param mac its Ethernet address; all zero where the link has none (a TUN device, the loopback)
 * @param up administratively up (IFF_UP)
 * @param running carrier and all else present (IFF_RUNNING, IFF_LOWER_UP)
 * @param loopback the loopback interface
 * @param mtu its maximum transmission unit in octets
 */
public record Link(int index, String name, MacAddress mac, boolean up, boolean running, boolean loopback, int mtu) {

    /** The longest packet on Ethernet, in octets (RFC 894). */
    public static final int ETHERNET_MTU = 1500;
}
