package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * Where the own home agent is heard, and asking for agents where a link has just come up (RFC 5944 §2.4): at once, twice
 * more at a second's distance, then ever more rarely, down to once a minute, for as long as there is no other way to
 * register. Only a new link, or a registration since, lets the search begin anew at its fastest. Each interval is lengthened
 * by a random part, never shortened; that the first comes at once is no stampede, since it follows a link of this node's.
 *
 * <p>Nobody signs an advertisement. Where the home agent was heard but did not answer, it is not believed to be for a
 * while, each time for twice as long, until the link goes away.
 */
final class AgentSearch {

    private static final int INITIAL_SOLICITATIONS = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_INTERVALS = 60;
    private static final double JITTER = 0.2;
    private static final Duration FIRST_DISTRUST = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 6;

    /** An agent that advertises every second, and loses one of them on the way. */
    private static final Duration SAYS_SO_AGAIN = Duration.ofSeconds(3);

    private sealed interface Timer {
        int link();

        record Ask(int link) implements Timer {}

        record Forget(int link) implements Timer {}

        record Believe(int link) implements Timer {}
    }

    private final HomeAgents homeAgents;
    private final Deadlines<Timer> timers = new Deadlines<>();
    private final Map<Integer, Ipv4> heard = new HashMap<>();
    private final Map<Integer, Integer> asked = new HashMap<>();
    private final Map<Integer, Tick> askedAt = new HashMap<>();
    private final Map<Integer, Integer> distrusted = new HashMap<>();

    AgentSearch(HomeAgents homeAgents) {
        this.homeAgents = homeAgents;
    }

    /** A link has come up: ask who is there. */
    List<Effect> linkRunning(Tick now, Moment moment, int link) {
        asked.put(link, 0);
        return List.of(ask(now, moment, link));
    }

    /** There is no way to register: goes on asking where it had stopped, no faster than before (§2.4). */
    List<Effect> searchAgain(Tick now, Moment moment, int link) {
        if (timers.of(new Timer.Ask(link)).isPresent()) {
            return List.of();
        }
        Tick soonest = askedAt.getOrDefault(link, now.plus(INTERVAL.negated())).plus(intervalAfter(link));
        if (soonest.hasCome(now)) {
            return List.of(ask(now, moment, link));
        }
        timers.set(new Timer.Ask(link), soonest);
        return List.of();
    }

    /** The agent in use has not been heard for a while: asks once, unless it was asked within a second. */
    List<Effect> remind(Tick now, int link) {
        boolean isPaced = Optional.ofNullable(askedAt.get(link))
                .filter(last -> !last.plus(INTERVAL).hasCome(now))
                .isPresent();
        if (isPaced || timers.of(new Timer.Ask(link)).isPresent()) {
            return List.of();
        }
        askedAt.put(link, now);
        return List.of(new Effect.Solicit(link));
    }

    /** A registration has succeeded: the next search may begin at its fastest (§2.4). */
    void registered() {
        asked.clear();
    }

    /** An agent is heard on this link, or there is another way to register by it: no need to ask. */
    void settled(int link) {
        timers.clear(new Timer.Ask(link));
    }

    void linkLost(int link) {
        heard.remove(link);
        asked.remove(link);
        askedAt.remove(link);
        distrusted.remove(link);
        timers.clear(new Timer.Ask(link));
        timers.clear(new Timer.Believe(link));
    }

    /** Whoever advertises on this link as the home agent has not answered: it is not believed for a while. */
    void distrust(Tick now, int link) {
        int before = distrusted.merge(link, 1, Integer::sum) - 1;
        heard.remove(link);
        timers.set(
                new Timer.Believe(link), now.plus(FIRST_DISTRUST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS))));
    }

    /** The home agent has answered by this link. */
    void trust(int link) {
        distrusted.remove(link);
        timers.clear(new Timer.Believe(link));
    }

    /** Whether this advertisement is an own home agent's, and so this link the home link. */
    boolean heard(Tick now, Event.AdvertisementHeard event) {
        int link = event.linkIndex();
        Optional<Ipv4> ours = Stream.concat(Stream.of(event.from()), event.advertisement().routerAddresses().stream())
                .filter(homeAgents::isOurs)
                .findFirst();
        boolean isBelieved = timers.of(new Timer.Believe(link)).isEmpty();
        if (ours.isEmpty() || !event.advertisement().isHomeAgent() || !isBelieved) {
            return false;
        }
        homeAgents.heard(ours.get());
        heard.put(link, event.from());
        timers.clear(new Timer.Ask(link));
        // An advertisement is believed for as long as it says (RFC 1256 §3.1, RFC 5944 §2.4.2.1).
        timers.set(new Timer.Forget(link), now.plus(event.advertisement().lifetime()));
        return true;
    }

    /** After a suspend: where the home agent was heard it is asked for, and believed to be for a moment longer. */
    List<Effect> resumed(Tick now) {
        heard.keySet().forEach(link -> timers.set(new Timer.Forget(link), now.plus(SAYS_SO_AGAIN)));
        return heard.keySet().stream().<Effect>map(Effect.Solicit::new).toList();
    }

    /** The home agent's address on each link where it is heard now. */
    Map<Integer, Ipv4> heardNow() {
        return heard;
    }

    Tick nextDeadline() {
        return timers.next();
    }

    /** What is due, where the node is attached so. */
    List<Effect> deadline(Tick now, Moment moment, Attachment attached) {
        List<Effect> effects = new ArrayList<>();
        for (Timer timer : timers.takeDue(now)) {
            int link = timer.link();
            if (timer instanceof Timer.Forget) {
                heard.remove(link);
            } else if (timer instanceof Timer.Ask && isWorthAsking(link, attached)) {
                effects.add(ask(now, moment, link));
            }
        }
        return effects;
    }

    /** On the link of the foreign agent in use this waits only while that is not heard. */
    private boolean isWorthAsking(int link, Attachment attached) {
        boolean isInitial = asked.getOrDefault(link, 0) < INITIAL_SOLICITATIONS;
        boolean isAgentLost = attached.isOn(link) && attached.usedAgent().isPresent();
        boolean isNeeded = attached instanceof Attachment.Nowhere || isAgentLost;
        return isNeeded || (isInitial && !attached.isOn(link));
    }

    private Effect ask(Tick now, Moment moment, int link) {
        asked.merge(link, 1, Integer::sum);
        askedAt.put(link, now);
        Duration nominal = intervalAfter(link);
        long spread = Math.round(nominal.toNanos() * JITTER * moment.fraction());
        timers.set(new Timer.Ask(link), now.plus(nominal).plus(Duration.ofNanos(spread)));
        return new Effect.Solicit(link);
    }

    /** The nominal time from the last solicitation to the next one. */
    private Duration intervalAfter(int link) {
        int doublings = Math.min(Math.max(asked.getOrDefault(link, 0) - INITIAL_SOLICITATIONS, 0), 6);
        return INTERVAL.multipliedBy(Math.min(1L << doublings, MOST_INTERVALS));
    }
}
