package org.mobileip.scenarios.netns;

import org.mobileip.net.MacAddress;

/**
 * Ethernet addresses that tell whose they are: locally administered ones, made of the numbers of network and node.
 *
 * <pre>
 *  02 : kind : network (2 octets) : node (2 octets)
 * </pre>
 */
final class Macs {

    private static final long LOCALLY_ADMINISTERED = 0x02L << 40;
    private static final long NODE = 0x01L << 32;
    private static final long PORT = 0x02L << 32;
    private static final long UPLINK = 0x03L << 32;
    private static final long WIRE = 0x04L << 32;
    private static final long STUB = 0x05L << 32;

    private Macs() {}

    /** A node's interface in a network. */
    static MacAddress node(int network, int node) {
        return of(NODE, network, node);
    }

    /** The bridge's end of that cable. */
    static MacAddress port(int network, int node) {
        return of(PORT, network, node);
    }

    /** An end, 0 or 1, of a network's wire to the core. */
    static MacAddress uplink(int network, int end) {
        return of(UPLINK, network, end);
    }

    /** What an end, 0 or 1, of a wire that does something to frames is joined to. */
    static MacAddress wire(int wire, int end) {
        return of(WIRE, wire, end);
    }

    /** An end, 0 or 1, of the cable by which a network's bridge always has a carrier. */
    static MacAddress stub(int network, int end) {
        return of(STUB, network, end);
    }

    private static MacAddress of(long kind, int network, int node) {
        return new MacAddress(LOCALLY_ADMINISTERED | kind | (network + 1L & 0xffff) << 16 | (node + 1L & 0xffff));
    }
}
