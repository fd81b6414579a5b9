package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRevocation;
import org.mobileip.wire.RevocationAcknowledgement;
import org.mobileip.wire.RevocationSupport;

/**
 * That the home agent ends a binding before its time (RFC 3543 §4.2.2.3). Asked for only with a care-of address of our own and
 * of the home agent itself (§4.2.1); what comes is believed only if it is signed, about this very binding, and later than all
 * that the home agent has said before. This node never revokes: it deregisters (§4.2.4).
 */
final class Revocations {

    private final Settings settings;
    private final HomeAddress home;
    private Optional<Binding> agreed = Optional.empty();
    private int newest;

    Revocations(Settings settings, HomeAddress home) {
        this.settings = settings;
        this.home = home;
    }

    /** What a request to {@code target} says about it. */
    static Optional<Extension> offer(Settings settings, Target target, Moment moment) {
        boolean isDirect = target.through().isEmpty() && target.isCoLocated() && !target.isDeregistration();
        int timestamp = Identification.ofTimestamp(moment.timeOfDay(), 0).high();
        return settings.revocable() && isDirect
                ? Optional.of(new RevocationSupport(false, timestamp).toExtension())
                : Optional.empty();
    }

    /** The home agent has accepted {@code made}. */
    void accepted(Pending asked, RegistrationReply reply, Binding made) {
        boolean hasOffered = settings.revocable() && asked.target().through().isEmpty();
        Optional<RevocationSupport> answered =
                Optional.of(covered(reply)).filter(any -> hasOffered).flatMap(RevocationSupport::in);
        agreed = answered.map(support -> made);
        answered.ifPresent(support -> newest = support.timestamp());
    }

    private static List<Extension> covered(RegistrationReply reply) {
        int until = AuthenticationExtension.allOf(reply.extensions(), Kind.MOBILE_HOME).stream()
                .mapToInt(AuthenticationExtension::offset)
                .findFirst()
                .orElse(0);
        return reply.extensions().stream()
                .filter(extension -> extension.offset() < until)
                .toList();
    }

    /**
     * A revocation that is to be believed.
     *
     * @param extensions what else it says
     */
    record Believed(Effect.Acknowledge acknowledgement, List<Extension> extensions) {}

    /** What is to be believed of a revocation; empty: nothing. */
    Optional<Believed> receive(Datagram datagram, int linkIndex) {
        RegistrationRevocation message;
        try {
            message = RegistrationRevocation.decode(datagram.payload());
        } catch (MalformedMessageException malformed) {
            return Optional.empty();
        }
        if (!isSigned(datagram.payload(), message.extensions()) || !isAboutUs(message) || !isNew(message)) {
            return Optional.empty();
        }
        newest = message.identifier();
        Octets octets =
                new RevocationAcknowledgement(false, message.homeAddress(), message.identifier(), List.of()).encode();
        Effect.Acknowledge acknowledgement = new Effect.Acknowledge(
                linkIndex,
                datagram.to().address(),
                datagram.from(),
                settings.security().sign(octets, Kind.MOBILE_HOME));
        return Optional.of(new Believed(acknowledgement, message.extensions()));
    }

    private boolean isSigned(Octets payload, List<Extension> extensions) { // §3.3
        List<AuthenticationExtension> signatures = AuthenticationExtension.allOf(extensions, Kind.MOBILE_HOME);
        return signatures.size() == 1
                && signatures.get(0).toExtension().end() == payload.size()
                && settings.security().verifies(payload, signatures.get(0));
    }

    private boolean isAboutUs(
            RegistrationRevocation message) { // A: a reflection of ours there cannot be, but of others
        return message.fromHomeAgent()
                && home.address().equals(Optional.of(message.homeAddress()))
                && agreed.filter(binding -> binding.careOf().equals(message.foreignDomain())
                                && (binding.tunnelEnd().equals(message.homeDomain())
                                        || binding.agent().equals(message.homeDomain())))
                        .isPresent();
    }

    private boolean isNew(RegistrationRevocation message) { // §3.5, §4.2.2.2
        return message.identifier() - newest > 0;
    }
}
