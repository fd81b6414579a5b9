package org.mobileip.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number and a unit, like {@code 10m}, {@code 1.5s} or {@code 1h30m}. */
final class Durations {

    /** What a lifetime of 65535 seconds means on the wire (RFC 5944 §3.3). */
    static final Duration INFINITE = Duration.ofSeconds(65535);

    private static final Duration LONGEST_LIFETIME = Duration.ofSeconds(65534);

    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,6}))?(ms|s|min|m|h|d)");

    private static final Map<String, Long> MICROS = Map.of(
            "ms",
            1_000L,
            "s",
            1_000_000L,
            "min",
            60_000_000L,
            "m",
            60_000_000L,
            "h",
            3_600_000_000L,
            "d",
            86_400_000_000L);

    private Durations() {}

    static Values.Parser<Duration> within(Duration least, Duration most) {
        return raw -> {
            Duration duration = parse(raw);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new BadValue("\"" + raw + "\" is not within " + text(least) + " to " + text(most));
            }
            return duration;
        };
    }

    /** A lifetime in whole seconds, or "infinite". */
    static Duration lifetime(Object raw) throws BadValue {
        if (raw.equals("infinite")) {
            return INFINITE;
        }
        Duration duration = parse(raw);
        if (duration.compareTo(LONGEST_LIFETIME) > 0) {
            throw new BadValue(
                    "\"" + raw + "\" is longer than a registration can last",
                    "at most \"65534s\" (18 h 12 min), or \"infinite\"");
        }
        if (duration.isZero() || duration.toNanosPart() != 0) {
            throw new BadValue("\"" + raw + "\" is not a lifetime", "whole seconds, at least \"1s\"");
        }
        return duration;
    }

    private static Duration parse(Object raw) throws BadValue {
        if (raw instanceof Long || raw instanceof Double) {
            throw new BadValue(
                    "expected a duration with a unit, found " + Values.described(raw),
                    "write it in quotes and with its unit: \"" + raw + "s\"");
        }
        String text = Values.text(raw);
        if (text.matches("[0-9]+(\\.[0-9]+)?")) {
            throw new BadValue("\"" + text + "\" has no unit", "did you mean \"" + text + "s\"?");
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            sum = sum.plus(Duration.of(micros(part), java.time.temporal.ChronoUnit.MICROS));
            end = part.end();
        }
        if (text.isEmpty() || end < text.length()) {
            throw new BadValue(
                    "\"" + text + "\" is not a duration here", "a number and a unit: ms, s, m, h or d, like \"10m\"");
        }
        return sum;
    }

    private static long micros(Matcher part) {
        long unit = MICROS.getOrDefault(part.group(3), 0L);
        long whole = Long.parseLong(part.group(1)) * unit;
        String fraction = part.group(2);
        return fraction == null
                ? whole
                : whole + Long.parseLong((fraction + "000000").substring(0, 6)) * unit / 1_000_000;
    }

    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
