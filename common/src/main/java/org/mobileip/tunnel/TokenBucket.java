package org.mobileip.tunnel;

import org.mobileip.time.Tick;

/** So many a second, and so many at once after a pause. For one thread. */
final class TokenBucket {

    private static final long SECOND = 1_000_000_000L;

    private final long nanosEach;
    private final long nanosAtOnce;
    private long paidUntil = Long.MIN_VALUE;

    /**
     * A full bucket.
     *
     * @param aSecond 1 to 10⁹
     * @param atOnce 1 and up
     */
    TokenBucket(int aSecond, int atOnce) {
        nanosEach = SECOND / aSecond;
        nanosAtOnce = nanosEach * (atOnce - 1);
    }

    /** Whether one more is within the limit; then it is taken. */
    boolean take(Tick now) {
        long from = Math.max(paidUntil, now.nanos() - nanosAtOnce);
        if (from > now.nanos()) {
            return false;
        }
        paidUntil = from + nanosEach;
        return true;
    }
}
