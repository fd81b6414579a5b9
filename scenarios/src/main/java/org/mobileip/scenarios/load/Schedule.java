package org.mobileip.scenarios.load;

/**
 * When each request of a step is meant to leave: evenly, from {@code start} on, whatever becomes of those before (open loop).
 * The Identification of a request is that very moment by the wall clock, so that the reply alone tells which request it answers
 * and how long ago that was meant to leave.
 *
 * @param start by {@link System#nanoTime}
 * @param wallSeconds the wall clock then, seconds since 1900
 * @param wallNanos and the nanoseconds of that second
 * @param rate requests a second, 1 to 1,000,000
 * @param count how many there are
 */
record Schedule(long start, long wallSeconds, int wallNanos, double rate, int count) {

    static final long SECOND = 1_000_000_000L;

    private static final int FRACTION_BITS = 32;
    private static final long LOW_HALF = 0xffff_ffffL;

    /** When request {@code number} is meant to leave, from the start, in nanoseconds. */
    long offset(int number) {
        return Math.round(number * (SECOND / rate));
    }

    /** How many are meant to have left at {@code now}, by {@link System#nanoTime}. */
    int due(long now) {
        long elapsed = now - start;
        return elapsed < 0 ? 0 : (int) Math.min(count, (long) Math.floor(elapsed * rate / SECOND) + 1);
    }

    /** The Identification of request {@code number}. */
    long identification(int number) {
        long nanos = wallNanos + offset(number);
        long seconds = wallSeconds + nanos / SECOND;
        long fraction = (((nanos % SECOND) << FRACTION_BITS) + SECOND - 1) / SECOND; // up, to come back down
        return (seconds << FRACTION_BITS) + fraction;
    }

    /** The number of the request with this Identification; -1 for none of this step. */
    int number(long identification) {
        long seconds = (identification >>> FRACTION_BITS) - wallSeconds;
        if (seconds < 0 || seconds > Integer.MAX_VALUE) {
            return -1;
        }
        long nanos = seconds * SECOND + (((identification & LOW_HALF) * SECOND) >>> FRACTION_BITS) - wallNanos;
        long number = Math.round(nanos * rate / SECOND);
        return number >= 0 && number < count && identification((int) number) == identification ? (int) number : -1;
    }
}
