package org.mobileip.homeagent.daemon;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mobileip.homeagent.DiscardReason;
import org.mobileip.metrics.TimeHistogram;
import org.mobileip.wire.ReplyCode;

/** How many requests came to what, and how long that took. Its size is bounded: reasons and codes are a fixed few. For one thread. */
final class Tally {

    private final SortedMap<String, Long> denied = new TreeMap<>();
    private final Map<DiscardReason, Long> discarded = new EnumMap<>(DiscardReason.class);
    private Optional<TimeHistogram> times = Optional.empty();
    private long accepted;

    /**
     * What was counted until now.
     *
     * @param denied by reply code
     * @param discarded by reason, of which those that did not occur are left out
     * @param times from when requests were read until their replies were sent; empty: nobody wanted to know
     */
    record Snapshot(
            long accepted,
            SortedMap<String, Long> denied,
            SortedMap<String, Long> discarded,
            Optional<TimeHistogram.Snapshot> times) {}

    void accepted() {
        accepted++;
    }

    void denied(ReplyCode code) {
        denied.merge(Integer.toString(code.value()), 1L, Long::sum);
    }

    void discarded(DiscardReason why) {
        discarded.merge(why, 1L, Long::sum);
    }

    /** From now on {@link #answered} is wanted. */
    void beTimed() {
        times = Optional.of(new TimeHistogram());
    }

    boolean isTimed() {
        return times.isPresent();
    }

    /** So many replies have left, so long after their requests were read. */
    void answered(int replies, long nanos) {
        times.ifPresent(known -> known.record(nanos, replies));
    }

    Snapshot snapshot() {
        SortedMap<String, Long> reasons = new TreeMap<>();
        discarded.forEach((reason, count) -> reasons.put(reason.word(), count));
        return new Snapshot(accepted, new TreeMap<>(denied), reasons, times.map(TimeHistogram::snapshot));
    }
}
