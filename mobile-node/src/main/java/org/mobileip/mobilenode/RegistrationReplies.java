package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;

/** Which replies to believe (RFC 5944 §3.6.2.1). */
final class RegistrationReplies {

    private RegistrationReplies() {}

    static Optional<RegistrationReply> decode(Octets payload) {
        try {
            return Optional.of(RegistrationReply.decode(payload));
        } catch (MalformedMessageException discarded) {
            return Optional.empty();
        }
    }

    /**
     * The first check that a reply fails, in the order of §3.6.2.1; the kernel has checked the UDP checksum.
     *
     * @param payload the octets that arrived: these are authenticated, never a re-encoding
     * @param sent the Identification of the request sent last
     */
    static Optional<Effect.Reason> fault(
            RegistrationReply reply, Octets payload, Identification sent, Settings settings) {
        if (reply.identification().low() != sent.low()) {
            return Optional.of(Effect.Reason.IDENTIFICATION);
        }
        if (reply.code().isFromForeignAgent()) {
            return Optional.of(Effect.Reason.NOT_FROM_HOME_AGENT);
        }
        List<AuthenticationExtension> mobileHome =
                AuthenticationExtension.allOf(reply.extensions(), AuthenticationExtension.Kind.MOBILE_HOME);
        if (mobileHome.size() != 1) {
            return Optional.of(Effect.Reason.AUTHENTICATION_EXTENSION);
        }
        if (!settings.security().verifies(payload, mobileHome.get(0))) {
            return Optional.of(Effect.Reason.AUTHENTICATOR);
        }
        if (!reply.homeAddress().equals(settings.home().address())) {
            return Optional.of(Effect.Reason.OTHER_HOME_ADDRESS);
        }
        return Optional.empty();
    }
}
