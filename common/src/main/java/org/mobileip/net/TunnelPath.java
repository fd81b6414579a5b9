package org.mobileip.net;

import java.util.Optional;

/**
 * How datagrams reach a mobile node at one of its care-of addresses.
 *
 * @param careOf where the tunnel ends; within UDP where its registration came from, which is a NAT's address or its own
 * @param encapsulation how datagrams are wrapped for it, there or within UDP: never {@link Encapsulation#UDP} itself
 * @param endsAtNode whether the mobile node decapsulates itself, the care-of address being co-located (the D bit); else a
 *     foreign agent does
 * @param broadcasts whether the node asked for broadcast datagrams of its home network too (the B bit)
 * @param udp within UDP, to this port (RFC 3519); empty: not within UDP
 */
public record TunnelPath(
        Ipv4 careOf, Encapsulation encapsulation, boolean endsAtNode, boolean broadcasts, Optional<UdpEnd> udp) {

    public TunnelPath {
        if (encapsulation == Encapsulation.UDP) {
            throw new IllegalArgumentException("within UDP is IP, GRE or minimal encapsulation");
        }
    }

    /** How many octets longer a datagram gets, where it comes from another machine than the tunnel. */
    public int overhead() {
        int ofUdp = udp.isPresent() ? Encapsulation.UDP.overhead() - Encapsulation.IPIP.overhead() : 0;
        return encapsulation.overhead() + ofUdp;
    }

    /** One that is not within UDP. */
    public TunnelPath(Ipv4 careOf, Encapsulation encapsulation, boolean endsAtNode, boolean broadcasts) {
        this(careOf, encapsulation, endsAtNode, broadcasts, Optional.empty());
    }

    /** IP within IP to a co-located care-of address, without broadcasts. */
    public static TunnelPath to(Ipv4 careOf) {
        return new TunnelPath(careOf, Encapsulation.IPIP, true, false);
    }

    /** The same within UDP. */
    public TunnelPath within(UdpEnd end) {
        return new TunnelPath(careOf, encapsulation, endsAtNode, broadcasts, Optional.of(end));
    }
}
