package org.mobileip.wire;

import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * An Ethernet II frame without its check sequence.
 *
 * <pre>
 *   octet 0                      6                      12           14
 *  +----------------------------+----------------------+------------+-------------
 *  |        destination         |        source        |    type    |  payload ...
 *  +----------------------------+----------------------+------------+-------------
 * </pre>
 *
 * @param destination may be a group address
 * @param source the sender's own
 * @param type of the payload, like {@link #IPV4}
 * @param payload may be longer than what it carries: short frames arrive padded to 60 octets
 */
public record EthernetFrame(MacAddress destination, MacAddress source, int type, Octets payload) {

    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;

    /** Octets before the payload. */
    public static final int HEADER_SIZE = 14;

    public EthernetFrame {
        Fields.check("type", type, 0xffff);
    }

    /**
     * Decodes a frame as a packet socket gives it.
     *
     * @throws MalformedMessageException for fewer than 14 octets
     */
    public static EthernetFrame decode(Octets frame) throws MalformedMessageException {
        Fields.atLeast(frame, HEADER_SIZE);
        return new EthernetFrame(Fields.mac(frame, 0), Fields.mac(frame, 6), frame.u16(12), frame.slice(HEADER_SIZE));
    }

    /** The frame, not padded: the driver does that. */
    public Octets encode() {
        return new OctetsWriter(HEADER_SIZE + payload.size())
                .mac(destination)
                .mac(source)
                .u16(type)
                .octets(payload)
                .finished();
    }
}
