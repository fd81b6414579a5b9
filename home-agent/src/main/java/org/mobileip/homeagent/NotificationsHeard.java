package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.TimestampReplayProtection;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.GenericNotification;
import org.mobileip.wire.GenericNotification.Direction;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NotificationCode;

/**
 * What nodes tell the home agent (RFC 6098 §4.7.3), for its log. Whoever cannot sign for the node gets no answer. What is newer
 * than all before is told by timestamps; after a restart nothing is taken that is older than the node's last request.
 */
final class NotificationsHeard {

    private final BindingTable bindings;
    private final NodeDirectory directory;
    private final FailureLimit limit;
    private final Map<Ipv4, Identification> newest = new HashMap<>();

    NotificationsHeard(BindingTable bindings, NodeDirectory directory, FailureLimit limit) {
        this.bindings = bindings;
        this.directory = directory;
        this.limit = limit;
    }

    List<Effect> receive(Tick now, Datagram datagram) {
        if (!limit.admits(now, datagram.from().address())) {
            return discard(datagram, DiscardReason.TOO_MANY_FAILURES);
        }
        GenericNotification message;
        try {
            message = GenericNotification.decode(datagram.payload());
        } catch (MalformedMessageException malformed) {
            return discard(datagram, DiscardReason.MALFORMED);
        }
        Optional<Binding> binding = bindings.of(message.homeAddress(), message.careOfAddress());
        if (message.direction() != Direction.NODE_TO_HOME_AGENT || binding.isEmpty()) {
            return discard(datagram, DiscardReason.UNKNOWN_NOTIFICATION);
        }
        Optional<SecurityAssociation> signedWith =
                NotificationSignature.of(directory, datagram, message.homeAddress(), message.extensions());
        return signedWith.isPresent()
                ? heard(now, datagram, message, signedWith.get())
                : forged(now, datagram, binding.get(), message);
    }

    private List<Effect> forged(Tick now, Datagram datagram, Binding binding, GenericNotification message) {
        limit.failed(now, datagram.from().address());
        List<Effect> effects = new ArrayList<>(discard(datagram, DiscardReason.UNKNOWN_NOTIFICATION));
        effects.add(new Effect.Violation(
                datagram.from(),
                Optional.of(binding.node()),
                binding.spi(),
                message.identification(),
                Effect.Violation.Reason.BAD_AUTHENTICATOR));
        return effects;
    }

    /** First the Identification, then what may not be in it. */
    private List<Effect> heard(
            Tick now, Datagram datagram, GenericNotification message, SecurityAssociation signedWith) {
        Ipv4 home = message.homeAddress();
        NodeState state = directory.at(home).orElseThrow();
        TimestampReplayProtection.Verdict verdict =
                protection(state).check(newest(state, home), message.identification(), datagram.timeOfDay());
        if (!verdict.accepted()) {
            NotificationCode code = NotificationCode.IDENTIFICATION_MISMATCH_AT_HOME_AGENT;
            return state.mayAnswerAgain(now)
                    ? List.of(
                            answer(datagram, message, code, verdict.replyIdentification(), signedWith),
                            violation(datagram, message, state, signedWith))
                    : discard(datagram, DiscardReason.TOO_MANY_REPEATS);
        }
        if (!message.hasPermittedExtensionsOnly()) {
            return discard(datagram, DiscardReason.UNKNOWN_NOTIFICATION);
        }
        if (!state.mayNotify(now)) {
            return discard(datagram, DiscardReason.TOO_MANY_REPEATS);
        }
        newest.put(home, message.identification());
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Told(state.name(), home, message.careOfAddress(), message.words()));
        if (message.wantsAcknowledgement()) {
            effects.add(answer(datagram, message, NotificationCode.ACCEPTED, message.identification(), signedWith));
        }
        return effects;
    }

    private static TimestampReplayProtection protection(NodeState state) {
        return new TimestampReplayProtection(
                state.node().replay() instanceof AuthorizedNode.Replay.Timestamps timestamps
                        ? timestamps.tolerance()
                        : TimestampReplayProtection.DEFAULT_TOLERANCE);
    }

    private Optional<Identification> newest(NodeState state, Ipv4 home) {
        return Optional.ofNullable(newest.get(home)).or(() -> state.replay().newest());
    }

    private static Effect violation(
            Datagram datagram, GenericNotification message, NodeState state, SecurityAssociation signedWith) {
        return new Effect.Violation(
                datagram.from(),
                Optional.of(state.name()),
                signedWith.spi(),
                message.identification(),
                Effect.Violation.Reason.BAD_IDENTIFICATION);
    }

    /** §4.2: back by the way it came. */
    private static Effect answer(
            Datagram datagram,
            GenericNotification message,
            NotificationCode code,
            Identification identification,
            SecurityAssociation signedWith) {
        return new Effect.Send(
                datagram.to().address(),
                datagram.from(),
                OptionalInt.empty(),
                signedWith.sign(
                        message.answer(Direction.HOME_AGENT_TO_NODE, code, identification)
                                .encode(),
                        Kind.MOBILE_HOME));
    }

    private static List<Effect> discard(Datagram datagram, DiscardReason why) {
        return List.of(new Effect.Discard(datagram, why));
    }
}
