package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.FlowBindingExtension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;

/**
 * Makes bindings again after a restart, from the requests that were granted before it: authenticated anew and judged by what
 * is granted now, so that a node that is served no more is left out. A lifetime goes on where it was by the wall clock, which
 * is the only one that survives. Nothing is sent, for nobody asked.
 */
final class Restorer {

    /** Longer than any machine is off, and still a number of nanoseconds. */
    private static final Duration AGES = Duration.ofDays(36_500);

    private final BindingTable bindings;
    private final RegistrationPolicy policy;
    private final Registrar registrar;
    private final NodeDirectory directory;
    private final FlowBindings flows;

    Restorer(
            BindingTable bindings,
            RegistrationPolicy policy,
            Registrar registrar,
            NodeDirectory directory,
            FlowBindings flows) {
        this.bindings = bindings;
        this.policy = policy;
        this.registrar = registrar;
        this.directory = directory;
        this.flows = flows;
    }

    /** The flows of a node that still has bindings, and still may have flows. */
    List<Effect> restore(Event.FlowsRestored event) {
        boolean isWanted = !bindings.of(event.home()).isEmpty()
                && directory
                        .at(event.home())
                        .filter(state -> state.node().multipath())
                        .isPresent();
        if (!isWanted) { // Or they might come back with bindings that know nothing of them.
            return List.of(new Effect.Remember(List.of(new Change.Flows(event.home(), Octets.EMPTY)), false));
        }
        if (!flows.of(event.home()).isEmpty()) {
            return List.of();
        }
        try {
            flows.restore(event.home(), FlowBindingExtension.decodeAll(event.extensions()));
        } catch (MalformedMessageException unreadable) {
            return List.of();
        }
        return registrar.forward(event.home());
    }

    List<Effect> restore(Tick now, Event.Restored event) {
        KeptBinding kept = event.binding();
        Tick accepted = ago(now, kept.accepted(), event.timeOfDay());
        if (kept.granted().endFrom(accepted).hasCome(now)) {
            return leftOut(kept, "expired");
        }
        if (bindings.of(kept.home(), kept.careOf()).isPresent()) {
            return List.of();
        }
        Verdict verdict = policy.judgeAgain(kept);
        if (verdict instanceof Verdict.Accept accept) {
            Authentic authentic = accept.authentic();
            Tick since = ago(now, kept.since(), event.timeOfDay());
            return answer(kept.reply())
                    .map(answer -> registrar.restore(accepted, since, authentic, kept.granted(), answer))
                    .orElseGet(() -> leftOut(kept, DiscardReason.MALFORMED.word()));
        }
        return leftOut(kept, reason(verdict));
    }

    private static Optional<Registrar.Answer> answer(Octets reply) {
        try {
            return Optional.of(
                    new Registrar.Answer(reply, RegistrationReply.decode(reply).identification()));
        } catch (MalformedMessageException unreadable) {
            return Optional.empty();
        }
    }

    /** A clock that has been set back makes nothing begin in the future. */
    private static Tick ago(Tick now, Instant then, Instant timeOfDay) {
        Duration elapsed = Duration.between(then, timeOfDay);
        Duration bounded = elapsed.compareTo(AGES) > 0 ? AGES : elapsed;
        return bounded.isNegative() ? now : new Tick(now.nanos() - bounded.toNanos());
    }

    /** It is forgotten, or it might come back beside a newer one; and nobody is forwarded to who was only foreseen. */
    private List<Effect> leftOut(KeptBinding kept, String why) {
        Ipv4 home = kept.home();
        List<Effect> effects = new ArrayList<>(registrar.forward(home));
        effects.add(new Effect.LeftOut(home, kept.careOf(), why));
        effects.add(new Effect.Remember(List.of(new Change.Unbound(home, kept.careOf())), false));
        return effects;
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Deny deny) {
            return deny.code().meaning();
        } else if (verdict instanceof Verdict.Discard discard) {
            return discard.why().word();
        } else if (verdict instanceof Verdict.FailedAuthentication failed) {
            return failed.why().word();
        } else if (verdict instanceof Verdict.UnknownForeignAgent) {
            return DiscardReason.UNKNOWN_FOREIGN_AGENT.word();
        } else if (verdict instanceof Verdict.ForeignAgentFailed) {
            return "bad_foreign_agent";
        }
        throw new AssertionError(verdict);
    }
}
