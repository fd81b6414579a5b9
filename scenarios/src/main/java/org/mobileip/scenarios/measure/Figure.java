package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.mobileip.scenarios.language.Comparison;

/**
 * A measured value and the limit it is held against, both in {@code unit}.
 *
 * @param measured rounded to six decimals, so that whoever reads it comes to the same verdict; empty: there was nothing to
 *     measure, which holds against no limit
 * @param unit {@code ms}, {@code bit/s}, {@code packets}, {@code %} or {@code replies}
 */
public record Figure(OptionalDouble measured, Comparison comparison, double limit, String unit) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PRECISION = 1e6;

    public Figure {
        measured = measured.isPresent() ? OptionalDouble.of(rounded(measured.getAsDouble())) : measured;
    }

    public boolean holds() {
        return measured.isPresent() && comparison.holds(measured.getAsDouble(), limit);
    }

    /** How far the measured value is from the limit, in the unit, 0 or more; empty where nothing was measured. */
    public OptionalDouble distance() {
        return measured.isPresent()
                ? OptionalDouble.of(rounded(Math.abs(measured.getAsDouble() - limit)))
                : OptionalDouble.empty();
    }

    static Figure ofMillis(OptionalLong nanos, Comparison comparison, Duration limit) {
        OptionalDouble millis =
                nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / NANOS_PER_MILLI) : OptionalDouble.empty();
        return new Figure(millis, comparison, millis(limit), "ms");
    }

    /** In milliseconds, to the nanosecond. */
    static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }
}
