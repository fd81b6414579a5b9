package org.mobileip.mobilenode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;

/** Which replies to believe: the checks of RFC 5944 §3.6.2.1 in its order; the kernel has checked the UDP checksum. */
final class RegistrationReplies {

    /** What a datagram turned out to be. */
    sealed interface Judgement {
        /** The first check that it failed. */
        record Fault(Effect.Reason why) implements Judgement {}

        record Good(Pending asked, RegistrationReply reply) implements Judgement {}
    }

    private final Settings settings;
    private final HomeAddress home;

    RegistrationReplies(Settings settings, HomeAddress home) {
        this.settings = settings;
        this.home = home;
    }

    /**
     * Judges a datagram.
     *
     * @param payload the octets that arrived: these are authenticated, never a re-encoding
     * @param pending the most recent request to each agent
     */
    Judgement judge(Octets payload, Collection<Pending> pending) {
        RegistrationReply reply;
        try {
            reply = RegistrationReply.decode(payload);
        } catch (MalformedMessageException malformed) { // §1.8, §1.9
            return new Judgement.Fault(Effect.Reason.MALFORMED);
        }
        if (pending.isEmpty()) {
            return new Judgement.Fault(Effect.Reason.NOT_EXPECTED);
        }
        Optional<Pending> asked = pending.stream()
                .filter(each ->
                        each.identification().low() == reply.identification().low())
                .findFirst();
        if (asked.isEmpty()) {
            return new Judgement.Fault(Effect.Reason.IDENTIFICATION);
        }
        return fault(reply, payload)
                .<Judgement>map(Judgement.Fault::new)
                .orElseGet(() -> new Judgement.Good(asked.get(), reply));
    }

    private Optional<Effect.Reason> fault(RegistrationReply reply, Octets payload) {
        if (reply.code().isFromForeignAgent()) { // none was asked
            return Optional.of(Effect.Reason.NOT_FROM_HOME_AGENT);
        }
        List<AuthenticationExtension> mobileHome =
                AuthenticationExtension.allOf(reply.extensions(), AuthenticationExtension.Kind.MOBILE_HOME);
        if (mobileHome.size() != 1) { // b
            return Optional.of(Effect.Reason.AUTHENTICATION_EXTENSION);
        }
        if (!settings.security().verifies(payload, mobileHome.get(0))) { // b
            return Optional.of(Effect.Reason.AUTHENTICATOR);
        }
        return isAboutUs(reply) ? Optional.empty() : Optional.of(Effect.Reason.OTHER_HOME_ADDRESS);
    }

    /** An authentic reply about another node would be a blunder of the home agent, or a key that several nodes have. */
    private boolean isAboutUs(RegistrationReply reply) {
        boolean sameAddress = home.address()
                .map(reply.homeAddress()::equals)
                .orElse(reply.homeAddress().isUnicast() || !reply.code().isAccepted());
        return sameAddress && sameNai(reply);
    }

    /** RFC 2794 §3 has the home agent repeat the identifier; one that does not is believed, one that names another is not. */
    private boolean sameNai(RegistrationReply reply) {
        Optional<NetworkAccessIdentifier> ours = settings.home().nai().map(NetworkAccessIdentifier::canonical);
        return NetworkAccessIdentifier.in(reply.extensions())
                .map(named -> ours.equals(Optional.of(named.canonical())))
                .orElse(true);
    }
}
