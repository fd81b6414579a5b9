package org.mobileip.cli;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Human {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Human() {}

    /** How long ago or how long still, in the two units that matter: {@code 12 s}, {@code 31 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return withRest(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        if (duration.compareTo(Duration.ofDays(1)) < 0) {
            return withRest(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return withRest(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String withRest(long whole, String unit, int rest, String smaller) {
        return whole + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
    }

    /** A clock that runs down, in whole seconds: {@code 9:48}, {@code 1:02:03}. */
    public static String clock(long seconds) {
        long hours = seconds / 3600;
        String minutes = hours == 0 ? "" + seconds / 60 : String.format("%d:%02d", hours, seconds / 60 % 60);
        return minutes + String.format(":%02d", seconds % 60);
    }

    /** {@code 900 B}, {@code 18.4 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes / 1024.0;
        int unit = 0;
        while (amount >= 1023.95) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
