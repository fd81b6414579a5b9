package org.mobileip.mobilenode;

import java.time.Duration;
import org.mobileip.wire.Lifetime;

/**
 * How long to wait for a reply before the next request (RFC 5944 §3.6.3): never less than a second, at least twice the
 * round trip and 100 ms, each time twice as long, and no longer than the lifetime that is asked for.
 *
 * @param timeout until the next request
 * @param limit which it never exceeds, at least a second
 */
public record Backoff(Duration timeout, Duration limit) {

    /** The least wait after a denial that only a person can do something about. */
    static final Duration RARELY = Duration.ofSeconds(30);

    private static final Duration MINIMUM = Duration.ofSeconds(1);
    private static final Duration PROCESSING = Duration.ofMillis(100);

    /**
     * The wait after the first request.
     *
     * @param roundTrip as last measured, zero where it never was
     * @param requested the lifetime in the request; one that is zero sets no limit
     */
    public static Backoff first(Duration roundTrip, Lifetime requested) {
        Duration limit = longer(MINIMUM, requested.isZero() ? Lifetime.INFINITE.duration() : requested.duration());
        Duration wanted = longer(MINIMUM, roundTrip.multipliedBy(2).plus(PROCESSING));
        return new Backoff(shorter(wanted, limit), limit);
    }

    /** The wait after one more request. */
    public Backoff next() {
        return new Backoff(shorter(timeout.multipliedBy(2), limit), limit);
    }

    /** As this one, but for no less than {@code wanted}, as far as the limit allows. */
    Backoff atLeast(Duration wanted) {
        return new Backoff(shorter(longer(timeout, wanted), limit), limit);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
