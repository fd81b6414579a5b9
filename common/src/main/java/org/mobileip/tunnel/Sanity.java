package org.mobileip.tunnel;

import java.util.Optional;

/**
 * What must hold of an IPv4 header before anything in it is believed. A datagram that passes is cut to its total length:
 * what follows is padding of the link (Ethernet frames have at least 60 octets).
 */
final class Sanity {

    private Sanity() {}

    /** The checks of RFC 1122 §3.2.1, in the order in which one makes the next possible. */
    static Optional<DropReason> check(PacketBuffer packet) {
        if (packet.length() < PacketBuffer.HEADER) {
            return DropReason.TRUNCATED.verdict();
        }
        if (packet.version() != 4) {
            return DropReason.NOT_IPV4.verdict();
        }
        int headerLength = packet.headerLength();
        if (headerLength < PacketBuffer.HEADER || headerLength > packet.length()) {
            return DropReason.BAD_HEADER_LENGTH.verdict();
        }
        int totalLength = packet.totalLength();
        if (totalLength < headerLength || totalLength > packet.length()) {
            return DropReason.BAD_TOTAL_LENGTH.verdict();
        }
        if (!packet.checksumIsRight(headerLength)) {
            return DropReason.BAD_HEADER_CHECKSUM.verdict();
        }
        packet.trim(totalLength);
        return Optional.empty();
    }

    /**
     * Whether an inner datagram, its header read for the first time, may travel on. Its time to live is left alone:
     * decapsulation does not change it, and what is to be encapsulated was decremented by whoever forwarded it to the tunnel
     * (RFC 2003 §3.1) - the kernel, where it routed the datagram to our interface; nobody, where the datagram was made on
     * this machine; {@link TunnelIngress}, where a dataplane forwards instead of the kernel. Only 0, which that forwarding
     * never lets through, is refused.
     */
    static Optional<DropReason> checkInner(PacketBuffer packet) {
        Optional<DropReason> malformed = check(packet);
        if (malformed.isPresent()) {
            return malformed;
        }
        return packet.timeToLive() == 0 ? DropReason.TTL_ZERO.verdict() : Optional.empty();
    }
}
