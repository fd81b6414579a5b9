package org.mobileip.mobilenode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Which replies to believe: the checks of RFC 5944 §3.6.2.1 in its order; the kernel has checked the UDP checksum. */
final class RegistrationReplies {

    /** What a datagram turned out to be. */
    sealed interface Judgement {
        /** The first check that it failed. */
        record Fault(Effect.Reason why) implements Judgement {}

        record Good(Pending asked, RegistrationReply reply) implements Judgement {}
    }

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final RequestWriter writer;

    RegistrationReplies(CurrentSettings settings, HomeAddress home, RequestWriter writer) {
        this.writer = writer;
        this.settings = settings;
        this.home = home;
    }

    /**
     * Judges a datagram. What it answers is told by the low half of its Identification alone, as §3.6.2.1 and §5.7 want it: the
     * high half is the home agent's, with nonces in every reply the next one, and with timestamps its own time of day where it
     * refuses ours. It need not be checked as well: the authenticator is over all of it, and a reply that was recorded would have
     * to answer the same 32 bits, which no two requests of a node are likely to share.
     *
     * @param payload the octets that arrived: these are authenticated, never a re-encoding
     * @param pending the most recent request to each agent
     */
    Judgement judge(Octets payload, Collection<Pending> pending) {
        RegistrationReply reply;
        try {
            reply = settings.flows().isEmpty()
                    ? RegistrationReply.decode(payload)
                    : RegistrationReply.decodeMultipath(payload);
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
        RegistrationReply meant = isCritical(reply) ? refused(reply) : reply;
        return fault(asked.get(), reply, payload)
                .<Judgement>map(Judgement.Fault::new)
                .orElseGet(() -> new Judgement.Good(asked.get(), meant));
    }

    /** Whether a vendor's extension must be understood, and is not: none is known here. */
    private static boolean isCritical(RegistrationReply reply) {
        return reply.code().isAccepted()
                && reply.extensions().stream().anyMatch(each -> each.type() == Extension.CRITICAL_VENDOR);
    }

    /** RFC 3115 §2.3: such a reply is a refusal, whatever it says. */
    private static RegistrationReply refused(RegistrationReply reply) {
        return new RegistrationReply(
                ReplyCode.UNKNOWN_VENDOR_EXTENSION_FROM_MOBILE_NODE,
                reply.lifetime(),
                reply.homeAddress(),
                reply.homeAgent(),
                reply.identification(),
                reply.extensions());
    }

    private Optional<Effect.Reason> fault(Pending asked, RegistrationReply reply, Octets payload) {
        Optional<SecurityAssociation> shared = writer.sharedWith(asked.target());
        if (shared.isPresent() && !isSignedOnce(shared.get(), reply, payload)) { // a
            return Optional.of(Effect.Reason.FOREIGN_AGENT_AUTHENTICATION);
        }
        if (reply.code().isFromForeignAgent()) {
            return faultOfForeignAgent(asked, reply);
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

    private static boolean isSignedOnce(SecurityAssociation shared, RegistrationReply reply, Octets payload) {
        List<AuthenticationExtension> mobileForeign =
                AuthenticationExtension.allOf(reply.extensions(), AuthenticationExtension.Kind.MOBILE_FOREIGN);
        return mobileForeign.size() == 1 && shared.verifies(payload, mobileForeign.get(0));
    }

    /**
     * Who is not the home agent cannot sign for it. Where no key is shared with the foreign agent anybody on the link could
     * say this: it makes the node look for another way, and never gives up one that works.
     */
    private Optional<Effect.Reason> faultOfForeignAgent(Pending asked, RegistrationReply reply) {
        if (asked.target().through().isEmpty()) { // none was asked
            return Optional.of(Effect.Reason.NOT_FROM_HOME_AGENT);
        }
        return reply.homeAddress().equals(home.inRequests())
                ? Optional.empty()
                : Optional.of(Effect.Reason.OTHER_HOME_ADDRESS);
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
