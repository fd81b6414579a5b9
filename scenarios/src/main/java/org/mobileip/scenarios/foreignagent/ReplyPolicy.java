package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Datagram;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Which request a reply answers, and whether it may be believed (RFC 5944 §3.7.3.1, RFC 2794 §3, RFC 4721 §3.3). */
final class ReplyPolicy {

    /** A request, or why there is none that the reply answers. */
    record Match(Optional<Pending> request, DiscardReason otherwise) {}

    private final ForeignAgentSettings settings;
    private final VisitorList visitors;

    ReplyPolicy(ForeignAgentSettings settings, VisitorList visitors) {
        this.settings = settings;
        this.visitors = visitors;
    }

    /**
     * The request with the reply's home address, or with none, and the low-order half of its Identification. Where more than
     * one has them, the NAI decides.
     */
    Match match(Datagram arrived, RegistrationReply reply) {
        List<Pending> ofHome = visitors.allPending().stream()
                .filter(pending -> pending.isOf(reply.homeAddress()))
                .toList();
        List<Pending> identified = ofHome.stream()
                .filter(pending ->
                        pending.identification().low() == reply.identification().low())
                .toList();
        Optional<Pending> request =
                identified.size() <= 1 ? identified.stream().findFirst() : byName(identified, reply);
        if (request.isEmpty()) {
            return new Match(
                    request, ofHome.isEmpty() ? DiscardReason.NOT_PENDING : DiscardReason.OTHER_IDENTIFICATION);
        }
        // A broadcast to find a home agent is answered by one, which says with 136 who it is (§3.8.2.1).
        boolean isFromThere = arrived.from().address().equals(request.get().homeAgent())
                || reply.code().equals(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
        return new Match(request.filter(known -> isFromThere), DiscardReason.NOT_FROM_HOME_AGENT);
    }

    private static Optional<Pending> byName(List<Pending> among, RegistrationReply reply) {
        Optional<NetworkAccessIdentifier> name = nameIn(reply);
        return among.stream()
                .filter(pending -> pending.node().identifier().equals(name))
                .findFirst();
    }

    private static Optional<NetworkAccessIdentifier> nameIn(RegistrationReply reply) {
        return NetworkAccessIdentifier.in(reply.extensions()).map(NetworkAccessIdentifier::canonical);
    }

    /** Why we do not honour the reply, in the words of RFC 4636: the code of its FA Error extension; empty: we do. */
    Optional<ReplyCode> reasonAgainst(Datagram arrived, RegistrationReply reply, Pending request) {
        if (!request.requested().isZero() && !isSignedByHomeAgent(arrived, reply, request)) {
            return Optional.of(ReplyCode.HOME_AGENT_FAILED_AUTHENTICATION);
        }
        if (VendorExtensions.areForUs(reply.extensions())) { // RFC 3115 §2.3
            return Optional.of(ReplyCode.FOREIGN_AGENT_UNKNOWN_VENDOR_EXTENSION_FROM_HOME_AGENT);
        }
        boolean named = request.node().identifier().isPresent();
        if (named && nameIn(reply).isEmpty()) { // RFC 2794 §3
            return Optional.of(ReplyCode.MISSING_NAI);
        }
        if (named && reply.homeAgent().isUnspecified()) {
            return Optional.of(ReplyCode.MISSING_HOME_AGENT);
        }
        if (named && reply.homeAddress().isUnspecified()) {
            return Optional.of(ReplyCode.MISSING_HOME_ADDRESS);
        }
        boolean otherChallenge = challengeIn(reply)
                .filter(returned -> !request.challenge().equals(Optional.of(returned)))
                .isPresent();
        return otherChallenge ? Optional.of(ReplyCode.HOME_AGENT_WRONG_CHALLENGE) : Optional.empty();
    }

    private static Optional<Octets> challengeIn(RegistrationReply reply) {
        return reply.extensions().stream()
                .filter(extension -> extension.type() == Extension.CHALLENGE)
                .map(Extension::data)
                .findFirst();
    }

    /** Exactly one authenticator, and right, where we share an association with the home agent (§3.7.3.1). */
    private boolean isSignedByHomeAgent(Datagram arrived, RegistrationReply reply, Pending request) {
        Optional<SecurityAssociations> shared = settings.peers().homeAgent(request.homeAgent());
        if (shared.isEmpty() || !settings.offers(request.careOf())) {
            return true; // Not owed for a care-of address that is not ours (§3.5.4).
        }
        List<AuthenticationExtension> authenticators =
                AuthenticationExtension.allOf(reply.extensions(), Kind.FOREIGN_HOME);
        return authenticators.size() == 1
                && shared.get()
                        .find(authenticators.get(0).spi(), arrived.timeOfDay())
                        .filter(association -> association.verifies(arrived.payload(), authenticators.get(0)))
                        .isPresent();
    }
}
