package org.mobileip.tunnel;

import java.util.Optional;

/** The rungs of the decapsulator's ladder that both ends share. */
final class Decapsulation {

    private static final int UDP = 17;
    private static final int IPV6 = 41;
    /** Where registrations go, and the tunnels of RFC 3519. */
    static final int REGISTRATION_PORT = 434;

    private Decapsulation() {}

    /** The outer header, as far as it concerns nobody's address. */
    static Optional<DropReason> checkOuter(PacketBuffer packet) {
        if (Sanity.check(packet).isPresent()) {
            return DropReason.OUTER_MALFORMED.verdict();
        }
        boolean isTunnels = packet.protocol() == InUdp.PROTOCOL || Wrapper.ofProtocol(packet.protocol()) != null;
        return isTunnels ? Optional.empty() : DropReason.NOT_IP_IN_IP.verdict();
    }

    /**
     * Takes the outer headers off a packet whose addresses were found good, if it is wrapped as was agreed on, and lets what
     * the ECN field of the outer one says pass to the inner one.
     */
    static Optional<DropReason> unwrap(PacketBuffer packet, Wrapper received, FlowPath path) {
        if (!path.speaks(received)) {
            return DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        Optional<DropReason> refused = received.accept(packet, path);
        if (refused.isPresent()) {
            return refused;
        }
        path.exit().heard(packet.timeToLive());
        int outerEcn = packet.typeOfService() & Ecn.MASK;
        received.unwrap(packet);
        return received == MinimalForwarding.WRAPPER ? Optional.empty() : Ecn.decapsulate(packet, outerEcn);
    }

    /**
     * Whether the inner datagram is a tunnel's packet again. One level only: what came out of a tunnel is never looked into
     * for another, neither by us nor, where the kernel knows these protocols, behind our back.
     */
    static boolean isNested(PacketBuffer inner) {
        return inner.protocol() == IPV6 || Wrapper.ofProtocol(inner.protocol()) != null;
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
