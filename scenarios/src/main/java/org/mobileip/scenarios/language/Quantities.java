package org.mobileip.scenarios.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobileip.config.BadValue;

/** Numbers with units, from text and to text. Reading and writing are exact: what is written is read as the same. */
final class Quantities {

    /** Nothing in a scenario lasts longer. */
    static final Duration LONGEST = Duration.ofDays(7);

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)(.*)", Pattern.DOTALL);

    private static final Pattern COMMA = Pattern.compile("[0-9]{1,12},[0-9]{1,12}[a-zA-Z%/]{0,8}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    private static final Map<String, Long> NANOS = Map.of(
            "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "min", 60_000_000_000L, "h", 3_600_000_000_000L);

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private static final List<String> UNITS_OF_TIME = List.of("h", "min", "s", "ms", "us");

    private static final Map<String, Long> BITS =
            Map.of("bit/s", 1L, "kbit/s", 1_000L, "Mbit/s", 1_000_000L, "Gbit/s", 1_000_000_000L);

    private static final List<String> UNITS_OF_RATE = List.of("Gbit/s", "Mbit/s", "kbit/s", "bit/s");

    private static final String TIME_HINT = "a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or 2min";
    private static final String RATE_HINT = "a number and its unit, bit/s, kbit/s, Mbit/s or Gbit/s, like 10Mbit/s";

    private Quantities() {}

    /** {@code 5ms}, {@code 1.5s}, {@code 2min}; to the nanosecond, up to {@link #LONGEST}. */
    static Duration duration(String text) throws BadValue {
        Matcher number = number(text, "duration", TIME_HINT);
        Long unit = NANOS.get(number.group(2));
        if (unit == null) {
            throw new BadValue(
                    quoted(text) + (number.group(2).isEmpty() ? " has no unit" : " is not a duration"), TIME_HINT);
        }
        BigDecimal nanos = new BigDecimal(number.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new BadValue(quoted(text) + " is too long", "at most " + LONGEST.toDays() + " days");
        }
        if (nanos.stripTrailingZeros().scale() > 0) {
            throw new BadValue(quoted(text) + " is finer than a nanosecond");
        }
        return Duration.ofNanos(nanos.longValueExact());
    }

    /**
     * As a person would write it: {@code 0s}, {@code 250ms}, {@code 1.5s}, {@code 90s}, {@code 2min}, {@code 1h}. Minutes and
     * hours are whole, and two minutes at least.
     */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : UNITS_OF_TIME) {
            long one = NANOS.getOrDefault(unit, 1L);
            boolean fits = one > SECOND ? nanos % one == 0 && nanos >= 2 * MINUTE : nanos >= one;
            if (fits) {
                return plain(BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(one))) + unit;
            }
        }
        return nanos == 0 ? "0s" : plain(BigDecimal.valueOf(nanos, 3)) + "us";
    }

    /** {@code 0.1%} is 0.001; from 0% to 100%. */
    static double share(String text) throws BadValue {
        String hint = "a percentage, like 0.1%";
        Matcher number = number(text, "percentage", hint);
        if (!number.group(2).equals("%")) {
            throw new BadValue(
                    quoted(text) + " is not a percentage",
                    number.group(2).isEmpty() ? "did you mean \"" + text + "%\"?" : hint);
        }
        BigDecimal percent = new BigDecimal(number.group(1));
        if (percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new BadValue(quoted(text) + " is more than everything", "from 0% to 100%");
        }
        return percent.movePointLeft(2).doubleValue();
    }

    /** {@code 0.001} is 0.1%. */
    static String percent(double share) {
        return plain(BigDecimal.valueOf(share).movePointRight(2)) + "%";
    }

    /** {@code 10Mbit/s} in bit/s; decimal prefixes, at least 1 bit/s, at most 1000 Gbit/s. */
    static long rate(String text) throws BadValue {
        Matcher number = number(text, "rate", RATE_HINT);
        Long unit = BITS.get(number.group(2));
        if (unit == null) {
            throw new BadValue(
                    quoted(text) + (number.group(2).isEmpty() ? " has no unit" : " is not a rate"),
                    meantRate(number)
                            .map(meant -> "did you mean \"" + meant + "\"?")
                            .orElse(RATE_HINT));
        }
        BigDecimal bits = new BigDecimal(number.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bits.signum() == 0 || bits.compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
            throw new BadValue(quoted(text) + " is not within 1bit/s to 1000Gbit/s");
        }
        return bits.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /** What people write elsewhere: {@code 10Mbps}, {@code 10mbit}, {@code 10Mb/s}. Octets (MB/s) are not guessed at. */
    private static Optional<String> meantRate(Matcher number) {
        String unit = number.group(2);
        if (unit.endsWith("B/s") || !unit.matches("(?i)[kmg]?(bps|bit|bits|b/s|bit/s|bits/s)")) {
            return Optional.empty();
        }
        String first = unit.substring(0, 1).toLowerCase(Locale.ROOT);
        String prefix = first.equals("b") ? "" : first.equals("k") ? "k" : first.toUpperCase(Locale.ROOT);
        return Optional.of(number.group(1) + prefix + "bit/s");
    }

    /** In the largest unit that needs no fraction. */
    static String rateText(long bitsPerSecond) {
        String unit = UNITS_OF_RATE.stream()
                .filter(each -> bitsPerSecond % BITS.getOrDefault(each, 1L) == 0)
                .findFirst()
                .orElse("bit/s");
        return bitsPerSecond / BITS.getOrDefault(unit, 1L) + unit;
    }

    /** A whole number in decimal digits. */
    static Kind.Parser<Integer> integer(int least, int most) {
        return text -> {
            if (!DIGITS.matcher(text).matches()) {
                throw new BadValue(
                        quoted(text) + " is not a whole number", "digits only, from " + least + " to " + most);
            }
            long number = Long.parseLong(text);
            if (number < least || number > most) {
                throw new BadValue(text + " is not within " + least + " to " + most);
            }
            return (int) number;
        };
    }

    private static Matcher number(String text, String what, String hint) throws BadValue {
        Matcher number = NUMBER.matcher(text);
        boolean comma = COMMA.matcher(text).matches();
        if (comma || !number.matches()) {
            String advice = comma ? "did you mean \"" + text.replace(',', '.') + "\"?" : hint;
            throw new BadValue(quoted(text) + " is not a " + what, advice);
        }
        return number;
    }

    /** Whether {@code text} is a unit, which belongs to the number before it. */
    static boolean isUnit(String text) {
        return text.equals("%") || NANOS.containsKey(text) || BITS.containsKey(text);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        return "\"" + Token.shortened(text) + "\"";
    }
}
