package org.mobileip.scenarios.wire;

import java.util.Locale;

/**
 * How well a wire kept its word.
 *
 * @param packetsPerSecond how fast packets went in
 * @param sent packets that went in
 * @param tookNanos from the first of them to the last
 * @param arrived packets that came out
 * @param errors how much later than it should each came out, in nanoseconds, in rising order; negative: earlier
 * @param processorShare of one processor, that the wire used
 * @param counters of the wire
 */
public record CalibrationReport(
        int packetsPerSecond,
        int sent,
        long tookNanos,
        int arrived,
        LongSeries errors,
        double processorShare,
        WireCounters counters) {

    /** The error that this share of the packets, 0 to 1, do not exceed. */
    public long errorAt(double share) {
        return errors.at(share);
    }

    /** The share of the packets that came out no more than {@code nanos} too early or too late. */
    public double shareWithin(long nanos) {
        return errors.shareWithin(nanos);
    }

    /** How much too early or too late this share of the packets, 0 to 1, came out at most; in nanoseconds. */
    public long offByAt(double share) {
        return errors.distances().at(share);
    }

    /** How fast packets really went in. */
    public double achievedPerSecond() {
        return tookNanos <= 0 ? 0 : (sent - 1) * 1e9 / tookNanos;
    }

    /** The share of the packets that the wire lost by chance. */
    public double shareLost() {
        return sent == 0 ? 0 : (double) counters.lost() / sent;
    }

    /** Packets that are missing and were not to be lost. */
    public long missing() {
        return sent - arrived - counters.lost() - counters.queueFull();
    }

    /** One line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,7d packets/s: %,d in, %,d out, off by (µs) %.0f/%.0f/%.0f/%.0f/%.0f (0/1/50/99/100 %%),"
                        + " %.2f %% within 200 µs, %.0f %% of a processor",
                packetsPerSecond,
                sent,
                arrived,
                errorAt(0) / 1e3,
                errorAt(0.01) / 1e3,
                errorAt(0.5) / 1e3,
                errorAt(0.99) / 1e3,
                errorAt(1) / 1e3,
                shareWithin(200_000) * 100,
                processorShare * 100);
    }
}
