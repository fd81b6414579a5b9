package org.mobileip.wire;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.mobileip.time.Tick;

/**
 * How long a registration is good for, as requests, replies and agent advertisements carry it (RFC 5944 §3.3, §3.4,
 * §2.1.1): zero asks for deregistration, 0xffff is infinity.
 *
 * @param seconds 0 to 65535
 */
public record Lifetime(int seconds) implements Comparable<Lifetime> {

    /** Deregistration. */
    public static final Lifetime ZERO = new Lifetime(0);

    /** A registration that does not expire. */
    public static final Lifetime INFINITE = new Lifetime(0xffff);

    public Lifetime {
        if (seconds < 0 || seconds > 0xffff) {
            throw new IllegalArgumentException("lifetime " + seconds + " is not within 0 to 65535 seconds");
        }
    }

    /**
     * A finite lifetime, the part of a second left away.
     *
     * @throws IllegalArgumentException for less than a second (but zero itself is {@link #ZERO}), since that would ask
     *     for deregistration, and for more than 65534 seconds, since the next number means infinity
     */
    public static Lifetime of(Duration duration) {
        boolean tooShort = !duration.isZero() && duration.compareTo(Duration.ofSeconds(1)) < 0;
        if (tooShort || duration.compareTo(Duration.ofSeconds(0xffff)) >= 0) {
            throw new IllegalArgumentException("a lifetime is 1 to 65534 seconds, not " + duration);
        }
        return new Lifetime((int) duration.toSeconds());
    }

    public boolean isZero() {
        return seconds == 0;
    }

    public boolean isInfinite() {
        return seconds == 0xffff;
    }

    /** When this lifetime ends if it starts {@code now}; {@link Tick#NEVER} for an infinite one. */
    public Tick endFrom(Tick now) {
        return now.plus(duration());
    }

    /** This lifetime, or {@code limit} where that is shorter. */
    public Lifetime atMost(Lifetime limit) {
        return compareTo(limit) <= 0 ? this : limit;
    }

    /** Its length; for an infinite one longer than any {@link Tick} can be ahead. */
    public Duration duration() {
        return isInfinite() ? ChronoUnit.FOREVER.getDuration() : Duration.ofSeconds(seconds);
    }

    @Override
    public int compareTo(Lifetime other) {
        return Integer.compare(seconds, other.seconds);
    }

    /** Like {@code 600 s} or {@code infinite}. */
    @Override
    public String toString() {
        return isInfinite() ? "infinite" : seconds + " s";
    }
}
