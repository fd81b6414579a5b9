package org.mobileip.scenarios.wire;

import java.util.Arrays;

/** Numbers in rising order. Unchangeable. */
public final class LongSeries {

    private final long[] sorted;

    private LongSeries(long[] sorted) {
        this.sorted = sorted;
    }

    /** These numbers, sorted. */
    public static LongSeries of(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new LongSeries(sorted);
    }

    public int size() {
        return sorted.length;
    }

    /**
     * The number that this share of all, 0 to 1, do not exceed.
     *
     * @throws IllegalStateException when there are none
     */
    public long at(double share) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no numbers");
        }
        return sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))];
    }

    /** The distances of these numbers from zero. */
    public LongSeries distances() {
        return of(Arrays.stream(sorted).map(Math::abs).toArray());
    }

    /** The share of all whose distance from zero is no more than {@code distance}. */
    public double shareWithin(long distance) {
        long within = Arrays.stream(sorted)
                .filter(value -> Math.abs(value) <= distance)
                .count();
        return sorted.length == 0 ? 0 : (double) within / sorted.length;
    }
}
