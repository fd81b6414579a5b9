package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.UdpTunnelReply;

/**
 * The home agent tunnels within UDP.
 *
 * @param keepalive how long nothing may be sent, at least {@link #SHORTEST}
 * @param isThroughAgent it was asked through a foreign agent, and waits for a keepalive to learn the node's port (§4.4)
 */
record UdpAgreement(Duration keepalive, boolean isThroughAgent) {

    /** Where the home agent leaves it to us (RFC 3519 §4.9). */
    static final Duration USUAL = Duration.ofSeconds(110);

    /** No less, whoever says so (§4.10). */
    static final Duration SHORTEST = Duration.ofSeconds(10);

    /**
     * What the reply to {@code asked} says. Without the extension the home agent does not know of this, and it is not done
     * (§4.4); what stands behind the home agent's authenticator was said by somebody else.
     */
    static Optional<UdpAgreement> of(Pending asked, RegistrationReply reply) {
        if (!asked.isUdpWished()) {
            return Optional.empty();
        }
        int signedUntil =
                AuthenticationExtension.allOf(reply.extensions(), AuthenticationExtension.Kind.MOBILE_HOME).stream()
                        .mapToInt(AuthenticationExtension::offset)
                        .max()
                        .orElse(0);
        return UdpTunnelReply.in(reply.extensions().stream()
                        .filter(extension -> extension.offset() < signedUntil)
                        .toList())
                .filter(UdpTunnelReply::isAssent)
                .map(said -> new UdpAgreement(
                        interval(said.keepalive()), asked.target().through().isPresent()));
    }

    private static Duration interval(int seconds) {
        Duration said = seconds == 0 ? USUAL : Duration.ofSeconds(seconds);
        return said.compareTo(SHORTEST) < 0 ? SHORTEST : said;
    }

    HomeTunnel.Way way() {
        return isThroughAgent ? HomeTunnel.Way.UDP_AS_THROUGH_AGENT : HomeTunnel.Way.UDP;
    }
}
