package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** What is said to a request that is not granted: a denial, the old reply again, or nothing (RFC 5944 §3.8.2.1, §3.8.2.3). */
final class Refusals {

    /** Code 131 to those whom nobody vouches for: so many a second altogether, whichever node they name. */
    private static final int ANSWERED_FAILURES_PER_SECOND = 20;

    private static final int ANSWERED_FAILURES_AT_ONCE = 5;

    private final NodeDirectory directory;
    private final ReplyWriter replies;
    private final FailureLimit limit;
    private final boolean answersFailedAuthentication;
    private final Allowance answeredFailures = new Allowance(ANSWERED_FAILURES_PER_SECOND, ANSWERED_FAILURES_AT_ONCE);

    Refusals(HomeAgentSettings settings, NodeDirectory directory, ReplyWriter replies, FailureLimit limit) {
        this.directory = directory;
        this.replies = replies;
        this.limit = limit;
        this.answersFailedAuthentication = settings.answersFailedAuthentication();
    }

    /** Silence. */
    List<Effect> forged(Tick now, Verdict.Forged verdict) {
        Datagram datagram = verdict.request().datagram();
        limit.failed(now, datagram.from().address());
        return List.of(new Effect.Discard(datagram, verdict.why()), Effect.Violation.of(verdict));
    }

    /** Silence, and code 131 where a foreign agent vouches for the request or RFC 3344 decides. */
    List<Effect> failed(Tick now, Verdict.FailedAuthentication verdict) {
        Arrival arrival = verdict.arrival();
        List<Effect> effects = new ArrayList<>(3);
        effects.add(new Effect.Discard(arrival.datagram(), verdict.why()));
        if (verdict.why() != DiscardReason.TOO_MANY_FAILURES) {
            limit.failed(now, arrival.source());
            effects.add(Effect.Violation.of(verdict));
        }
        answerable(verdict)
                .filter(authentic -> verdict.foreignAgent().isPresent()
                        ? authentic.state().mayAnswerAgain(now)
                        : mayAnswer(now, authentic))
                .ifPresent(authentic -> {
                    Identification identification = authentic
                            .state()
                            .replay()
                            .unused(authentic.request().identification());
                    effects.add(send(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION, authentic, identification));
                });
        return effects;
    }

    /** As if it came from the node after all, so that the reply is signed with what the node probably has. */
    private Optional<Authentic> answerable(Verdict.FailedAuthentication verdict) {
        boolean wanted = verdict.foreignAgent().isPresent()
                || (answersFailedAuthentication && verdict.why() != DiscardReason.TOO_MANY_FAILURES);
        if (!wanted || verdict.state().isEmpty()) {
            return Optional.empty();
        }
        NodeState state = verdict.state().get();
        Arrival arrival = verdict.arrival();
        Instant timeOfDay = arrival.datagram().timeOfDay();
        return state.node()
                .associations()
                .mostLikelyShared(arrival.spi(), timeOfDay)
                .map(association -> new Authentic(
                        arrival,
                        state,
                        association,
                        verdict.foreignAgent().flatMap(ForeignAgents.Finding::signer),
                        directory.choose(state, arrival.request().homeAddress())));
    }

    /** Whoever is not known must not make us send more than it sent, nor much at all. */
    private boolean mayAnswer(Tick now, Authentic authentic) {
        Octets reply = replies.write(
                ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION,
                Lifetime.ZERO,
                authentic,
                authentic.request().identification());
        return reply.size() <= authentic.octets().size()
                && answeredFailures.has(now)
                && authentic.state().mayAnswerFailure(now)
                && answeredFailures.take(now);
    }

    /** §3.8.2.1 d. */
    List<Effect> unknownForeignAgent(Tick now, Authentic authentic) {
        limit.failed(now, authentic.arrival().source());
        return List.of(
                new Effect.Discard(authentic.arrival().datagram(), DiscardReason.UNKNOWN_FOREIGN_AGENT),
                Effect.Violation.of(authentic, Effect.Violation.Reason.UNKNOWN_FOREIGN_AGENT));
    }

    /** §3.8.2.1 c: whoever relays it properly may still do so. */
    List<Effect> foreignAgentFailed(Tick now, Authentic authentic) {
        if (!authentic.state().mayAnswerAgain(now)) {
            return tooMany(authentic);
        }
        Identification identification =
                authentic.state().replay().unused(authentic.request().identification());
        return List.of(
                send(ReplyCode.FOREIGN_AGENT_FAILED_AUTHENTICATION, authentic, identification),
                denied(ReplyCode.FOREIGN_AGENT_FAILED_AUTHENTICATION, authentic, Optional.empty()),
                Effect.Violation.of(authentic, Effect.Violation.Reason.BAD_FOREIGN_AGENT));
    }

    /** §3.8.2.1 b. */
    List<Effect> notNew(Tick now, Verdict.NotNew verdict) {
        Authentic authentic = verdict.authentic();
        if (!authentic.state().mayAnswerAgain(now)) {
            return tooMany(authentic);
        }
        Identification identification = authentic
                .state()
                .replay()
                .mismatch(
                        authentic.request().identification(),
                        authentic.arrival().datagram().timeOfDay());
        return List.of(
                send(ReplyCode.IDENTIFICATION_MISMATCH, authentic, identification),
                denied(ReplyCode.IDENTIFICATION_MISMATCH, authentic, verdict.clockAhead()),
                Effect.Violation.of(authentic, Effect.Violation.Reason.BAD_IDENTIFICATION));
    }

    /** §3.8.2.2 of duplicates. The first reply may not have left yet, and what it says may not be kept yet. */
    List<Effect> repeat(Tick now, Verdict.Repeat verdict) {
        Authentic authentic = verdict.authentic();
        return authentic.state().mayAnswerAgain(now)
                ? List.of(
                        new Effect.Remember(List.of(), true),
                        replies.address(ReplyLayout.signed(verdict.reply(), authentic.association()), authentic))
                : tooMany(authentic);
    }

    /** §3.8.2.3: its Identification was good, and is used up. */
    List<Effect> deny(Verdict.Deny verdict) {
        Authentic authentic = verdict.authentic();
        NodeState state = authentic.state();
        Identification identification = state.replay().use(authentic.request().identification());
        state.forgetDeregistration();
        List<Effect> effects = new ArrayList<>();
        effects.add(send(verdict.code(), authentic, identification));
        effects.add(denied(verdict.code(), authentic, Optional.empty()));
        Effect.Remember.newest(state).ifPresent(newest -> effects.add(new Effect.Remember(List.of(newest), false)));
        return effects;
    }

    private static List<Effect> tooMany(Authentic authentic) {
        return List.of(new Effect.Discard(authentic.arrival().datagram(), DiscardReason.TOO_MANY_REPEATS));
    }

    private Effect send(ReplyCode code, Authentic authentic, Identification identification) {
        return replies.address(replies.write(code, Lifetime.ZERO, authentic, identification), authentic);
    }

    private static Effect denied(ReplyCode code, Authentic authentic, Optional<Duration> clockAhead) {
        return new Effect.Denied(
                authentic.state().name(),
                authentic.home().address().orElse(authentic.request().homeAddress()),
                authentic.arrival().from(),
                code,
                clockAhead);
    }
}
