package org.mobileip.wire;

import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A UDP header (RFC 768).
 *
 * <pre>
 *   octet 0              1              2              3
 *  +-----------------------------+-----------------------------+
 *  |         source port         |      destination port       |
 *  +-----------------------------+-----------------------------+
 *  |           length            |          checksum           |  4
 *  +-----------------------------+-----------------------------+
 * </pre>
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param length of header and payload, 8 to 65535
 * @param checksum as it stands; 0 says that there is none
 */
public record UdpHeader(int sourcePort, int destinationPort, int length, int checksum) {

    /** Octets of the header. */
    public static final int SIZE = 8;

    private static final int CHECKSUM = 6;

    public UdpHeader {
        Fields.check("source port", sourcePort, 0xffff);
        Fields.check("destination port", destinationPort, 0xffff);
        Fields.check("length", length, 0xffff);
        Fields.check("checksum", checksum, 0xffff);
        if (length < SIZE) {
            throw new IllegalArgumentException("length " + length + " does not cover the header");
        }
    }

    /**
     * Decodes the header at the beginning of {@code datagram}, which may go on behind its length. The checksum is left
     * to {@link #checksumIsGood}: it needs the addresses, and a capture on the sending host has it unfinished.
     *
     * @throws MalformedMessageException when the length covers no header or goes beyond the octets there are
     */
    public static UdpHeader decode(Octets datagram) throws MalformedMessageException {
        Fields.atLeast(datagram, SIZE);
        int length = datagram.u16(4);
        if (length < SIZE) {
            throw new MalformedMessageException("UDP length " + length + " does not cover the header");
        }
        Fields.atLeast(datagram, length);
        return new UdpHeader(datagram.u16(0), datagram.u16(2), length, datagram.u16(CHECKSUM));
    }

    /** The header alone. */
    public Octets encode() {
        return new OctetsWriter(SIZE)
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(length)
                .u16(checksum)
                .finished();
    }

    /** A whole datagram, header and payload, with its checksum (never 0, RFC 5944 §3.1). */
    public static Octets datagram(Endpoint from, Endpoint to, Octets payload) {
        Octets unchecked = new UdpHeader(from.port(), to.port(), SIZE + payload.size(), 0)
                .encode()
                .plus(payload);
        int checksum = InternetChecksum.of(
                pseudoHeader(from.address(), to.address(), unchecked.size()).plus(unchecked));
        return Fields.withU16(unchecked, CHECKSUM, checksum == 0 ? 0xffff : checksum);
    }

    /** The checksum of the datagram this header was decoded from is right, or there is none (RFC 5944 §3.1). */
    public boolean checksumIsGood(Ipv4 source, Ipv4 destination, Octets datagram) {
        return checksum == 0
                || InternetChecksum.isGood(
                        pseudoHeader(source, destination, length).plus(datagram.slice(0, length)));
    }

    /** What stands between this header and its length in the datagram it was decoded from. */
    public Octets payloadOf(Octets datagram) {
        return datagram.slice(SIZE, length);
    }

    private static Octets pseudoHeader(Ipv4 source, Ipv4 destination, int length) {
        return new OctetsWriter(12)
                .ipv4(source)
                .ipv4(destination)
                .u8(0)
                .u8(Ipv4Header.UDP)
                .u16(length)
                .finished();
    }
}
