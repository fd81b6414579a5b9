package org.mobileip.scenarios.capture;

import java.nio.ByteBuffer;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.TunnelData;

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
    private static final int UDP_HEADER = 8;

    /** UDP, and MIP Tunnel Data (RFC 3519 §3.3). */
    private static final int WITHIN_UDP = 12;

    private static final int FIRST_OCTETS = FrameLayout.IPV4 + FrameLayout.IPV4_HEADER;

    private SnapLength() {}

    /** How many of the {@code length} octets of this frame to keep; in network order, from index 0. */
    public static int of(ByteBuffer frame, int length) {
        if (length <= WHOLE || frame.getShort(FrameLayout.ETHERTYPE) != FrameLayout.ETHERTYPE_IPV4) {
            return length;
        }
        int header = innerHeader(frame, length);
        if (length < header + FIRST_OCTETS) {
            return length;
        }
        int payload = header + headerLength(frame, header);
        return switch (frame.get(header + FrameLayout.PROTOCOL)) {
            case ICMP -> Math.min(length, ICMP_KEPT);
            case FrameLayout.UDP -> isControl(frame, payload) ? length : kept(header);
            default -> kept(header);
        };
    }

    /** Where the header of the datagram begins that is tunnelled; else that of the packet. */
    private static int innerHeader(ByteBuffer frame, int length) {
        int header = FrameLayout.IPV4;
        int payload = header + headerLength(frame, header);
        return switch (frame.get(header + FrameLayout.PROTOCOL)) {
            case FrameLayout.IP_IN_IP -> payload;
            case FrameLayout.UDP ->
                isControl(frame, payload)
                                && length >= payload + WITHIN_UDP
                                && frame.get(payload + UDP_HEADER) == TunnelData.TYPE
                        ? payload + WITHIN_UDP
                        : header;
            default -> header;
        };
    }

    /** As much of bulk data as elsewhere, whatever comes before it. */
    private static int kept(int header) {
        return HEADERS + Math.max(0, header - FrameLayout.IPV4 - FrameLayout.IPV4_HEADER);
    }

    private static int headerLength(ByteBuffer frame, int header) {
        return (frame.get(header) & 0xf) * 4;
    }

    private static boolean isControl(ByteBuffer frame, int udp) {
        return frame.getShort(udp) == ControlMessage.PORT || frame.getShort(udp + 2) == ControlMessage.PORT;
    }
}
