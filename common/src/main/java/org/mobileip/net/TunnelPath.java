package org.mobileip.net;

/**
 * How datagrams reach a mobile node at one of its care-of addresses.
 *
 * @param careOf where the tunnel ends
 * @param encapsulation how datagrams are wrapped for it
 * @param endsAtNode whether the mobile node decapsulates itself, the care-of address being co-located (the D bit); else a
 *     foreign agent does
 * @param broadcasts whether the node asked for broadcast datagrams of its home network too (the B bit)
 */
public record TunnelPath(Ipv4 careOf, Encapsulation encapsulation, boolean endsAtNode, boolean broadcasts) {

    /** IP within IP to a co-located care-of address, without broadcasts. */
    public static TunnelPath to(Ipv4 careOf) {
        return new TunnelPath(careOf, Encapsulation.IPIP, true, false);
    }
}
