package org.mobileip.scenarios.clock;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clock of a run: monotonic nanoseconds whose zero means nothing. The kernel notes the moments of packets by the wall
 * clock; the distance between the two clocks is taken once, at the start, so that all figures of a run lie on one line. The
 * clocks run at the same speed, slewing included, but the wall clock may be set: {@link #step} tells. Safe for use by several
 * threads.
 */
public final class RunClock {

    private static final int READINGS = 50;
    private static final long NANOS = 1_000_000_000L;

    /** More than two readings of the distance ever differ by. */
    private static final long NOTEWORTHY_STEP = 500_000;

    private final LongSupplier distance;
    private final long wallAhead;

    private RunClock(LongSupplier distance) {
        this.distance = distance;
        this.wallAhead = distance.getAsLong();
    }

    /** Takes the distance between the clocks now. */
    public static RunClock start() {
        return new RunClock(RunClock::measureDistance);
    }

    /** A clock for tests; {@code distance} is asked now and by {@link #step}. */
    public static RunClock withDistance(LongSupplier distance) {
        return new RunClock(distance);
    }

    /** Now. */
    public long nanos() {
        return System.nanoTime();
    }

    /** The moment that the wall clock showed as {@code epochNanos}, nanoseconds since 1970. */
    public long ofWall(long epochNanos) {
        return epochNanos - wallAhead;
    }

    /** What the wall clock showed at a moment, in nanoseconds since 1970. */
    public long toWall(long nanos) {
        return nanos + wallAhead;
    }

    /** A remark where the wall clock was set since the start; the moments of packets after that are wrong by as much. */
    public Optional<String> step() {
        long step = distance.getAsLong() - wallAhead;
        if (Math.abs(step) < NOTEWORTHY_STEP) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the wall clock was set by %+.1f ms during the run: times of arrival after that are wrong by as much",
                step / 1e6));
    }

    /** The reading that was interrupted least is the best one. */
    private static long measureDistance() {
        long narrowest = Long.MAX_VALUE;
        long best = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long width = System.nanoTime() - before;
            if (width < narrowest) {
                narrowest = width;
                best = wall.getEpochSecond() * NANOS + wall.getNano() - (before + width / 2);
            }
        }
        return best;
    }
}
