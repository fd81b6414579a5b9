package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear scale from values to places.
 *
 * @param from the value at {@code left}
 * @param to the value at {@code right}
 */
record Axis(double from, double to, double left, double right) {

    private static final int TICKS = 8;

    Axis {
        if (!(to > from)) {
            throw new IllegalArgumentException("nothing between " + from + " and " + to);
        }
    }

    double at(double value) {
        return left + (value - from) / (to - from) * (right - left);
    }

    /** As {@link #at}, and not beyond the ends. */
    double within(double value) {
        return at(Math.max(from, Math.min(to, value)));
    }

    boolean holds(double value) {
        return value >= from && value <= to;
    }

    /** Round values, some eight of them. */
    List<Double> ticks() {
        double step = niceStep((to - from) / TICKS);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    static double niceStep(double rough) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / magnitude;
        double nice = ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10;
        return nice * magnitude;
    }

    /** Draws lines from {@code top} to {@code bottom} with labels and the unit under them. */
    void draw(Svg svg, double top, double bottom, String unit) {
        for (double tick : ticks()) {
            svg.line(at(tick), top, at(tick), bottom, Ink.GRID, 1);
            svg.label(at(tick), bottom + 13, label(tick), Svg.Anchor.MIDDLE, Ink.FAINT, 10);
        }
        svg.label(right + 16, bottom + 13, unit, Svg.Anchor.START, Ink.FAINT, 10);
    }

    static String label(double tick) {
        if (tick == Math.rint(tick)) {
            return Long.toString(Math.round(tick));
        }
        return String.format(Locale.ROOT, "%.3f", tick).replaceAll("0+$", "");
    }
}
