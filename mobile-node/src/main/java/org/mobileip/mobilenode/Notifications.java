package org.mobileip.mobilenode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.TimestampReplayProtection;
import org.mobileip.net.Datagram;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.GenericNotification;
import org.mobileip.wire.GenericNotification.Direction;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NotificationCode;

/**
 * What the home agent tells the person behind this node (RFC 6098 §4.5.1): signed by it, about the binding there is, and later
 * than all before and than the first binding of this process, so that nothing is taken twice, whatever was there before a restart.
 */
final class Notifications {

    private static final TimestampReplayProtection PROTECTION =
            new TimestampReplayProtection(TimestampReplayProtection.DEFAULT_TOLERANCE);

    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(1);

    /** So many at once: whoever replays what was overheard names whom they go to. */
    private static final int REFUSALS_AT_ONCE = 5;

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final Identifications identifications;
    private Optional<Identification> newest = Optional.empty();
    private Optional<Tick> refusedUntil = Optional.empty();

    Notifications(CurrentSettings settings, HomeAddress home, Identifications identifications) {
        this.settings = settings;
        this.home = home;
        this.identifications = identifications;
    }

    /** A home agent has accepted, at that time: what it says from now on is new. */
    void accepted(Moment moment) {
        if (newest.isEmpty()) {
            newest = Optional.of(Identification.ofTimestamp(identifications.timeOfDay(moment), 0));
        }
    }

    /** What follows from a datagram of type 22 that came by {@code linkIndex}; {@code bindings} are what has been promised. */
    Answer receive(Tick now, Moment moment, Datagram datagram, List<Binding> bindings, int linkIndex) {
        GenericNotification message;
        try {
            message = GenericNotification.decode(datagram.payload());
        } catch (MalformedMessageException malformed) {
            return new Answer.Discarded(Effect.Reason.NOTIFICATION);
        }
        if (bindings.stream().noneMatch(made -> isAbout(made, message))
                || !isSigned(datagram.payload(), message.extensions())) {
            return new Answer.Discarded(Effect.Reason.NOTIFICATION);
        }
        Instant timeOfDay = identifications.timeOfDay(moment);
        TimestampReplayProtection.Verdict verdict = PROTECTION.check(newest, message.identification(), timeOfDay);
        if (!verdict.accepted() && !mayRefuse(now)) {
            return new Answer.Discarded(Effect.Reason.NOTIFICATION);
        }
        if (!verdict.accepted()) { // §4.5.1: rejected, and the home agent told how it would be new
            NotificationCode code = NotificationCode.IDENTIFICATION_MISMATCH_AT_NODE;
            return new Answer.DealtWith(List.of(
                    new Effect.Discard(datagram.from(), Effect.Reason.NOTIFICATION),
                    answer(datagram, message, code, verdict.replyIdentification(), linkIndex)));
        }
        if (!message.hasPermittedExtensionsOnly()) {
            return new Answer.Discarded(Effect.Reason.NOTIFICATION);
        }
        newest = Optional.of(message.identification());
        return new Answer.DealtWith(told(datagram, message, linkIndex));
    }

    private boolean mayRefuse(Tick now) {
        Tick from = refusedUntil.filter(until -> !until.hasCome(now)).orElse(now);
        boolean may = from.since(now).compareTo(BETWEEN_REFUSALS.multipliedBy(REFUSALS_AT_ONCE - 1)) <= 0;
        if (may) {
            refusedUntil = Optional.of(from.plus(BETWEEN_REFUSALS));
        }
        return may;
    }

    private List<Effect> told(Datagram datagram, GenericNotification message, int linkIndex) {
        List<Effect> effects = new ArrayList<>();
        message.words()
                .ifPresent(words -> effects.add(new Effect.Tell(new Notice.Notification(words, message.homeAgent()))));
        if (message.wantsAcknowledgement()) {
            effects.add(answer(datagram, message, NotificationCode.ACCEPTED, message.identification(), linkIndex));
        }
        return effects;
    }

    /** Exactly one Mobile-Home authenticator, at the end. */
    private boolean isSigned(Octets payload, List<Extension> extensions) {
        List<AuthenticationExtension> signatures = AuthenticationExtension.allOf(extensions, Kind.MOBILE_HOME);
        return signatures.size() == 1
                && signatures.get(0).toExtension().end() == payload.size()
                && settings.security().verifies(payload, signatures.get(0));
    }

    private boolean isAbout(Binding made, GenericNotification message) {
        return message.direction() == Direction.HOME_AGENT_TO_NODE
                && home.address().equals(Optional.of(message.homeAddress()))
                && made.tunnelEnd().equals(message.homeAgent())
                && made.careOf().equals(message.careOfAddress());
    }

    /** §4.2: back by the way it came. */
    private Effect answer(
            Datagram datagram,
            GenericNotification message,
            NotificationCode code,
            Identification identification,
            int linkIndex) {
        Octets octets = message.answer(Direction.NODE_TO_HOME_AGENT, code, identification)
                .encode();
        return new Effect.AnswerNotification(
                linkIndex,
                datagram.to().address(),
                datagram.from(),
                settings.security().sign(octets, Kind.MOBILE_HOME));
    }
}
