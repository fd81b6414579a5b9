package org.mobileip.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How often something took how long; recording allocates nothing. For one thread. */
public final class TimeHistogram {

    /** Upper bounds, each included: from a reply out of memory to one that waits for a slow disk. */
    static final List<Duration> BOUNDS = Stream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
                    2_500_000)
            .map(micros -> Duration.ofNanos(micros * 1000L))
            .toList();

    private final long[] bounds = BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /** One more than bounds: whatever took longer than all of them. */
    private final long[] counts = new long[bounds.length + 1];

    private long sum;

    /**
     * What was recorded until now.
     *
     * @param counts how often within each of {@link #BOUNDS}, and not within the one before; the last: longer than all
     * @param seconds the sum of all
     */
    public record Snapshot(List<Long> counts, double seconds) {

        public Snapshot {
            counts = List.copyOf(counts);
        }
    }

    /** So many took so long. */
    public void record(long nanos, int times) {
        int bucket = 0;
        while (bucket < bounds.length && bounds[bucket] < nanos) {
            bucket++;
        }
        counts[bucket] += times;
        sum += nanos * times;
    }

    /** A copy. */
    public Snapshot snapshot() {
        List<Long> copy = new ArrayList<>();
        for (long count : counts) {
            copy.add(count);
        }
        return new Snapshot(copy, sum / 1e9);
    }
}
