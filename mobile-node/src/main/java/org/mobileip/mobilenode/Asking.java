package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * Asks for a registration: at once, again when nobody answers, and another home agent when one stays silent (RFC 5944
 * §3.6.3).
 */
final class Asking {

    /**
     * §3.6.3 allows no two requests within a second; per care-of address, for a new one of the node's own is a new attempt.
     * To the foreign agents of a link requests are counted together: what changes there is no link event (§3.6).
     */
    static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);

    /** What the second between two requests is counted for. */
    private record Pace(int linkIndex, Optional<Ipv4> careOf) {
        static Pace of(Target target) {
            boolean isDirect = target.through().isEmpty();
            return new Pace(target.linkIndex(), isDirect ? Optional.of(target.careOf()) : Optional.empty());
        }
    }

    private final Registration registration;
    private final HomeAgents agents;
    private final Requests requests;
    private final Farewells farewells;
    private final Repairs repairs;
    private final Map<Pace, Tick> lastSent = new HashMap<>();
    private boolean isAwaitingChallenge;

    Asking(Registration registration, HomeAgents agents, Requests requests, Farewells farewells, Repairs repairs) {
        this.registration = registration;
        this.agents = agents;
        this.requests = requests;
        this.farewells = farewells;
        this.repairs = repairs;
    }

    /** A new attempt: at once, or as soon as the last request for the same care-of address is a second old. */
    List<Effect> begin(Tick now, Moment moment, Target wanted) {
        registration.want(wanted);
        farewells.others().forEach(requests::forget);
        return ask(now, moment, wanted);
    }

    /** The same as {@link #begin}, but as if a request for it had just been sent. */
    List<Effect> beginLater(Tick now, Moment moment, Target wanted) {
        lastSent.put(Pace.of(wanted), now);
        return begin(now, moment, wanted);
    }

    /** What is wanted is asked for anew. */
    List<Effect> renew(Tick now, Moment moment) {
        agents.prefer();
        return registration.wanted().map(same -> begin(now, moment, same)).orElse(List.of());
    }

    /** That foreign agent has given a challenge: what has waited for one is asked now. */
    List<Effect> challengeHeard(Tick now, Moment moment, ForeignAgent from) {
        return registration
                .wanted()
                .filter(wanted -> isAwaitingChallenge && wanted.through().equals(Optional.of(from)))
                .map(wanted -> ask(now, moment, wanted))
                .orElse(List.of());
    }

    /** The link has gone: on what comes again are other foreign agents, and the first is asked at once. */
    void linkLost(int link) {
        lastSent.keySet().removeIf(pace -> pace.equals(new Pace(link, Optional.empty())));
    }

    /** The time has come without a reply, or after a denial: twice as long until the next time. */
    List<Effect> again(Tick now, Moment moment, Target same, Registrar.Elsewhere elsewhere) {
        List<Effect> effects = new ArrayList<>();
        Attempt attempt = registration.attempt();
        Optional<Ipv4> agent = agents.current().map(HomeAgents.Candidate::address);
        if (agent.isPresent() && isWaitedFor(agent.get())) {
            attempt.unansweredBy(agent.get());
            Optional<List<Effect>> done = isOutOfPatience() ? elsewhere.unanswered() : Optional.empty();
            if (done.isPresent()) {
                return done.get();
            }
            if (attempt.isOutOfPatienceWith(agent.get(), patience())) {
                effects.addAll(agents.silent());
                nextAgent(agent.get());
            }
        } else if (agent.isPresent() && attempt.wasDeniedBy(agent.get())) {
            attempt.askedInSpiteOfDenial(agent.get());
            agents.next();
        }
        effects.addAll(ask(now, moment, same));
        if (registration.attempt().unanswered() > 0) {
            effects.add(0, new Effect.Tell(notAnswered(now)));
        }
        return effects;
    }

    /** Whether a request waits for a reply of that agent; a farewell is none. */
    private boolean isWaitedFor(Ipv4 agent) {
        return requests.of(agent).filter(asked -> !farewells.has(asked)).isPresent();
    }

    /** Every home agent was asked often enough, and none has answered. */
    private boolean isOutOfPatience() {
        List<HomeAgents.Candidate> all = agents.candidates();
        return !all.isEmpty()
                && all.stream()
                        .allMatch(each -> registration.attempt().isOutOfPatienceWith(each.address(), Attempt.PATIENCE));
    }

    /** While another home agent still tunnels, one that does not answer at once is not waited for. */
    private int patience() {
        Optional<Ipv4> promising = registration.promised().map(Binding::agent);
        boolean isElsewhere = promising.isPresent() && !agents.address().equals(promising);
        return isElsewhere ? 1 : Attempt.PATIENCE;
    }

    /** The one after {@code left}, unless that is gone and another has taken its place. */
    private void nextAgent(Ipv4 left) {
        if (agents.current().map(HomeAgents.Candidate::address).equals(Optional.of(left))) {
            agents.next();
        }
    }

    private Notice notAnswered(Tick now) {
        return new Notice.NotAnswered(
                registration.attempt().unanswered(),
                registration.nextTry().orElse(now).since(now),
                registration.promised().map(kept -> kept.endsAt().since(now)));
    }

    /** Asks, or a second after the last request. */
    List<Effect> ask(Tick now, Moment moment, Target wanted) {
        Optional<HomeAgents.Candidate> agent = agents.current();
        if (agent.isEmpty()) {
            return agents.lookUpUnknown();
        }
        Tick last = lastSent.get(Pace.of(wanted));
        if (last != null && !last.plus(BETWEEN_REQUESTS).hasCome(now)) {
            registration.askAt(last.plus(BETWEEN_REQUESTS));
            return List.of();
        }
        return askAtOnce(now, moment, wanted, agent.get());
    }

    /** The second between two requests is for retransmissions: what follows a reply is none. */
    List<Effect> askAtOnce(Tick now, Moment moment, Target wanted, HomeAgents.Candidate agent) {
        Attempt attempt = registration.attempt();
        isAwaitingChallenge = requests.isChallengeMissing(wanted);
        if (isAwaitingChallenge) {
            registration.askAt(now.plus(attempt.waitFor(agent.address())));
            attempt.askedInSpiteOfDenial(agent.address());
            return List.of(new Effect.Solicit(wanted.linkIndex()));
        }
        farewells.end(agent.address());
        lastSent.values().removeIf(sent -> sent.plus(BETWEEN_REQUESTS).hasCome(now));
        lastSent.put(Pace.of(wanted), now);
        registration.askAt(now.plus(attempt.waitFor(agent.address())));
        if (requests.replacesOthers(wanted)) {
            registration.askedInstead(wanted.careOf());
        }
        return requests.sendAgain(now, moment, agent, wanted, repairs.encapsulationAt(agent.address()));
    }
}
