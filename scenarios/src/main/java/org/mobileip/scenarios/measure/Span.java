package org.mobileip.scenarios.measure;

/**
 * A stretch of time on the clock of {@link Observations}.
 *
 * @param from nanoseconds
 * @param to nanoseconds, not before {@code from}
 */
public record Span(long from, long to) {

    public Span {
        if (to < from) {
            throw new IllegalArgumentException("a span that ends " + (from - to) + " ns before it begins");
        }
    }

    public long nanos() {
        return to - from;
    }

    /** Whether the two share more than a common end: what ends the moment this begins does not overlap it. */
    public boolean overlaps(Span other) {
        return from < other.to && other.from < to;
    }

    /** Whether {@code moment} lies within, the end excluded. */
    public boolean contains(long moment) {
        return from <= moment && moment < to;
    }
}
