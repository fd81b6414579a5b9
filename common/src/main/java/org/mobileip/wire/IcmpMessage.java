package org.mobileip.wire;

import org.mobileip.net.Octets;

/**
 * An ICMP message (RFC 792).
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |     type     |     code     |          checksum           |
 *  +--------------+--------------+-----------------------------+
 *  |  body: four octets of the type's own, then what it carries  4
 *  +----------------
 * </pre>
 *
 * @param type 0 to 255
 * @param code 0 to 255
 * @param body everything behind the checksum, at least four octets
 */
public record IcmpMessage(int type, int code, Octets body) {

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int ECHO_REQUEST = 8;
    /** RFC 1256; with an extension of type 16 an {@link AgentAdvertisement}. */
    public static final int ROUTER_ADVERTISEMENT = 9;
    /** RFC 1256; the same as an {@link AgentSolicitation}. */
    public static final int ROUTER_SOLICITATION = 10;

    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Octets before the body. */
    static final int HEADER_SIZE = 4;

    private static final int CHECKSUM = 2;

    public IcmpMessage {
        Fields.check("type", type, 0xff);
        Fields.check("code", code, 0xff);
        if (body.size() < 4) {
            throw new IllegalArgumentException("a body of " + body.size() + " octets");
        }
    }

    /**
     * Decodes the payload of an IPv4 packet of protocol 1.
     *
     * @throws MalformedMessageException for fewer than eight octets or a wrong checksum
     */
    public static IcmpMessage decode(Octets message) throws MalformedMessageException {
        Fields.atLeast(message, HEADER_SIZE + 4);
        if (!InternetChecksum.isGood(message)) {
            throw new MalformedMessageException("the ICMP checksum is wrong");
        }
        return new IcmpMessage(message.u8(0), message.u8(1), message.slice(HEADER_SIZE));
    }

    /** The message with its checksum. */
    public Octets encode() {
        Octets unchecked = new OctetsWriter(HEADER_SIZE + body.size())
                .u8(type)
                .u8(code)
                .u16(0)
                .octets(body)
                .finished();
        return Fields.withU16(unchecked, CHECKSUM, InternetChecksum.of(unchecked));
    }
}
