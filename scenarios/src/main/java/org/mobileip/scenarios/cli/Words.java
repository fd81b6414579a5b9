package org.mobileip.scenarios.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures and counts as people read them. */
final class Words {

    private static final double NANOS_PER_MILLI = 1e6;

    private Words() {}

    /** {@code 1 move}, {@code 3 moves}. */
    static String counted(long count, String what) {
        String plural = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
        return count + " " + (count == 1 ? what : plural);
    }

    /** {@code 0.42 ms}, {@code 38.4 ms}, {@code 230 ms}: to three digits. */
    static String millis(double millis) {
        double size = Math.abs(millis);
        if (size < 0.005) {
            return "0 ms";
        }
        String format = size < 1 ? "%.2f ms" : size < 100 ? "%.1f ms" : "%.0f ms";
        return String.format(Locale.ROOT, format, millis);
    }

    static String millis(Duration duration) {
        return millis(duration.toNanos() / NANOS_PER_MILLI);
    }

    /** {@code 38.2 Mbit/s}. */
    static String rate(double bitsPerSecond) {
        String[] units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s"};
        double amount = bitsPerSecond;
        int unit = 0;
        while (amount >= 999.95 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
    }

    /** {@code 0.02%}. */
    static String percent(double percent) {
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f%%" : "%.2f%%", percent);
    }

    /** A figure in its unit, as {@code result.json} names it. */
    static String figure(double value, String unit) {
        return switch (unit) {
            case "ms" -> millis(value);
            case "bit/s" -> rate(value);
            case "%" -> percent(value);
            case "packets" -> counted(Math.round(value), "packet");
            case "replies" -> counted(Math.round(value), "reply");
            default -> String.format(Locale.ROOT, "%.1f %s", value, unit);
        };
    }

    /** {@code 13.6 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** The script's time in a column: {@code  10.00 s}. */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%7.2f s", time.toMillis() / 1000.0);
    }
}
