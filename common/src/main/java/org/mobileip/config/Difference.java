package org.mobileip.config;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mobileip.net.Encapsulation;

/**
 * Something in which a file that is read again differs from what a daemon goes by.
 *
 * @param what a key, or like {@code node laptop}
 * @param detail for a person; never a key
 */
public record Difference(String what, Kind kind, String detail) {

    /** How it differs. */
    public enum Kind {
        ADDED("added"),
        REMOVED("removed"),
        CHANGED("changed"),
        /** Not before a restart. */
        WAITS("waits_for_restart");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** One of a value, which is good at once or waits for a restart. */
    public static Difference between(String key, Object before, Object after, boolean waits) {
        return new Difference(key, waits ? Kind.WAITS : Kind.CHANGED, words(before) + " -> " + words(after));
    }

    /** One line: {@code registration.max_lifetime: 10m -> 5m}. */
    public String line() {
        return switch (kind) {
            case ADDED, REMOVED -> what + " " + kind.word() + (detail.isEmpty() ? "" : ": " + detail);
            case CHANGED -> what + ": " + detail;
            case WAITS -> what + ": " + detail + " waits for a restart";
        };
    }

    /** One of {@code changes} in mobileip.reload/1. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", what);
        document.put("change", kind.word());
        document.put("detail", detail);
        document.put("text", line());
        return document;
    }

    /** As the file would say it. */
    public static String words(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Difference::words).orElse("none");
        } else if (value instanceof OptionalInt number) {
            return number.isPresent() ? Integer.toString(number.getAsInt()) : "auto";
        } else if (value instanceof OptionalLong rate) {
            return rate.isPresent() ? rate.getAsLong() + "bit/s" : "off";
        } else if (value instanceof Choice choice) {
            return choice.configured();
        } else if (value instanceof Encapsulation encapsulation) {
            return encapsulation.word();
        } else if (value instanceof Assign assign) {
            return assign instanceof Assign.At other
                    ? other.homeAgent().toString()
                    : assign instanceof Assign.Here ? "self" : "refuse";
        } else if (value instanceof Duration duration) {
            return words(duration);
        } else if (value instanceof Collection<?> several) {
            return several.stream().map(Difference::words).sorted().collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }

    private static String words(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSecondsPart() == 0 && !duration.isZero()
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
