package org.mobileip.time;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets one event a second through for each subject, and says how many were held back since the last. The subjects are a
 * fixed few, never taken from packets.
 *
 * @param <S> what is limited separately
 */
public final class RateLimit<S> {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final class Gate {
        private Tick opens;
        private long heldBack;

        private Gate(Tick opens) {
            this.opens = opens;
        }
    }

    private final Map<S, Gate> gates = new HashMap<>();

    /** How many of {@code subject} were held back before this one; empty when this one is held back too. */
    public OptionalLong pass(Tick now, S subject) {
        Gate gate = gates.computeIfAbsent(subject, first -> new Gate(now));
        if (!gate.opens.hasCome(now)) {
            gate.heldBack++;
            return OptionalLong.empty();
        }
        long heldBack = gate.heldBack;
        gate.heldBack = 0;
        gate.opens = now.plus(INTERVAL);
        return OptionalLong.of(heldBack);
    }
}
