package org.mobileip.scenarios.capture;

import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;

/** What a captured frame is to somebody who watches a handover. */
public sealed interface Sighting {

    /** A Registration Request or Reply. */
    record Registration(Ipv4 from, Ipv4 to, ControlMessage message) implements Sighting {}

    /** Something to or from UDP port 434 that is no registration message. */
    record Malformed(Ipv4 from, Ipv4 to, String why) implements Sighting {}

    /** A packet in a packet (RFC 2003), be it within UDP (RFC 3519): the tunnel's ends outside, the correspondents inside. */
    record Tunnelled(Ipv4 from, Ipv4 to, Ipv4 innerFrom, Ipv4 innerTo) implements Sighting {}

    /** Any other IPv4 packet. */
    record Plain(Ipv4 from, Ipv4 to, int protocol) implements Sighting {}

    /** ARP, or a frame too short to be anything. */
    record Other() implements Sighting {}

    /** Looks at an Ethernet frame, of which perhaps only the first octets are there. Never fails. */
    static Sighting of(Octets frame) {
        if (frame.size() < FrameLayout.IPV4 + FrameLayout.IPV4_HEADER
                || frame.u16(FrameLayout.ETHERTYPE) != FrameLayout.ETHERTYPE_IPV4) {
            return new Other();
        }
        Ipv4 from = frame.ipv4(FrameLayout.IPV4 + FrameLayout.SOURCE);
        Ipv4 to = frame.ipv4(FrameLayout.IPV4 + FrameLayout.DESTINATION);
        int protocol = frame.u8(FrameLayout.IPV4 + FrameLayout.PROTOCOL);
        int payload = FrameLayout.payload(frame);
        boolean laterFragment = (frame.u16(FrameLayout.IPV4 + FrameLayout.FRAGMENT) & 0x1fff) != 0;
        if (laterFragment) {
            return new Plain(from, to, protocol);
        }
        OptionalInt inner = FrameLayout.tunnelled(frame, protocol, payload);
        if (inner.isPresent()) {
            return new Tunnelled(
                    from,
                    to,
                    frame.ipv4(inner.getAsInt() + FrameLayout.SOURCE),
                    frame.ipv4(inner.getAsInt() + FrameLayout.DESTINATION));
        }
        if (FrameLayout.isControlMessage(frame, protocol, payload)) {
            return control(from, to, FrameLayout.udpPayload(frame, payload));
        }
        return new Plain(from, to, protocol);
    }

    /** Who does not know whose it is tries RFC 7629, whose extensions are laid out as no others of their numbers are. */
    private static ControlMessage decoded(Octets payload) throws MalformedMessageException {
        try {
            return ControlMessage.decode(payload);
        } catch (MalformedMessageException otherwise) {
            if (payload.isEmpty() || payload.u8(0) != RegistrationRequest.TYPE) {
                throw otherwise;
            }
            return RegistrationRequest.decodeMultipath(payload);
        }
    }

    private static Sighting control(Ipv4 from, Ipv4 to, Octets payload) {
        try {
            return new Registration(from, to, decoded(payload));
        } catch (MalformedMessageException e) {
            return new Malformed(from, to, String.valueOf(e.getMessage()));
        }
    }
}
