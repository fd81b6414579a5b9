package org.mobileip.mobilenode.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.cli.ControlOptions;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;

/** Whether the home address is reachable, as the daemon's status says. */
final class Reachable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private Reachable() {}

    /** Registered, or at home. */
    static boolean is(Map<String, Object> status) {
        return Boolean.TRUE.equals(status.get("registered")) || "home".equals(status.get("state"));
    }

    /** What is told of the registration. */
    static Map<?, ?> registration(Map<String, Object> status) {
        return status.get("registration") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The most important thing that is not as it should be. */
    static String trouble(Map<String, Object> status) {
        return status.get("health") instanceof List<?> troubles && !troubles.isEmpty()
                ? String.valueOf(troubles.get(0))
                : "the state is " + status.get("state");
    }

    /**
     * Asks until {@code end} says so.
     *
     * @return the status that satisfied; empty when the time was over before
     * @throws ControlException when no daemon answers
     */
    static Optional<Map<String, Object>> await(
            ControlOptions control, Duration timeout, java.util.function.Predicate<Map<String, Object>> end)
            throws ControlException, ConfigException {
        long last = System.nanoTime() + timeout.toNanos();
        while (true) {
            Map<String, Object> status = control.ask("status");
            if (end.test(status)) {
                return Optional.of(status);
            }
            if (System.nanoTime() - last >= 0) {
                return Optional.empty();
            }
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
