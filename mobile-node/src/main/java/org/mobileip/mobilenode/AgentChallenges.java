package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Octets;

/**
 * The challenges of foreign agents (RFC 4721): the newest of each, from its advertisements and replies, and the one that was
 * answered last. None that is older than that one is ever used, and none twice but in a repetition of an unanswered request
 * (§3.1, §3.5, §4).
 */
final class AgentChallenges {

    /** A node that has met more of them begins anew with the one met first. */
    private static final int MOST_AGENTS = 64;

    private final Map<ForeignAgent, Octets> newest = new LinkedHashMap<>();
    private final Map<ForeignAgent, Octets> used = new LinkedHashMap<>();
    private final Set<ForeignAgent> spent = new HashSet<>();
    private final Set<ForeignAgent> insisting = new HashSet<>();

    /** {@code agent} has advertised, or given in a reply, this challenge; whether it can be used and could not be before. */
    boolean heard(ForeignAgent agent, Octets challenge) {
        if (is(used, agent, challenge) || is(newest, agent, challenge)) {
            return false;
        }
        keepFew(agent);
        newest.put(agent, challenge);
        return spent.remove(agent) || insisting.contains(agent);
    }

    private void keepFew(ForeignAgent agent) {
        if (newest.size() >= MOST_AGENTS && !newest.containsKey(agent)) {
            ForeignAgent first = newest.keySet().iterator().next();
            newest.remove(first);
            used.remove(first);
            spent.remove(first);
            insisting.remove(first);
        }
    }

    /** The foreign agent denies requests without a challenge, or with that one (104, 105, 106). */
    void refused(ForeignAgent agent) {
        insisting.add(agent);
    }

    /** A reply has come: what its request has answered will not do for another one. */
    void answered(ForeignAgent agent) {
        Octets last = used.get(agent);
        if (last != null && is(newest, agent, last)) {
            spent.add(agent);
        }
    }

    private static boolean is(Map<ForeignAgent, Octets> known, ForeignAgent agent, Octets challenge) {
        return Optional.ofNullable(known.get(agent)).filter(challenge::equals).isPresent();
    }

    /** The challenge for a request that is sent now. */
    Optional<Octets> use(ForeignAgent agent) {
        Optional<Octets> challenge = Optional.ofNullable(newest.get(agent));
        challenge.ifPresent(octets -> used.put(agent, octets));
        return challenge;
    }

    /** Whether a new one is needed before the next request, so that it has to be asked for (§3.3). */
    boolean isMissing(ForeignAgent agent) {
        return spent.contains(agent) || (insisting.contains(agent) && !newest.containsKey(agent));
    }
}
