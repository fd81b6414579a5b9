package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * Deregistrations at home agents that are not used any more, so that no two of them attract the same datagrams. Each is
 * asked up to three times; a binding that stays all the same ends with its lifetime.
 */
final class Farewells {

    private static final int TRIES = 3;

    private record Farewell(Target target, int tries, Backoff backoff) {}

    private final Requests requests;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Map<Ipv4, Farewell> under = new HashMap<>();
    private final Deadlines<Ipv4> timers = new Deadlines<>();

    Farewells(Requests requests, HomeAddress home, HomeAgents agents) {
        this.requests = requests;
        this.home = home;
        this.agents = agents;
    }

    /**
     * {@code accepted} is where the node is registered from now on, or not any more: others that have a binding, or may have
     * one because they were asked and have not answered, must not attract what this one attracts.
     *
     * @param bound who has promised something before
     */
    List<Effect> leaveOthers(Tick now, Moment moment, Pending accepted, Optional<Ipv4> bound) {
        Set<Ipv4> left = new HashSet<>();
        bound.ifPresent(left::add);
        for (Pending unanswered : others()) {
            requests.forget(unanswered);
            left.add(unanswered.homeAgent());
        }
        left.remove(accepted.homeAgent());
        left.removeIf(agents::isDiscovery);
        Target everything = accepted.target().forgetting(home.inRequests());
        List<Effect> effects = new ArrayList<>();
        left.forEach(agent -> effects.addAll(say(now, moment, agent, everything)));
        return effects;
    }

    /** The requests that wait for replies and are no farewells. */
    List<Pending> others() {
        return requests.all().stream().filter(asked -> !has(asked)).toList();
    }

    /** {@code agent} is asked to forget {@code target}. */
    List<Effect> say(Tick now, Moment moment, Ipv4 agent, Target target) {
        under.put(agent, new Farewell(target, 0, Backoff.first(Duration.ZERO, target.lifetime())));
        return ask(now, moment, agent);
    }

    private List<Effect> ask(Tick now, Moment moment, Ipv4 agent) {
        Farewell farewell = under.get(agent);
        if (farewell == null) {
            return List.of();
        }
        if (farewell.tries() == TRIES) {
            end(agent);
            return List.of();
        }
        under.put(
                agent,
                new Farewell(
                        farewell.target(),
                        farewell.tries() + 1,
                        farewell.backoff().next()));
        timers.set(agent, now.plus(farewell.backoff().timeout()));
        return requests.sendAgain(
                now, moment, new HomeAgents.Candidate(agent, false), farewell.target(), Encapsulation.IPIP);
    }

    Tick nextDeadline() {
        return timers.next();
    }

    List<Effect> deadline(Tick now, Moment moment) {
        List<Effect> effects = new ArrayList<>();
        timers.takeDue(now).forEach(agent -> effects.addAll(ask(now, moment, agent)));
        return effects;
    }

    /** Whether {@code asked} is a farewell. */
    boolean has(Pending asked) {
        Farewell farewell = under.get(asked.homeAgent());
        return farewell != null && farewell.target().equals(asked.target());
    }

    /** This agent is used again, or there is no link to ask by. */
    void end(Ipv4 agent) {
        requests.of(agent).filter(this::has).ifPresent(requests::forget);
        under.remove(agent);
        timers.clear(agent);
    }

    void endAll() {
        List.copyOf(under.keySet()).forEach(this::end);
    }
}
