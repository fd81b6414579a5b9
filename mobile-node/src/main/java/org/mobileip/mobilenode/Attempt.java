package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;

/**
 * One attempt to get one thing, from the first request until a reply accepts: how each agent was asked so far, and what was
 * tried against its denials. What has helped against nothing is not tried again, so no denial makes a loop.
 */
final class Attempt {

    /** Requests that an agent may leave unanswered before another one is asked. */
    static final int PATIENCE = 3;

    /** So often the node goes on to another home agent before it takes the last one's word for a refusal. */
    private static final int MOST_REDIRECTIONS = 4;

    private final Duration roundTrip;
    private final Lifetime requested;
    private final Map<Ipv4, Backoff> waits = new HashMap<>();
    private final Map<Ipv4, Integer> unansweredBy = new HashMap<>();
    private final Set<Ipv4> denying = new HashSet<>();
    private final Set<Ipv4> redirecting = new HashSet<>();
    private final Set<Remedy> tried = EnumSet.noneOf(Remedy.class);
    private int redirections;
    private int unanswered;

    /**
     * An attempt that begins now.
     *
     * @param roundTrip as last measured; zero where it never was
     * @param requested the lifetime: no wait is longer; for a deregistration that of the binding (§3.6.3)
     */
    Attempt(Duration roundTrip, Lifetime requested) {
        this.roundTrip = roundTrip;
        this.requested = requested;
    }

    /** How long to wait for a reply to the request that is sent now. */
    Duration waitFor(Ipv4 agent) {
        return backoffOf(agent).timeout();
    }

    private Backoff backoffOf(Ipv4 agent) {
        return waits.computeIfAbsent(agent, first -> Backoff.first(roundTrip, requested));
    }

    /** The agent has not answered in that time. */
    void unansweredBy(Ipv4 agent) {
        unanswered++;
        unansweredBy.merge(agent, 1, Integer::sum);
        lengthen(agent);
    }

    /** The agent has said no, and is asked again all the same. */
    void askedInSpiteOfDenial(Ipv4 agent) {
        lengthen(agent);
    }

    private void lengthen(Ipv4 agent) {
        waits.put(agent, backoffOf(agent).next());
    }

    /** Whether it is time to ask another agent; {@code patience} is how many requests may go without a reply. */
    boolean isOutOfPatienceWith(Ipv4 agent, int patience) {
        return unansweredBy.getOrDefault(agent, 0) >= patience;
    }

    /** From now on this agent is waited for as rarely asked ones are. */
    void askRarely(Ipv4 agent) {
        Backoff now = backoffOf(agent);
        waits.put(agent, now.atLeast(Backoff.RARELY));
    }

    void denied(Ipv4 agent) {
        denying.add(agent);
    }

    boolean wasDeniedBy(Ipv4 agent) {
        return denying.contains(agent);
    }

    /** Somebody has answered: what was said before that counts no more. */
    void answered() {
        unanswered = 0;
        unansweredBy.clear();
    }

    /** Requests in a row without a reply. */
    int unanswered() {
        return unanswered;
    }

    /**
     * Whether to go on from {@code agent}, which sends the node to {@code other}: not to one that has sent it on itself, which
     * would be a loop, and not for ever (RFC 4433 §4.2 step 5).
     */
    boolean follows(Ipv4 agent, Ipv4 other) {
        redirecting.add(agent);
        redirections++;
        return redirections <= MOST_REDIRECTIONS && !redirecting.contains(other);
    }

    /** Whether {@code remedy} is worth trying: it was not yet tried. Then it is from now on. */
    boolean tries(Remedy remedy) {
        return tried.add(remedy);
    }
}
