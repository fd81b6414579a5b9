package org.mobileip.tunnel;

/**
 * Writes ICMP errors about datagrams: whether one may be sent at all, and what it looks like (RFC 792, RFC 1122 §3.2.2, RFC 1812
 * §4.3.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |     Code      |          Checksum             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           unused = 0          |    Next-Hop MTU (3, 4 only)   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   the datagram in question, from its header on, as far as     |
 * |   576 octets are not exceeded                                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 1191 §4
 * </pre>
 */
final class IcmpError {

    static final int PROTOCOL = 1;
    static final int DESTINATION_UNREACHABLE = 3;
    static final int SOURCE_QUENCH = 4;
    static final int REDIRECT = 5;
    static final int TIME_EXCEEDED = 11;
    static final int PARAMETER_PROBLEM = 12;

    static final int NETWORK_UNREACHABLE = 0;
    static final int HOST_UNREACHABLE = 1;
    static final int FRAGMENTATION_NEEDED = 4;

    /** Octets of the message before the quoted datagram. */
    static final int HEADER = 8;

    /** The whole error is no longer (RFC 1812 §4.3.2.3). */
    static final int LONGEST = 576;

    private static final int TIME_TO_LIVE = 64;

    /** Internetwork control (RFC 1812 §4.3.2.5). */
    private static final int TYPE_OF_SERVICE = 0xc0;

    private IcmpError() {}

    /** Whether a message of that type reports an error, and so is never answered with another one. */
    static boolean isError(int type) {
        return switch (type) {
            case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    /** Whether the sender of {@code datagram} may be told anything about it (RFC 1122 §3.2.2, RFC 1812 §4.3.2.7). */
    static boolean mayBeSentAbout(PacketBuffer datagram) {
        if (!datagram.hasPayloadHeader() || !isHost(datagram.source()) || !isHost(datagram.destination())) {
            return false;
        }
        int headerLength = datagram.headerLength();
        return datagram.protocol() != PROTOCOL
                || datagram.length() <= headerLength
                || !isError(datagram.u8(headerLength));
    }

    /** Whether one host can have that address. */
    static boolean isHost(int address) {
        int first = address >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    /**
     * Writes an error to the sender of {@code about} into {@code error}, whose window is then on it.
     *
     * @param about the datagram, or its beginning
     * @param source who says it
     * @param rest the second word of the message
     * @param identification of the IP header
     */
    static void write(
            PacketBuffer error, PacketBuffer about, int source, int type, int code, int rest, int identification) {
        int quoted = Math.min(about.length(), LONGEST - PacketBuffer.HEADER - HEADER);
        error.window(PacketBuffer.HEADROOM + PacketBuffer.HEADER, HEADER + quoted);
        error.put32(0, type << 24 | code << 16);
        error.put32(4, rest);
        error.copyFrom(about, 0, HEADER, quoted);
        error.put16(2, ~InternetSum.fold(error.sum(0, HEADER + quoted)));
        error.writeHeaderBefore(
                0,
                0x45 << 24 | TYPE_OF_SERVICE << 16 | (PacketBuffer.HEADER + HEADER + quoted),
                identification << 16,
                TIME_TO_LIVE,
                PROTOCOL,
                source,
                about.source());
        error.extend(PacketBuffer.HEADER);
    }
}
