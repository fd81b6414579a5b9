package org.mobileip.scenarios.capture;

import java.nio.ByteBuffer;
import org.mobileip.wire.ControlMessage;

/**
 * How much of a frame is kept: all of whatever tells something, and of bulk data the headers with room to spare, so that a
 * download does not make the capture as large as itself.
 */
public final class SnapLength {

    /** Shorter frames are kept whole: a voice datagram in a tunnel is. */
    static final int WHOLE = 256;

    /** Ethernet, two IPv4 headers, TCP with all its options: 114; and some of what follows. */
    static final int HEADERS = 128;

    /** An ICMP error or an echo of whatever size. */
    private static final int ICMP_KEPT = 640;

    private static final int ICMP = 1;
    private static final int FIRST_OCTETS = FrameLayout.IPV4 + FrameLayout.IPV4_HEADER;

    private SnapLength() {}

    /** How many of the {@code length} octets of this frame to keep; in network order, from index 0. */
    public static int of(ByteBuffer frame, int length) {
        if (length <= WHOLE || frame.getShort(FrameLayout.ETHERTYPE) != FrameLayout.ETHERTYPE_IPV4) {
            return length;
        }
        int header = FrameLayout.IPV4;
        if (frame.get(header + FrameLayout.PROTOCOL) == FrameLayout.IP_IN_IP) {
            header += headerLength(frame, header);
        }
        if (length < header + FIRST_OCTETS) {
            return length;
        }
        int payload = header + headerLength(frame, header);
        return switch (frame.get(header + FrameLayout.PROTOCOL)) {
            case ICMP -> Math.min(length, ICMP_KEPT);
            case FrameLayout.UDP -> isControl(frame, payload) ? length : HEADERS;
            default -> HEADERS;
        };
    }

    private static int headerLength(ByteBuffer frame, int header) {
        return (frame.get(header) & 0xf) * 4;
    }

    private static boolean isControl(ByteBuffer frame, int udp) {
        return frame.getShort(udp) == ControlMessage.PORT || frame.getShort(udp + 2) == ControlMessage.PORT;
    }
}
