package org.mobileip.wire;

import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * An IPv4 header (RFC 791 §3.1). For reading and making single packets: the packet path of the tunnels has its own view.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +-------+------+--------------+-----------------------------+
 *  |   4   | size | type of serv.|        total length         |
 *  +-------+------+--------------+-----------------------------+
 *  |        identification       | 0 DF MF |  fragment offset  |  4
 *  +--------------+--------------+-----------------------------+
 *  | time to live |   protocol   |       header checksum       |  8
 *  +--------------+--------------+-----------------------------+
 *  |                      source address                       | 12
 *  +-----------------------------------------------------------+
 *  |                    destination address                    | 16
 *  +-----------------------------------------------------------+
 *  |  options, a multiple of four octets, up to 40               20
 *  +----------------
 * </pre>
 *
 * @param typeOfService 0 to 255
 * @param totalLength of header and payload in octets
 * @param identification of a datagram's fragments, 0 to 65535
 * @param dontFragment DF
 * @param moreFragments MF
 * @param fragmentOffset in units of eight octets, 0 to 8191
 * @param timeToLive 0 to 255
 * @param protocol of the payload, like {@link #UDP}
 * @param source where it comes from
 * @param destination where it goes
 * @param options as they stand, not looked into
 */
public record Ipv4Header(
        int typeOfService,
        int totalLength,
        int identification,
        boolean dontFragment,
        boolean moreFragments,
        int fragmentOffset,
        int timeToLive,
        int protocol,
        Ipv4 source,
        Ipv4 destination,
        Octets options) {

    /** Octets of a header without options. */
    public static final int LEAST_SIZE = 20;

    public static final int ICMP = 1;
    /** IPv4 in IPv4 (RFC 2003). */
    public static final int IP_IN_IP = 4;

    public static final int TCP = 6;
    public static final int UDP = 17;

    private static final int CHECKSUM = 10;
    private static final int USUAL_TIME_TO_LIVE = 64;
    private static final int DF = 0x4000;
    private static final int MF = 0x2000;

    public Ipv4Header {
        Fields.check("type of service", typeOfService, 0xff);
        Fields.check("total length", totalLength, 0xffff);
        Fields.check("identification", identification, 0xffff);
        Fields.check("fragment offset", fragmentOffset, 0x1fff);
        Fields.check("time to live", timeToLive, 0xff);
        Fields.check("protocol", protocol, 0xff);
        if (options.size() > 40 || options.size() % 4 != 0) {
            throw new IllegalArgumentException(options.size() + " octets of options");
        }
        if (totalLength < LEAST_SIZE + options.size()) {
            throw new IllegalArgumentException("total length " + totalLength + " does not cover the header");
        }
    }

    /** A header as hosts usually make them: DF set and identification 0 (RFC 6864), TTL 64, no options. */
    public static Ipv4Header of(int protocol, Ipv4 source, Ipv4 destination, int payloadSize) {
        return new Ipv4Header(
                0,
                LEAST_SIZE + payloadSize,
                0,
                true,
                false,
                0,
                USUAL_TIME_TO_LIVE,
                protocol,
                source,
                destination,
                Octets.EMPTY);
    }

    /**
     * Decodes the header at the beginning of {@code packet}, which may go on behind the total length, as frames do that
     * were padded.
     *
     * @throws MalformedMessageException for another version, a wrong checksum, or lengths that contradict each other
     */
    public static Ipv4Header decode(Octets packet) throws MalformedMessageException {
        Fields.atLeast(packet, LEAST_SIZE);
        int size = (packet.u8(0) & 0xf) * 4;
        if (packet.u8(0) >>> 4 != 4 || size < LEAST_SIZE) {
            throw new MalformedMessageException("octet 0 is %02x, no IPv4 header".formatted(packet.u8(0)));
        }
        Fields.atLeast(packet, size);
        if (!InternetChecksum.isGood(packet.slice(0, size))) {
            throw new MalformedMessageException("the IPv4 header checksum is wrong");
        }
        int totalLength = packet.u16(2);
        if (totalLength < size) {
            throw new MalformedMessageException("total length " + totalLength + " does not cover the header");
        }
        Fields.atLeast(packet, totalLength);
        return new Ipv4Header(
                packet.u8(1),
                totalLength,
                packet.u16(4),
                (packet.u16(6) & DF) != 0,
                (packet.u16(6) & MF) != 0,
                packet.u16(6) & 0x1fff,
                packet.u8(8),
                packet.u8(9),
                packet.ipv4(12),
                packet.ipv4(16),
                packet.slice(LEAST_SIZE, size));
    }

    /** The header with its checksum. */
    public Octets encode() {
        Octets unchecked = new OctetsWriter(size())
                .u8(0x40 | size() / 4)
                .u8(typeOfService)
                .u16(totalLength)
                .u16(identification)
                .u16((dontFragment ? DF : 0) | (moreFragments ? MF : 0) | fragmentOffset)
                .u8(timeToLive)
                .u8(protocol)
                .u16(0)
                .ipv4(source)
                .ipv4(destination)
                .octets(options)
                .finished();
        return Fields.withU16(unchecked, CHECKSUM, InternetChecksum.of(unchecked));
    }

    /** The same header with another time to live. */
    public Ipv4Header withTimeToLive(int other) {
        return new Ipv4Header(
                typeOfService,
                totalLength,
                identification,
                dontFragment,
                moreFragments,
                fragmentOffset,
                other,
                protocol,
                source,
                destination,
                options);
    }

    /** The octets of the header, options included: 20 to 60. */
    public int size() {
        return LEAST_SIZE + options.size();
    }

    /** One of several fragments, the first included. */
    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    /** What stands between this header and the total length in the packet it was decoded from. */
    public Octets payloadOf(Octets packet) {
        return packet.slice(size(), totalLength);
    }
}
