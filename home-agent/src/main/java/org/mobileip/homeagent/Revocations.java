package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RegistrationRevocation;
import org.mobileip.wire.RevocationAcknowledgement;

/**
 * Bindings that end before their time (RFC 3543). Where that was agreed on, the other side is told at once, and again, ever
 * more rarely, until it acknowledges, the binding would have ended anyway, or it was told often enough; and a foreign agent may say that it serves a node
 * no more. Timestamps are seconds, so each message is at least a second after the one before and after the reply (§3.3).
 */
final class Revocations {

    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1);

    /** Doubled each time, the pauses between these make some four minutes. */
    private static final int MOST_MESSAGES = 9;

    private record Key(Ipv4 home, Ipv4 careOf) {}

    /**
     * One that has not been acknowledged.
     *
     * @param base our clock's timestamp at {@code baseAt}
     * @param identifier of the last message
     * @param sent so many messages
     * @param words for the person behind the node
     */
    private record Pending(
            Binding binding,
            RevocationTerms terms,
            int base,
            Tick baseAt,
            int identifier,
            int sent,
            List<Extension> words) {

        /** A timestamp of now, and later than the last one. */
        Pending next(Tick now) {
            int clock = base + (int) now.since(baseAt).toSeconds();
            int later = clock - identifier > 0 ? clock : identifier + 1;
            return new Pending(binding, terms, base, baseAt, later, sent + 1, words);
        }

        Duration untilNext() {
            return BETWEEN_MESSAGES.multipliedBy(1L << (sent - 1));
        }
    }

    private final HomeAgentSettings settings;
    private final BindingTable bindings;
    private Registrar registrar;
    private final Map<Key, Pending> pending = new HashMap<>();
    private final Deadlines<Key> sending = new Deadlines<>();

    /** What foreign agents have ended: when the acknowledgement got lost, they say so again. */
    private final Map<Key, Binding> ended = new HashMap<>();

    private final Deadlines<Key> forgetting = new Deadlines<>();

    Revocations(HomeAgentSettings settings, BindingTable bindings, Registrar registrar) {
        this.settings = settings;
        this.bindings = bindings;
        this.registrar = registrar;
    }

    /** From now on bindings are ended by that one. */
    void by(Registrar other) {
        registrar = other;
    }

    Tick nextDeadline() {
        return sending.next().earlierOf(forgetting.next());
    }

    /** Ends all bindings of the node with that name, and tells whoever wants to be told. */
    List<Effect> drop(Tick now, Event.Drop drop) {
        List<Effect> effects = new ArrayList<>();
        for (Binding binding : bindings.all()) {
            if (binding.node().equals(drop.node())) {
                effects.addAll(revoke(now, drop, binding));
            }
        }
        effects.addAll(due(now));
        return effects;
    }

    /** Ends all bindings of that home address, whose node is served there no more, and tells whoever wants to be told. */
    List<Effect> dropAll(Tick now, Instant timeOfDay, Ipv4 home) {
        List<Effect> effects = new ArrayList<>();
        for (Binding binding : bindings.of(home)) {
            effects.addAll(revoke(now, new Event.Drop(timeOfDay, binding.node()), binding));
        }
        return effects;
    }

    private List<Effect> revoke(Tick now, Event.Drop drop, Binding binding) {
        List<Effect> effects = new ArrayList<>(registrar.end(binding));
        binding.revocation().ifPresent(terms -> begin(now, drop, binding, terms));
        boolean isTold = binding.revocation().isPresent();
        effects.add(new Effect.Revoked(binding.node(), binding.home(), binding.careOf(), isTold));
        return effects;
    }

    private void begin(Tick now, Event.Drop drop, Binding binding, RevocationTerms terms) {
        Key key = new Key(binding.home(), binding.careOf());
        int clock = Identification.ofTimestamp(drop.timeOfDay(), 0).high();
        pending.put(key, new Pending(binding, terms, clock, now, terms.ours(), 0, words(drop)));
        Tick soonest = terms.agreedAt().plus(BETWEEN_MESSAGES);
        sending.set(key, soonest.hasCome(now) ? now : soonest);
    }

    private static List<Extension> words(Event.Drop drop) {
        return drop.message().map(MessageString::toExtension).stream().toList();
    }

    /** What is to be said now. */
    List<Effect> due(Tick now) {
        forgetting.takeDue(now).forEach(ended::remove);
        List<Effect> effects = new ArrayList<>();
        for (Key key : sending.takeDue(now)) {
            Pending next = Optional.ofNullable(pending.remove(key))
                    .map(waiting -> waiting.next(now))
                    .orElseThrow();
            boolean isOver = next.binding().ends().hasCome(now); // §3.3: nothing about what has expired
            boolean isBoundAgain = bindings.of(key.home, key.careOf).isPresent();
            if (!isOver && !isBoundAgain && next.sent() <= MOST_MESSAGES) {
                pending.put(key, next);
                sending.set(key, now.plus(next.untilNext()));
                effects.add(message(next));
            }
        }
        return effects;
    }

    /** §4.2.2.1; I only where it was agreed on, or where it means nothing (§3.3). */
    private Effect message(Pending revoked) {
        RevocationTerms terms = revoked.terms();
        boolean isDirect = terms.kind() == Kind.MOBILE_HOME;
        RegistrationRevocation message = new RegistrationRevocation(
                true,
                isDirect || terms.inform(),
                revoked.binding().home(),
                settings.address(),
                revoked.binding().careOf(),
                revoked.identifier(),
                revoked.words());
        Endpoint from = revoked.binding().registeredFrom();
        boolean isBehindNat =
                revoked.binding().nat().isPresent(); // Nothing gets in there but by the port it came out by.
        Endpoint to = isBehindNat ? from : new Endpoint(from.address(), ControlMessage.PORT);
        Octets signed = terms.association().sign(message.encode(), terms.kind());
        return new Effect.Send(settings.address(), to, OptionalInt.empty(), signed);
    }

    /** A message of type 15 or 7. */
    List<Effect> receive(Datagram datagram) {
        try {
            return datagram.payload().u8(0) == RegistrationRevocation.TYPE
                    ? revoked(datagram, RegistrationRevocation.decode(datagram.payload()))
                    : acknowledged(datagram, RevocationAcknowledgement.decode(datagram.payload()));
        } catch (MalformedMessageException malformed) {
            return List.of(new Effect.Discard(datagram, DiscardReason.MALFORMED));
        }
    }

    /** §3.5: it must match a message of ours in address and identifier, and be from whom that went to. */
    private List<Effect> acknowledged(Datagram datagram, RevocationAcknowledgement message) {
        Optional<Key> matching = pending.entrySet().stream()
                .filter(each -> each.getKey().home.equals(message.homeAddress())
                        && each.getValue().identifier() == message.identifier()
                        && isSigned(
                                datagram, message.extensions(), each.getValue().terms()))
                .map(Map.Entry::getKey)
                .findFirst();
        matching.ifPresent(key -> {
            pending.remove(key);
            sending.clear(key);
        });
        return matching.isPresent()
                ? List.of()
                : List.of(new Effect.Discard(datagram, DiscardReason.UNKNOWN_REVOCATION));
    }

    /** §4.2.3.2. What is not from the foreign agent that serves the binding is silently discarded (§3.3, §3.5, A.2). */
    private List<Effect> revoked(Datagram datagram, RegistrationRevocation message) {
        Key key = new Key(message.homeAddress(), message.foreignDomain());
        Optional<Binding> current = bindings.of(key.home, key.careOf);
        Optional<Binding> meant = current.or(() -> Optional.ofNullable(ended.get(key)));
        Optional<RevocationTerms> terms = meant.flatMap(Binding::revocation)
                .filter(agreed -> agreed.kind() == Kind.FOREIGN_HOME
                        && !message.fromHomeAgent()
                        && message.homeDomain().equals(settings.address())
                        && message.identifier() - agreed.theirs() > 0
                        && isSigned(datagram, message.extensions(), agreed));
        if (terms.isEmpty()) {
            return List.of(new Effect.Discard(datagram, DiscardReason.UNKNOWN_REVOCATION));
        }
        List<Effect> effects = new ArrayList<>();
        current.ifPresent(binding -> {
            effects.addAll(registrar.end(binding));
            ended.put(key, binding);
            forgetting.set(key, binding.ends());
            effects.add(new Effect.Revoked(binding.node(), key.home, key.careOf, false));
        });
        effects.add(acknowledgement(datagram, message, terms.get()));
        return effects;
    }

    private Effect acknowledgement(Datagram datagram, RegistrationRevocation message, RevocationTerms terms) {
        boolean isToBeTold = terms.inform() && message.inform();
        Octets octets = new RevocationAcknowledgement(
                        isToBeTold, message.homeAddress(), message.identifier(), List.of())
                .encode();
        return new Effect.Send(
                datagram.to().address(),
                datagram.from(),
                OptionalInt.empty(),
                terms.association().sign(octets, terms.kind()));
    }

    /** Exactly one authenticator of the peer, and nothing behind it. */
    private static boolean isSigned(Datagram datagram, List<Extension> extensions, RevocationTerms terms) {
        List<AuthenticationExtension> signatures = AuthenticationExtension.allOf(extensions, terms.kind());
        SecurityAssociation association = terms.association();
        return signatures.size() == 1
                && extensions.get(extensions.size() - 1).type() == terms.kind().type()
                && association.verifies(datagram.payload(), signatures.get(0));
    }
}
