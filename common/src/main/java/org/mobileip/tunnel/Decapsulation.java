package org.mobileip.tunnel;

import java.util.Optional;

/** The rungs of the decapsulator's ladder that both ends share. */
final class Decapsulation {

    private static final int UDP = 17;
    private static final int REGISTRATION_PORT = 434;

    private Decapsulation() {}

    /** The outer header, as far as it concerns nobody's address. */
    static Optional<DropReason> checkOuter(PacketBuffer packet) {
        if (Sanity.check(packet).isPresent()) {
            return DropReason.OUTER_MALFORMED.verdict();
        }
        if (packet.protocol() != IpInIp.PROTOCOL) {
            return DropReason.NOT_IP_IN_IP.verdict();
        }
        return packet.isFragment() ? DropReason.OUTER_FRAGMENT.verdict() : Optional.empty();
    }

    /**
     * Whether the inner datagram is a tunnel's packet again. One level only: what came out of a tunnel is never looked into
     * for another, neither by us nor, where the kernel knows these protocols, behind our back.
     */
    static boolean isNested(PacketBuffer inner) {
        return switch (inner.protocol()) {
            case IpInIp.PROTOCOL, 41 /* IPv6 */, 47 /* GRE */, 55 /* minimal encapsulation, RFC 2004 */ -> true;
            default -> false;
        };
    }

    /** Whether the inner datagram goes to UDP port 434, as registrations and RFC 3519's tunnels do. */
    static boolean isForRegistrationPort(PacketBuffer inner) {
        int headerLength = inner.headerLength();
        return inner.protocol() == UDP
                && inner.hasPayloadHeader()
                && inner.length() >= headerLength + 4
                && inner.u16(headerLength + 2) == REGISTRATION_PORT;
    }
}
