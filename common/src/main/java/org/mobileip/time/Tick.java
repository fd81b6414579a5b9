package org.mobileip.time;

import java.time.Duration;

/**
 * A moment on a monotonic clock that goes on during suspend and is never set. Its zero means nothing.
 *
 * @param nanos nanoseconds since that zero
 */
public record Tick(long nanos) implements Comparable<Tick> {

    /** Later than every other tick. */
    public static final Tick NEVER = new Tick(Long.MAX_VALUE);

    /** {@code duration} after this tick; what lies beyond the end of time, or after {@link #NEVER}, is NEVER. */
    public Tick plus(Duration duration) {
        if (equals(NEVER)) {
            return NEVER;
        }
        try {
            return new Tick(Math.addExact(nanos, duration.toNanos()));
        } catch (ArithmeticException beyondTheEndOfTime) {
            return NEVER;
        }
    }

    /** How long after {@code earlier} this tick is; negative if it is before. */
    public Duration since(Tick earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public boolean isBefore(Tick other) {
        return nanos < other.nanos;
    }

    public boolean isAfter(Tick other) {
        return nanos > other.nanos;
    }

    /** This tick has come when it is {@code now} or earlier. */
    public boolean hasCome(Tick now) {
        return nanos <= now.nanos;
    }

    public Tick earlierOf(Tick other) {
        return other.isBefore(this) ? other : this;
    }

    @Override
    public int compareTo(Tick other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return equals(NEVER)
                ? "never"
                : "+" + Duration.ofNanos(nanos).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
