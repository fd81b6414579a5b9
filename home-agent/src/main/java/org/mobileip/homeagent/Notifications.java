package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.GenericNotification;
import org.mobileip.wire.GenericNotification.Direction;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NotificationAcknowledgement;
import org.mobileip.wire.NotificationCode;

/**
 * Words for the person behind a node that is away (RFC 6098), one after the other: each is sent where the node registered from
 * last, and again, ever more rarely, until it is acknowledged, there is no binding any more, or it was sent often enough. Each
 * message is at least a second after the one before, and carries a timestamp that is greater (§4.3, §7.1.1), whatever requests
 * are protected by. To foreign agents none is sent: they would have to relay it (§4.6).
 */
final class Notifications {

    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1);

    /** Doubled each time, the pauses between these and behind them make a minute. */
    private static final int MOST_MESSAGES = 6;

    /**
     * One that has not been acknowledged.
     *
     * @param clock what the receiver's clock shows at {@code at}, as far as is known
     * @param sent so many messages
     * @param last the Identification of the last one
     */
    private record Pending(
            String node, MessageString words, Instant clock, Tick at, int sent, Optional<Identification> last) {

        Instant clock(Tick now) {
            return clock.plus(now.since(at));
        }

        Pending sent(Identification identification) {
            return new Pending(node, words, clock, at, sent + 1, Optional.of(identification));
        }

        Pending byClock(Instant theirs, Tick now) {
            return new Pending(node, words, theirs, now, sent, last);
        }

        Duration untilNext() {
            return BETWEEN_MESSAGES.multipliedBy(1L << (sent - 1));
        }
    }

    /** What was sent to a home address last: what follows is later, and greater, unless the node has refused it. */
    private record Sent(Tick at, Optional<Identification> identification) {}

    private final HomeAgentSettings settings;
    private final BindingTable bindings;
    private final NodeDirectory directory;
    private final Map<Ipv4, Pending> pending = new HashMap<>();
    private final Map<Ipv4, Sent> sent = new HashMap<>();
    private final Deadlines<Ipv4> sending = new Deadlines<>();

    Notifications(HomeAgentSettings settings, BindingTable bindings, NodeDirectory directory) {
        this.settings = settings;
        this.bindings = bindings;
        this.directory = directory;
    }

    Tick nextDeadline() {
        return sending.next();
    }

    /** Why the node with that home address cannot be told anything now; empty: it can. */
    Optional<String> whyNot(Ipv4 home) {
        if (bindings.of(home).isEmpty()) {
            return Optional.of("has no binding");
        }
        if (reachable(home).isEmpty()) {
            return Optional.of("is behind a foreign agent, which is told nothing for it");
        }
        return pending.containsKey(home)
                ? Optional.of("has not acknowledged what it was told before")
                : Optional.empty();
    }

    /** Sends the words to the node with that home address, as soon as what was sent to it last is a second old. */
    List<Effect> tell(Tick now, Event.Tell tell) {
        if (whyNot(tell.home()).isPresent()) {
            return List.of();
        }
        String node = bindings.of(tell.home()).get(0).node();
        pending.put(tell.home(), new Pending(node, tell.words(), tell.timeOfDay(), now, 0, Optional.empty()));
        Sent before = sent.get(tell.home());
        Tick soonest = before == null ? now : before.at().plus(BETWEEN_MESSAGES);
        sending.set(tell.home(), soonest.hasCome(now) ? now : soonest);
        return due(now);
    }

    /** The binding that a message reaches the node by: of several the newest. */
    private Optional<Binding> reachable(Ipv4 home) {
        return bindings.of(home).stream()
                .filter(Binding::isDirect)
                .filter(each -> each.nat().isPresent()
                        || each.registeredFrom().address().equals(each.careOf()))
                .max(Comparator.comparing(Binding::since));
    }

    /** What is to be said now. */
    List<Effect> due(Tick now) {
        List<Effect> effects = new ArrayList<>();
        for (Ipv4 home : sending.takeDue(now)) {
            Pending due = Optional.ofNullable(pending.get(home)).orElseThrow();
            Optional<Binding> binding = reachable(home);
            if (binding.isEmpty() || due.sent() == MOST_MESSAGES) {
                pending.remove(home);
                effects.add(new Effect.Notified(due.node(), home, Optional.empty()));
            } else {
                effects.addAll(send(now, due, binding.get()));
            }
        }
        return effects;
    }

    private List<Effect> send(Tick now, Pending due, Binding binding) {
        Ipv4 home = binding.home();
        Optional<SecurityAssociation> association =
                directory.at(home).flatMap(state -> state.node().associations().find(binding.spi(), due.clock(now)));
        if (association.isEmpty()) { // Its time is over: nothing can be said that the node would believe.
            pending.remove(home);
            return List.of(new Effect.Notified(due.node(), home, Optional.empty()));
        }
        Identification identification = identification(now, due, home);
        Pending next = due.sent(identification);
        pending.put(home, next);
        sent.put(home, new Sent(now, Optional.of(identification)));
        sending.set(home, now.plus(next.untilNext()));
        GenericNotification message = new GenericNotification(
                Direction.HOME_AGENT_TO_NODE,
                true,
                home,
                settings.address(),
                binding.careOf(),
                identification,
                List.of(due.words().toExtension()));
        return List.of(new Effect.Send(
                binding.registeredAt(), // §4.1: as the last request and its reply went
                binding.registeredFrom(),
                OptionalInt.empty(),
                association.get().sign(message.encode(), Kind.MOBILE_HOME)));
    }

    /** A timestamp of now, and greater than any before. */
    private Identification identification(Tick now, Pending due, Ipv4 home) {
        Identification timestamp = Identification.ofTimestamp(due.clock(now), due.sent() + 1);
        return Optional.ofNullable(sent.get(home))
                .flatMap(Sent::identification)
                .filter(before -> !timestamp.isNewerThan(before))
                .map(before -> new Identification(before.bits() + 1))
                .orElse(timestamp);
    }

    /** §4.7.2, §7.1: signed by the node, from where the message went to, with its low half. */
    List<Effect> acknowledged(Tick now, Datagram datagram) {
        NotificationAcknowledgement message;
        try {
            message = NotificationAcknowledgement.decode(datagram.payload());
        } catch (MalformedMessageException malformed) {
            return List.of(new Effect.Discard(datagram, DiscardReason.MALFORMED));
        }
        Ipv4 home = message.homeAddress();
        Optional<Pending> matching = Optional.ofNullable(pending.get(home))
                .filter(waiting -> message.direction() == Direction.NODE_TO_HOME_AGENT
                        && waiting.last()
                                .filter(last ->
                                        last.low() == message.identification().low())
                                .isPresent()
                        && isFromThere(datagram, home)
                        && NotificationSignature.of(directory, datagram, home, message.extensions())
                                .isPresent());
        return matching.isEmpty()
                ? List.of(new Effect.Discard(datagram, DiscardReason.UNKNOWN_NOTIFICATION))
                : answered(now, home, matching.get(), message);
    }

    private boolean isFromThere(Datagram datagram, Ipv4 home) {
        return reachable(home)
                .filter(binding -> binding.registeredFrom()
                        .address()
                        .equals(datagram.from().address()))
                .isPresent();
    }

    /** Where the clocks differ the node has told its time: once more by that (§7.1.1). */
    private List<Effect> answered(Tick now, Ipv4 home, Pending waiting, NotificationAcknowledgement message) {
        boolean isRetriable =
                message.code().equals(NotificationCode.IDENTIFICATION_MISMATCH_AT_NODE) && waiting.sent() == 1;
        if (isRetriable) {
            pending.put(home, waiting.byClock(message.identification().toInstant(), now));
            sent.computeIfPresent(home, (same, refused) -> new Sent(refused.at(), Optional.empty()));
            return List.of();
        }
        pending.remove(home);
        sending.clear(home);
        return List.of(new Effect.Notified(waiting.node(), home, Optional.of(message.code())));
    }
}
