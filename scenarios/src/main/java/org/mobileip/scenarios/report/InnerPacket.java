package org.mobileip.scenarios.report;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.TunnelData;

/**
 * The innermost IPv4 packet of a captured frame, as far as the frame was kept. This only looks: it judges nothing.
 *
 * @param tunnelled whether it is in another packet
 * @param payload where what it carries begins, counted from the frame's first octet
 * @param length of what it carries, as its header says, in octets
 */
record InnerPacket(boolean tunnelled, Ipv4 source, Ipv4 destination, int protocol, int payload, int length) {

    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;

    private static final int IP_IN_IP = 4;
    private static final int GRE = 47;
    private static final int WITHIN_UDP = 12;
    private static final int ETHERNET = 14;
    private static final int IPV4_HEADER = 20;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int MOST_HEADERS = 4;

    static Optional<InnerPacket> of(Octets frame) {
        if (frame.size() < ETHERNET + IPV4_HEADER || frame.u16(ETHERNET - 2) != ETHERTYPE_IPV4) {
            return Optional.empty();
        }
        int at = ETHERNET;
        for (int depth = 0; depth < MOST_HEADERS; depth++) {
            int header = (frame.u8(at) & 0xf) * 4;
            int protocol = frame.u8(at + 9);
            int payload = at + header;
            boolean laterFragment = (frame.u16(at + 6) & 0x1fff) != 0;
            int inner = inner(frame, protocol, payload);
            boolean goesOn = inner >= 0 && !laterFragment && frame.size() >= inner + IPV4_HEADER;
            if (!goesOn) {
                int length = laterFragment ? 0 : Math.max(0, frame.u16(at + 2) - header);
                return Optional.of(new InnerPacket(
                        depth > 0, frame.ipv4(at + 12), frame.ipv4(at + 16), protocol, payload, length));
            }
            at = inner;
        }
        return Optional.empty();
    }

    /** Where what is tunnelled begins; -1: nothing is. */
    private static int inner(Octets frame, int protocol, int payload) {
        return switch (protocol) {
            case IP_IN_IP -> payload;
            case GRE -> payload + greHeader(frame, payload);
            case UDP -> isTunnelData(frame, payload) ? inner(frame, frame.u8(payload + 9), payload + WITHIN_UDP) : -1;
            default -> -1;
        };
    }

    /** RFC 3519 §3.3. */
    private static boolean isTunnelData(Octets frame, int at) {
        return frame.size() >= at + WITHIN_UDP
                && (frame.u16(at) == ControlMessage.PORT || frame.u16(at + 2) == ControlMessage.PORT)
                && frame.u8(at + 8) == TunnelData.TYPE;
    }

    /** RFC 2784 §2, RFC 2890 §2: four octets for each of checksum, key and sequence number that is there. */
    private static int greHeader(Octets frame, int at) {
        if (frame.size() < at + 4) {
            return 4;
        }
        return 4 + 4 * Integer.bitCount(frame.u8(at) & 0xb0);
    }
}
