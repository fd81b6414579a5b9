package org.mobileip.scenarios.capture;

import java.util.OptionalInt;
import org.mobileip.net.Octets;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.TunnelData;

/**
 * Where things are in an Ethernet frame with IPv4 in it. Frames of a capture may be cut short and their checksums may be
 * unfinished, so this only looks: it judges nothing.
 */
final class FrameLayout {

    static final int ETHERTYPE = 12;
    static final int ETHERTYPE_IPV4 = 0x0800;

    /** Where the IPv4 header begins. */
    static final int IPV4 = 14;

    static final int IPV4_HEADER = 20;

    // Places within an IPv4 header (RFC 791 §3.1).
    static final int FRAGMENT = 6;
    static final int PROTOCOL = 9;
    static final int SOURCE = 12;
    static final int DESTINATION = 16;

    static final int IP_IN_IP = 4;
    static final int UDP = 17;

    private static final int UDP_HEADER = 8;

    /** UDP and MIP Tunnel Data (RFC 3519 §3.3) before a datagram that is tunnelled within UDP. */
    private static final int TUNNEL_DATA = 12;

    private FrameLayout() {}

    /** Where the payload of the IPv4 packet begins. */
    static int payload(Octets frame) {
        return IPV4 + (frame.u8(IPV4) & 0xf) * 4;
    }

    /** Whether this is UDP to or from the port of Mobile IP. */
    static boolean isControlMessage(Octets frame, int protocol, int payload) {
        return protocol == UDP
                && frame.size() >= payload + UDP_HEADER
                && (frame.u16(payload) == ControlMessage.PORT || frame.u16(payload + 2) == ControlMessage.PORT);
    }

    /**
     * Where the datagram begins that this packet tunnels by IP in IP, be it within UDP; {@code protocol} is that of the packet,
     * {@code payload} where its own begins. Empty: it tunnels none, or it is cut off.
     */
    static OptionalInt tunnelled(Octets frame, int protocol, int payload) {
        if (protocol == IP_IN_IP && frame.size() >= payload + IPV4_HEADER) {
            return OptionalInt.of(payload);
        }
        boolean isTunnelData = isControlMessage(frame, protocol, payload)
                && frame.size() >= payload + TUNNEL_DATA + IPV4_HEADER
                && frame.u8(payload + UDP_HEADER) == TunnelData.TYPE
                && frame.u8(payload + UDP_HEADER + 1) == IP_IN_IP;
        return isTunnelData ? OptionalInt.of(payload + TUNNEL_DATA) : OptionalInt.empty();
    }

    /** What the UDP header says is its payload, as far as it is in the frame: Ethernet pads short frames. */
    static Octets udpPayload(Octets frame, int header) {
        int end = Math.min(frame.size(), header + Math.max(UDP_HEADER, frame.u16(header + 4)));
        return frame.slice(header + UDP_HEADER, end);
    }
}
