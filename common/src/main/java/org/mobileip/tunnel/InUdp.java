package org.mobileip.tunnel;

import java.util.Optional;

/**
 * Tunnels within UDP (RFC 3519 §3.3, §4.2): between the outer IP header and what follows it stand a UDP header and the header
 * of a MIP Tunnel Data message, whose Next Header says what the outer header would say otherwise.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          Source Port          |       Destination Port        |
 * |            Length             |          Checksum = 0         |   RFC 768
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Type = 4   |  Next Header  |          Reserved = 0         |   RFC 3519 §3.3
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * So a packet is wrapped as it would be without UDP, and these twelve octets are put in; and on arrival they are taken out,
 * and all else is as it is without them (§4.3). The checksum is written as zero, none: what is inside has its own. Where
 * the kernel makes these headers again, to cut many packets, it puts one in.
 */
final class InUdp {

    /** IPPROTO_UDP. */
    static final int PROTOCOL = 17;

    /** Of the home agent, for data as for registrations. */
    static final int PORT = 434;

    /** Octets that are put in. */
    static final int OVERHEAD = 12;

    private static final int UDP_HEADER = 8;
    private static final int TUNNEL_DATA = 4;

    private InUdp() {}

    /** Puts the two headers into {@code outer}, which ends up {@link #OVERHEAD} octets longer. */
    static void enclose(PacketBuffer outer, UdpPorts ports) {
        int headerLength = outer.headerLength();
        int nextHeader = outer.protocol();
        outer.extend(OVERHEAD);
        outer.copyFrom(outer, OVERHEAD, 0, headerLength);
        outer.put16(2, outer.length());
        outer.put8(9, PROTOCOL);
        outer.sumHeader();
        outer.put16(headerLength, ports.local());
        outer.put16(headerLength + 2, ports.remote());
        outer.put16(headerLength + 4, outer.length() - headerLength);
        outer.put16(headerLength + 6, 0);
        outer.put32(headerLength + UDP_HEADER, TUNNEL_DATA << 24 | nextHeader << 16);
    }

    /** Puts the outer header back where it was before {@link #enclose}, which must have been the last call. */
    static void undo(PacketBuffer outer) {
        int headerLength = outer.headerLength();
        int nextHeader = outer.u8(headerLength + UDP_HEADER + 1);
        close(outer, headerLength, nextHeader);
    }

    /**
     * Takes the two headers out of {@code outer}, whose addresses were found good; its window then remembers the ports.
     *
     * @param checksumIsComplete false: a sender on this machine has left a checksum to others, and the UDP one says nothing
     */
    static Optional<DropReason> open(PacketBuffer outer, boolean checksumIsComplete) {
        int headerLength = outer.headerLength();
        if (outer.length() < headerLength + OVERHEAD) {
            return DropReason.UDP_MALFORMED.verdict();
        }
        int length = outer.u16(headerLength + 4);
        if (length < OVERHEAD || headerLength + length > outer.length()) {
            return DropReason.UDP_MALFORMED.verdict();
        }
        outer.trim(headerLength + length);
        boolean isSummed = outer.u16(headerLength + 6) != 0;
        if (isSummed && checksumIsComplete && !checksumIsRight(outer, headerLength, length)) {
            return DropReason.UDP_CHECKSUM.verdict();
        }
        if (outer.u8(headerLength + UDP_HEADER) != TUNNEL_DATA) {
            return DropReason.NOT_TUNNEL_DATA.verdict();
        }
        int nextHeader = outer.u8(headerLength + UDP_HEADER + 1);
        if (Wrapper.ofProtocol(nextHeader) == null) {
            return DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        int source = outer.u16(headerLength);
        int destination = outer.u16(headerLength + 2);
        close(outer, headerLength, nextHeader);
        outer.cameInUdp(source, destination);
        return Optional.empty();
    }

    /** The outer header moves over the two behind it. */
    private static void close(PacketBuffer outer, int headerLength, int nextHeader) {
        outer.copyFrom(outer, 0, OVERHEAD, headerLength);
        outer.strip(OVERHEAD);
        outer.put16(2, outer.length());
        outer.put8(9, nextHeader);
    }

    private static boolean checksumIsRight(PacketBuffer outer, int headerLength, int length) {
        long pseudoHeader = outer.sum(12, 8) + PROTOCOL + length;
        return InternetSum.fold(pseudoHeader + outer.sum(headerLength, length)) == 0xffff;
    }

    /** Whether {@code quote}, the beginning of a UDP datagram, is one of a tunnel with {@code more} octets of what is inside. */
    static boolean isTunnelData(PacketBuffer quote, int more) {
        int headerLength = quote.headerLength();
        return quote.length() >= headerLength + OVERHEAD + more
                && quote.u8(headerLength + UDP_HEADER) == TUNNEL_DATA
                && Wrapper.ofProtocol(quote.u8(headerLength + UDP_HEADER + 1)) != null;
    }

    /** Whether what is inside a packet of a tunnel within UDP is an IP datagram. */
    static boolean isAroundIp(PacketBuffer packet) {
        return packet.u8(packet.headerLength() + UDP_HEADER + 1) == IpInIp.PROTOCOL;
    }

    /** Makes of {@code quote}, the beginning of a packet that we sent, what it was before {@link #enclose}. */
    static void openQuote(PacketBuffer quote) {
        int headerLength = quote.headerLength();
        int totalLength = quote.totalLength() - OVERHEAD;
        close(quote, headerLength, quote.u8(headerLength + UDP_HEADER + 1));
        quote.put16(2, totalLength);
    }
}
