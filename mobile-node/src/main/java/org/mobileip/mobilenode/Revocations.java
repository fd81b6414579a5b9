package org.mobileip.mobilenode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
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
 * of the home agent itself (§4.2.1); what comes is believed only if it is signed, about this very binding or one that is kept
 * beside it ({@link Overlap}, {@link UplinkList}), and later than all that the home agent has said of that before. This node never revokes: it deregisters (§4.2.4).
 */
final class Revocations {

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final UplinkList uplinks;
    private final Map<Ipv4, Agreed> agreedByCareOf = new HashMap<>();

    /** A binding, and the newest timestamp that the home agent has signed about it. */
    private record Agreed(Binding binding, int newest) {
        boolean isOf(Ipv4 homeAgent) {
            return binding.tunnelEnd().equals(homeAgent) || binding.agent().equals(homeAgent);
        }
    }

    Revocations(CurrentSettings settings, HomeAddress home, UplinkList uplinks) {
        this.settings = settings;
        this.home = home;
        this.uplinks = uplinks;
    }

    /** What a request to {@code target} says about it. */
    static Optional<Extension> offer(CurrentSettings settings, Target target, Moment moment) {
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
        if (!made.isBesideOthers()) { // then those alone stay that are for flows of their own (RFC 7629)
            agreedByCareOf
                    .keySet()
                    .retainAll(uplinks.promised().stream().map(Binding::careOf).toList());
        }
        agreedByCareOf.remove(made.careOf());
        answered.ifPresent(support -> agreedByCareOf.put(made.careOf(), new Agreed(made, support.timestamp())));
    }

    /** What the home agent has signed. */
    static List<Extension> covered(RegistrationReply reply) {
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
     * @param careOf of the binding that has ended
     * @param extensions what else it says
     */
    record Believed(Ipv4 careOf, Effect.Acknowledge acknowledgement, List<Extension> extensions) {}

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
        Ipv4 careOf = message.foreignDomain();
        agreedByCareOf.computeIfPresent(careOf, (same, agreed) -> new Agreed(agreed.binding(), message.identifier()));
        Octets octets =
                new RevocationAcknowledgement(false, message.homeAddress(), message.identifier(), List.of()).encode();
        Effect.Acknowledge acknowledgement = new Effect.Acknowledge(
                linkIndex,
                datagram.to().address(),
                datagram.from(),
                settings.security().sign(octets, Kind.MOBILE_HOME));
        return Optional.of(new Believed(careOf, acknowledgement, message.extensions()));
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
                && agreed(message)
                        .filter(agreed -> agreed.isOf(message.homeDomain()))
                        .isPresent();
    }

    private boolean isNew(RegistrationRevocation message) { // §3.5, §4.2.2.2
        return agreed(message)
                .filter(agreed -> message.identifier() - agreed.newest() > 0)
                .isPresent();
    }

    private Optional<Agreed> agreed(RegistrationRevocation message) {
        return Optional.ofNullable(agreedByCareOf.get(message.foreignDomain()));
    }
}
