package org.mobileip.scenarios.wire;

import java.time.Duration;
import java.util.OptionalLong;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario.LinkQuality;

/**
 * What a wire does to the frames of one direction.
 *
 * @param delay from end to end
 * @param jitter added to the delay, evenly between nothing and this; frames keep their order all the same
 * @param loss share of frames lost, 0 to 1
 * @param bitsPerSecond how fast frames enter, counted from their IP headers on; empty: at once
 * @param duplication share of frames that arrive twice
 * @param reordering share of frames that are held back by {@code reorderingBy} and overtaken meanwhile
 */
public record Impairment(
        Duration delay,
        Duration jitter,
        double loss,
        OptionalLong bitsPerSecond,
        double duplication,
        double reordering,
        Duration reorderingBy) {

    /** A wire like any other. */
    public static final Impairment NONE =
            new Impairment(Duration.ZERO, Duration.ZERO, 0, OptionalLong.empty(), 0, 0, Duration.ZERO);

    /** How long a frame may wait for those before it, at the wire's rate. */
    private static final Duration QUEUE = Duration.ofMillis(100);

    /** A slow wire has room for a few frames of the usual size nevertheless. */
    private static final long SMALLEST_QUEUE = 16 * 1500;

    /** What the packets between a network and the core go through. */
    public static Impairment of(LinkQuality quality) {
        return new Impairment(
                quality.delay().orElse(Duration.ZERO),
                quality.jitter().orElse(Duration.ZERO),
                quality.loss().orElse(0.0),
                quality.bitsPerSecond().map(OptionalLong::of).orElse(OptionalLong.empty()),
                quality.duplication().orElse(0.0),
                quality.reordering().orElse(0.0),
                quality.reordering().isPresent() ? LinkQuality.HELD_BACK : Duration.ZERO);
    }

    public Impairment {
        checkShare("loss", loss);
        checkShare("duplication", duplication);
        checkShare("reordering", reordering);
        if (delay.isNegative() || jitter.isNegative() || reorderingBy.isNegative()) {
            throw new IllegalArgumentException("a time is negative: " + delay + ", " + jitter + ", " + reorderingBy);
        }
        if (bitsPerSecond.isPresent() && bitsPerSecond.getAsLong() < 1) {
            throw new IllegalArgumentException("a rate of " + bitsPerSecond.getAsLong() + " bit/s");
        }
    }

    private static void checkShare(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " of " + share + " is not within 0 to 1");
        }
    }

    /** Octets that may wait where there is a rate: 100 ms of it, or 16 frames. What comes on top is lost. */
    long queueOctets() {
        return bitsPerSecond.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(SMALLEST_QUEUE, bitsPerSecond.getAsLong() / 8 * QUEUE.toMillis() / 1000);
    }

    /** As it is after a change of quality; any other change leaves it alone. */
    public Impairment with(LinkChange change) {
        if (change instanceof LinkChange.Delay other) {
            return withDelay(other.delay());
        } else if (change instanceof LinkChange.Loss other) {
            return withLoss(other.share());
        } else if (change instanceof LinkChange.Rate other) {
            return withRate(other.bitsPerSecond());
        }
        return this;
    }

    public Impairment withDelay(Duration newDelay) {
        return new Impairment(newDelay, jitter, loss, bitsPerSecond, duplication, reordering, reorderingBy);
    }

    public Impairment withJitter(Duration newJitter) {
        return new Impairment(delay, newJitter, loss, bitsPerSecond, duplication, reordering, reorderingBy);
    }

    public Impairment withLoss(double newLoss) {
        return new Impairment(delay, jitter, newLoss, bitsPerSecond, duplication, reordering, reorderingBy);
    }

    public Impairment withRate(long newBitsPerSecond) {
        OptionalLong rate = OptionalLong.of(newBitsPerSecond);
        return new Impairment(delay, jitter, loss, rate, duplication, reordering, reorderingBy);
    }

    public Impairment withDuplication(double share) {
        return new Impairment(delay, jitter, loss, bitsPerSecond, share, reordering, reorderingBy);
    }

    public Impairment withReordering(double share, Duration by) {
        return new Impairment(delay, jitter, loss, bitsPerSecond, duplication, share, by);
    }
}
