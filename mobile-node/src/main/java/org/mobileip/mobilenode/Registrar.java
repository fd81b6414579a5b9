package org.mobileip.mobilenode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.IdentificationClock;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/**
 * Keeps one registration alive: asks, asks again when nobody answers, renews, believes only what the home agent has signed.
 *
 * <p>One request waits at a time, the one sent last; a reply to an earlier one is discarded, as §3.6.2.1 wants it.
 * Supported: RFC 5944 §3.6 for a co-located care-of address, timestamps (§5.7.1). Not: foreign agents, nonces.
 */
final class Registrar {

    /** The UDP port of home agents (RFC 5944 §1.8). */
    static final int PORT = 434;

    /** §3.6.3 allows no two requests within a second; per care-of address, for a new one is a new attempt. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);

    /** A binding is renewed when this part of its life is over at the latest, and at the earliest a tenth sooner. */
    private static final double RENEW_AT = 0.75;

    private static final double RENEW_JITTER = 0.1;

    /**
     * What to ask for.
     *
     * @param linkIndex the interface to send by
     * @param from the address to send from
     * @param careOf the home address to deregister
     * @param lifetime zero to deregister
     */
    record Target(int linkIndex, Ipv4 from, Ipv4 careOf, Lifetime lifetime) {
        boolean isDeregistration() {
            return lifetime.isZero();
        }
    }

    /** What the home agent has promised: until {@code endsAt} it tunnels to {@code careOf}. */
    record Binding(Ipv4 careOf, Lifetime granted, Tick endsAt, Tick renewAt) {}

    /** What became of a datagram. */
    sealed interface Answer {
        record Discarded(Effect.Reason why) implements Answer {}

        /** The binding; empty after a deregistration. */
        record Accepted(Target target, Optional<Binding> binding, Duration roundTrip) implements Answer {}

        record Denied(ReplyCode code, Duration nextTry) implements Answer {}

        /** Code 133: the clock has been put right, and a request is on its way. */
        record Resynchronised(Duration offset, List<Effect> request) implements Answer {}
    }

    private enum Timer {
        REQUEST,
        RENEW,
        EXPIRE
    }

    private final Settings settings;
    private final IdentificationClock clock = new IdentificationClock();
    private final Deadlines<Timer> timers = new Deadlines<>();
    private final Map<Ipv4, Tick> lastSent = new HashMap<>();

    private Optional<Target> target = Optional.empty();
    private Optional<Identification> awaited = Optional.empty();
    private Optional<Binding> binding = Optional.empty();
    private Optional<ReplyCode> lastCode = Optional.empty();
    private Backoff backoff = Backoff.first(Duration.ZERO, Lifetime.ZERO);
    private Duration roundTrip = Duration.ZERO;
    private Tick sentAt = new Tick(0);
    private int unanswered;
    private boolean hasResynchronised;
    private boolean isDenied;

    Registrar(Settings settings) {
        this.settings = settings;
    }

    /** A new attempt: at once, or as soon as the last request for the same care-of address is a second old. */
    List<Effect> start(Tick now, Moment moment, Target wanted) {
        target = Optional.of(wanted);
        awaited = Optional.empty();
        isDenied = false;
        hasResynchronised = false;
        unanswered = 0;
        timers.clear(Timer.RENEW);
        backoff = Backoff.first(roundTrip, wanted.lifetime());
        Tick last = lastSent.get(wanted.careOf());
        if (last != null && !last.plus(BETWEEN_REQUESTS).hasCome(now)) {
            timers.set(Timer.REQUEST, last.plus(BETWEEN_REQUESTS));
            return List.of();
        }
        return List.of(send(now, moment, wanted));
    }

    /** Asks for nothing any more: there is no link to ask by. What has been promised stays promised. */
    void pause() {
        target = Optional.empty();
        awaited = Optional.empty();
        unanswered = 0;
        timers.clear(Timer.REQUEST);
        timers.clear(Timer.RENEW);
    }

    Tick nextDeadline() {
        return timers.next();
    }

    List<Effect> deadline(Tick now, Moment moment) {
        List<Effect> effects = new ArrayList<>();
        for (Timer timer : timers.takeDue(now)) {
            if (timer == Timer.EXPIRE) {
                binding.map(ended -> new Effect.Tell(new Notice.Expired(ended.careOf())))
                        .ifPresent(effects::add);
                binding = Optional.empty();
            } else if (timer == Timer.RENEW) {
                target.ifPresent(same -> effects.addAll(start(now, moment, same)));
            } else {
                target.ifPresent(same -> effects.addAll(again(now, moment, same)));
            }
        }
        return effects;
    }

    /** The time has come without a reply, or after a denial: twice as long until the next time. */
    private List<Effect> again(Tick now, Moment moment, Target same) {
        List<Effect> effects = new ArrayList<>();
        if (awaited.isPresent()) {
            unanswered++;
        }
        if (awaited.isPresent() || isDenied) {
            backoff = backoff.next();
        }
        if (unanswered > 0) {
            Optional<Duration> left = binding.map(kept -> kept.endsAt().since(now));
            effects.add(new Effect.Tell(new Notice.NotAnswered(unanswered, backoff.timeout(), left)));
        }
        effects.add(send(now, moment, same));
        return effects;
    }

    /** Each request, a retransmission too, has an Identification of its own (§3.6.3, §5.7.1). */
    private Effect send(Tick now, Moment moment, Target wanted) {
        Identification identification = clock.next(moment.timeOfDay(), moment.noise());
        RegistrationRequest request = new RegistrationRequest(
                flags(wanted),
                wanted.lifetime(),
                settings.home().address(),
                settings.homeAgent(),
                wanted.careOf(),
                identification,
                List.of());
        Octets signed = settings.security().sign(request.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
        awaited = Optional.of(identification);
        sentAt = now;
        lastSent.values().removeIf(sent -> sent.plus(BETWEEN_REQUESTS).hasCome(now));
        lastSent.put(wanted.careOf(), now);
        timers.set(Timer.REQUEST, now.plus(backoff.timeout()));
        Endpoint homeAgent = new Endpoint(settings.homeAgent(), PORT);
        return new Effect.SendRequest(wanted.linkIndex(), wanted.from(), homeAgent, signed);
    }

    /** D with a co-located care-of address, never otherwise (§3.6.1.2); T (RFC 3024 §3.2), M, G and B as configured. */
    private RequestFlags flags(Target wanted) {
        if (wanted.isDeregistration()) {
            return RequestFlags.NONE;
        }
        RequestFlags flags = RequestFlags.DECAPSULATION_BY_MOBILE_NODE;
        flags = settings.reverseTunneling() ? flags.with(RequestFlags.REVERSE_TUNNELING) : flags;
        flags = settings.broadcasts() ? flags.with(RequestFlags.BROADCAST_DATAGRAMS) : flags;
        return switch (settings.encapsulation()) {
            case GRE -> flags.with(RequestFlags.GRE);
            case MINIMAL -> flags.with(RequestFlags.MINIMAL_ENCAPSULATION);
            case IPIP, UDP -> flags;
        };
    }

    /** The checks of §3.6.2.1, in its order; what passes them was said by the home agent. */
    Answer receive(Tick now, Moment moment, Datagram datagram) {
        Optional<RegistrationReply> decoded = RegistrationReplies.decode(datagram.payload());
        if (decoded.isEmpty()) {
            return new Answer.Discarded(Effect.Reason.MALFORMED);
        }
        if (awaited.isEmpty() || target.isEmpty()) {
            return new Answer.Discarded(Effect.Reason.NOT_EXPECTED);
        }
        RegistrationReply reply = decoded.get();
        Optional<Effect.Reason> fault = RegistrationReplies.fault(reply, datagram.payload(), awaited.get(), settings);
        if (fault.isPresent()) {
            return new Answer.Discarded(fault.get());
        }
        Identification asked = awaited.get();
        awaited = Optional.empty();
        unanswered = 0;
        roundTrip = now.since(sentAt);
        if (reply.code().isAccepted()
                && (target.get().isDeregistration() || !reply.lifetime().isZero())) {
            return accepted(moment, target.get(), reply);
        }
        if (reply.code().equals(ReplyCode.IDENTIFICATION_MISMATCH)) {
            return mismatched(now, moment, target.get(), asked, reply);
        }
        return denied(now, reply.code());
    }

    /** The life of a binding is counted from the sending of its request (§3.6.2.2). */
    private Answer accepted(Moment moment, Target asked, RegistrationReply reply) {
        isDenied = false;
        lastCode = Optional.of(reply.code());
        timers.clear(Timer.REQUEST);
        if (asked.isDeregistration()) {
            timers.clear(Timer.EXPIRE);
            binding = Optional.empty();
            target = Optional.empty();
            return new Answer.Accepted(asked, binding, roundTrip);
        }
        Lifetime granted = reply.lifetime().atMost(asked.lifetime());
        Binding made =
                new Binding(asked.careOf(), granted, granted.endFrom(sentAt), renewAt(granted, moment.fraction()));
        binding = Optional.of(made);
        timers.set(Timer.EXPIRE, made.endsAt());
        timers.set(Timer.RENEW, made.renewAt());
        return new Answer.Accepted(asked, binding, roundTrip);
    }

    private Tick renewAt(Lifetime granted, double jitter) {
        if (granted.isInfinite()) {
            return Tick.NEVER;
        }
        double part = RENEW_AT * (1 - RENEW_JITTER * jitter);
        long nanos = Math.round(granted.duration().toNanos() * part);
        return sentAt.plus(Duration.ofNanos(Math.max(nanos, BETWEEN_REQUESTS.toNanos())));
    }

    /** Code 133 says what time it is (§5.7.1). Said twice in a row, it is a denial like another. */
    private Answer mismatched(Tick now, Moment moment, Target asked, Identification sent, RegistrationReply reply) {
        Instant theirs = reply.identification().toInstant();
        clock.resynchronise(sent, reply.identification(), moment.timeOfDay());
        if (hasResynchronised) {
            return denied(now, reply.code());
        }
        hasResynchronised = true;
        lastCode = Optional.of(reply.code());
        Duration offset = Duration.between(moment.timeOfDay(), theirs);
        return new Answer.Resynchronised(offset, List.of(send(now, moment, asked)));
    }

    /** The timer of the request goes on: no try sooner than without any reply (§3.6.3). */
    private Answer denied(Tick now, ReplyCode code) {
        isDenied = true;
        lastCode = Optional.of(code);
        Duration nextTry = timers.of(Timer.REQUEST).orElse(now).since(now);
        return new Answer.Denied(code, nextTry);
    }

    /** The binding for {@code careOf}, if the home agent has promised one. */
    Optional<Binding> bindingOf(Ipv4 careOf) {
        return binding.filter(made -> made.careOf().equals(careOf));
    }

    /** Whether a request waits for its reply, or for its time. */
    boolean isAsking() {
        return timers.of(Timer.REQUEST).isPresent();
    }

    /** Whether the last reply to the present attempt was a denial. */
    boolean isDenied() {
        return isDenied;
    }

    /** The code of the last reply. */
    Optional<ReplyCode> lastCode() {
        return lastCode;
    }

    int unanswered() {
        return unanswered;
    }

    /** As last measured; empty before the first reply. */
    Optional<Duration> roundTrip() {
        return roundTrip.isZero() ? Optional.empty() : Optional.of(roundTrip);
    }
}
