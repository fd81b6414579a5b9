package org.mobileip.mobilenode;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.mobileip.auth.IdentificationClock;
import org.mobileip.auth.IdentificationSource;
import org.mobileip.auth.NonceEcho;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;
import org.mobileip.wire.ReplyCode;

/**
 * The Identification of each request (RFC 5944 §5.7), as the security association wants it. Timestamps rise from request to
 * request, whichever home agent it is for; nonces are a matter between the node and each home agent.
 */
final class Identifications {

    /** A network has few home agents; a node that met more of them than this starts again. */
    private static final int MOST_AGENTS = 16;

    private final ReplayProtection replay;
    private final IdentificationClock clock;
    private final Map<Ipv4, NonceEcho> nonces = new HashMap<>();

    Identifications(ReplayProtection replay, Memory memory) {
        this.replay = replay;
        clock = new IdentificationClock(memory.newest());
        memory.nonces().forEach((agent, nonce) -> nonces.put(agent, new NonceEcho(OptionalInt.of(nonce))));
    }

    /** With nonces an unanswered request is sent again unchanged; with timestamps it is a new one each time (§3.6.3). */
    boolean renewsRetransmissions() {
        return replay == ReplayProtection.TIMESTAMPS;
    }

    /** By what requests are known to be new. */
    ReplayProtection replay() {
        return replay;
    }

    Identification next(Ipv4 agent, Moment moment) {
        return of(agent).next(moment.timeOfDay(), moment.noise());
    }

    /**
     * An authentic reply has come from {@code agent}: takes its nonce, or its time where it says that ours is wrong
     * (§3.6.2.3: code 133, and code 136 where the home agent has put its own time).
     */
    void heard(Ipv4 agent, ReplyCode code, Identification requested, Identification replied, Moment moment) {
        boolean isMismatch = code.equals(ReplyCode.IDENTIFICATION_MISMATCH)
                || (code.equals(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS) && !replied.equals(requested));
        of(agent).hear(requested, replied, isMismatch, moment.timeOfDay());
    }

    /** The time of day, corrected to that of the home agent. */
    Instant timeOfDay(Moment moment) {
        return clock.homeAgentsTime(moment.timeOfDay());
    }

    /** To be kept over a restart. */
    Memory memory() {
        Map<Ipv4, Integer> said = new HashMap<>();
        nonces.forEach((agent, echo) -> echo.nonce().ifPresent(nonce -> said.put(agent, nonce)));
        return new Memory(clock.newest(), said);
    }

    private IdentificationSource of(Ipv4 agent) {
        if (replay == ReplayProtection.TIMESTAMPS) {
            return clock;
        }
        if (nonces.size() >= MOST_AGENTS && !nonces.containsKey(agent)) {
            nonces.clear();
        }
        return nonces.computeIfAbsent(agent, unknown -> new NonceEcho());
    }
}
