package org.mobileip.homeagent;

import org.mobileip.time.Tick;

/**
 * A token bucket that needs two numbers: so many things a second, and so many at once. It is kept as the moment when it will
 * be full again, which is one interval later for each thing.
 */
final class Allowance {

    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final long depth;
    private long full = Long.MIN_VALUE;

    /**
     * A full bucket.
     *
     * @param perSecond tokens that come back each second
     * @param atOnce tokens that it holds
     */
    Allowance(int perSecond, int atOnce) {
        this.interval = SECOND / perSecond;
        this.depth = interval * atOnce;
    }

    /** Whether it holds a token. */
    boolean has(Tick now) {
        return hasOne(full, now, interval, depth);
    }

    /** Takes a token if there is one. */
    boolean take(Tick now) {
        boolean there = has(now);
        if (there) {
            full = after(full, now, interval);
        }
        return there;
    }

    static boolean hasOne(long full, Tick now, long interval, long depth) {
        return full <= now.nanos() + depth - interval;
    }

    static long after(long full, Tick now, long interval) {
        return Math.max(full, now.nanos()) + interval;
    }
}
