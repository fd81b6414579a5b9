package org.mobileip.scenarios.sim.tcp;

/** How long to wait for an acknowledgement (RFC 6298), within the bounds that Linux has. All times in nanoseconds. */
final class RoundTrips {

    private static final long FIRST = 1_000_000_000L;
    private static final long SHORTEST = 200_000_000L;
    private static final long LONGEST = 120_000_000_000L;

    private long smoothed = -1;
    private long variation;
    private long timeout = FIRST;

    /** A round trip was measured, of something that was sent once. */
    void measured(long nanos) {
        if (smoothed < 0) {
            smoothed = nanos;
            variation = nanos / 2;
        } else {
            variation = (3 * variation + Math.abs(smoothed - nanos)) / 4;
            smoothed = (7 * smoothed + nanos) / 8;
        }
        timeout = Math.max(smoothed + SHORTEST, Math.min(LONGEST, smoothed + 4 * variation));
    }

    /** Nobody answered for that long. */
    void timedOut() {
        timeout = Math.min(LONGEST, timeout * 2);
    }

    long timeout() {
        return timeout;
    }
}
