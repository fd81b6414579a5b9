package org.mobileip.tunnel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;

/**
 * One way of wrapping a datagram for a tunnel: how its headers are written, how they are checked and taken off again, and how
 * the datagram is found again in the copy of a wrapped one that an ICMP error quotes. It keeps nothing between two packets.
 *
 * <p>What is asked of an outer packet is asked in this order: {@link #check}, then the inner addresses, then {@link #accept},
 * then {@link #unwrap}; so that an inner datagram is not read before its addresses have been found good.
 */
sealed interface Wrapper permits IpInIp, MinimalForwarding, Gre {

    /** The wrapper of {@code encapsulation}, with what is agreed by default. */
    static Wrapper of(Encapsulation encapsulation) {
        return switch (encapsulation) {
            case IPIP -> IpInIp.WRAPPER;
            case MINIMAL -> MinimalForwarding.WRAPPER;
            case GRE -> Gre.PLAIN;
            case UDP -> throw new IllegalArgumentException("tunnels within UDP are not here");
        };
    }

    /** A wrapper that reads packets of that protocol; null: nobody does. */
    static @Nullable Wrapper ofProtocol(int protocol) {
        return switch (protocol) {
            case IpInIp.PROTOCOL -> IpInIp.WRAPPER;
            case MinimalForwarding.PROTOCOL -> MinimalForwarding.WRAPPER;
            case Gre.PROTOCOL -> Gre.PLAIN;
            default -> null;
        };
    }

    Encapsulation encapsulation();

    /** How many octets {@link #wrap} would add to {@code datagram}, if it comes from another machine than {@code source}. */
    int overhead();

    /** How many octets {@link #wrap} adds to {@code datagram} in a tunnel that begins at {@code source}. */
    int overhead(PacketBuffer datagram, int source);

    /** Whether {@code datagram} can be wrapped so. */
    boolean suits(PacketBuffer datagram);

    /**
     * Writes the outer headers; the window is then on the outer packet.
     *
     * @param source our end of the tunnel
     * @param exit the other end
     */
    void wrap(PacketBuffer datagram, int source, TunnelExit exit);

    /** Puts the window back on the datagram as it was before {@link #wrap}, which must have been the last call. */
    void undo(PacketBuffer outer);

    /** Whether the headers of this encapsulation are sound, and an inner IP header can follow them. */
    Optional<DropReason> check(PacketBuffer outer);

    /** The source of the inner datagram. */
    int innerSource(PacketBuffer outer);

    /** The destination of the inner datagram. */
    int innerDestination(PacketBuffer outer);

    /** Whether the packet is one that was agreed on for {@code path}, and its turn has come. */
    Optional<DropReason> accept(PacketBuffer outer, FlowPath path);

    /** Leaves the inner datagram in the window. */
    void unwrap(PacketBuffer outer);

    /**
     * Leaves what {@code quote}, the beginning of an outer packet, has of the inner datagram in the window: its header and 8
     * octets at least. False: it has less than that, and the window is left as it was.
     */
    boolean recover(PacketBuffer quote);

    /** How many octets {@code quote} has before the original header; 0 where the original header was changed itself. */
    int quotedBefore(PacketBuffer quote);
}
