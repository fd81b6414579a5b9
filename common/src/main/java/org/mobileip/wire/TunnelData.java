package org.mobileip.wire;

import org.mobileip.net.Octets;

/**
 * A MIP Tunnel Data message (RFC 3519 §3.3): what goes through a tunnel within UDP, beside the registrations on port 434. Packet
 * paths read and write it in place; this is for who makes one by itself, as the sender of a keepalive does.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |   type = 4   | next header  |        reserved = 0         |
 *  +--------------+--------------+-----------------------------+
 *  |  what is tunnelled ...                                        4
 *  +----------------
 * </pre>
 *
 * @param nextHeader what is tunnelled, as a Protocol field says it: 4, 47 or 55; others arrive from the network
 */
public record TunnelData(int nextHeader, Octets payload) {

    /** The type of the message. */
    public static final int TYPE = 4;

    /** Octets before what is tunnelled. */
    public static final int HEADER_SIZE = 4;

    /** An IPv4 datagram, whole (RFC 2003). */
    public static final int IP = 4;

    public TunnelData {
        Fields.check("next header", nextHeader, 0xff);
    }

    /**
     * Decodes the payload of a UDP datagram; the reserved field is ignored.
     *
     * @throws MalformedMessageException for what is no such message
     */
    public static TunnelData decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, HEADER_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no MIP Tunnel Data");
        }
        return new TunnelData(payload.u8(1), payload.slice(HEADER_SIZE));
    }

    /** The message as it is sent. */
    public Octets encode() {
        return new OctetsWriter(HEADER_SIZE + payload.size())
                .u8(TYPE)
                .u8(nextHeader)
                .u16(0)
                .octets(payload)
                .finished();
    }
}
