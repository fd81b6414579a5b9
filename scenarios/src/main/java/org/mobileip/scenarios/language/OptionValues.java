package org.mobileip.scenarios.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.config.BadValue;
import org.mobileip.config.Suggestion;

/** The values of options: what the language reads, and what TOML writes for it. */
final class OptionValues {

    private static final Duration LONGEST_LIFETIME = Duration.ofSeconds(65534);

    private OptionValues() {}

    /** One of {@code words}. */
    static Kind<String> word(String... words) {
        List<String> known = Arrays.asList(words);
        String all = String.join("|", words);
        return Kind.of(all, "one of " + String.join(", ", words), String.class, text -> oneOf(known, text));
    }

    private static String oneOf(List<String> known, String text) throws BadValue {
        if (known.contains(text)) {
            return text;
        }
        String all = "one of: " + String.join(", ", known);
        throw new BadValue(
                "\"" + Token.shortened(text) + "\" is not known here",
                Suggestion.closest(text, known)
                        .map(meant -> "did you mean \"" + meant + "\"? " + all)
                        .orElse(all));
    }

    /** Some of {@code words}, with commas between. */
    static Kind<String> list(String... words) {
        List<String> known = Arrays.asList(words);
        String symbol = words[0] + "," + words[1] + ",…";
        return Kind.of(
                symbol, "one or more of " + String.join(", ", words) + ", with commas between", String.class, text -> {
                    Set<String> listed = new LinkedHashSet<>();
                    for (String each : text.split(",", -1)) {
                        listed.add(oneOf(known, each));
                    }
                    return String.join(",", listed);
                });
    }

    /** Which traffic goes to which network: {@code udp:lte,tcp:wlan}, or {@code icmp:drop}. */
    static Kind<String> flows() {
        return Kind.of(
                "PROTOCOL:NET,…",
                "tcp, udp or icmp and by which network each goes, or drop, with commas between",
                String.class,
                text -> {
                    for (String flow : text.split(",", -1)) {
                        String[] halves = flow.split(":", -1);
                        if (halves.length != 2 || halves[1].isEmpty()) {
                            throw new BadValue("\"" + Token.shortened(flow) + "\" is no flow", "like udp:lte,tcp:wlan");
                        }
                        oneOf(List.of("tcp", "udp", "icmp"), halves[0]);
                    }
                    return text;
                });
    }

    /** A duration from {@code least} to {@code most}. */
    static Kind<String> duration(Duration least, Duration most) {
        String about = "a duration from " + Quantities.text(least) + " to " + Quantities.text(most);
        return Kind.of("DUR", about, String.class, text -> within(text, least, most));
    }

    /** The same, or {@code word}. */
    static Kind<String> durationOr(String word, Duration least, Duration most) {
        String about = "a duration from " + Quantities.text(least) + " to " + Quantities.text(most) + ", or " + word;
        return Kind.of(
                "DUR|" + word, about, String.class, text -> text.equals(word) ? text : within(text, least, most));
    }

    private static String within(String text, Duration least, Duration most) throws BadValue {
        Duration duration = Quantities.duration(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new BadValue(text + " is not within " + Quantities.text(least) + " to " + Quantities.text(most));
        }
        return Quantities.text(duration);
    }

    /** A registration lifetime (RFC 5944 §3.3): whole seconds, or infinite. */
    static Kind<String> lifetime() {
        return Kind.of("DUR|infinite", "whole seconds up to 65534s, or infinite", String.class, text -> {
            if (text.equals("infinite")) {
                return text;
            }
            Duration duration = Quantities.duration(text);
            if (duration.compareTo(LONGEST_LIFETIME) > 0) {
                throw new BadValue(
                        text + " is longer than a registration can last", "at most 65534s (18 h 12 min), or infinite");
            }
            if (duration.isZero() || duration.toNanosPart() != 0) {
                throw new BadValue(text + " is not a lifetime", "whole seconds, at least 1s");
            }
            return Quantities.text(duration);
        });
    }

    /** A number from {@code least} to {@code most}. */
    static Kind<String> integer(int least, int most) {
        String about = "a whole number from " + least + " to " + most;
        Kind.Parser<Integer> parser = Quantities.integer(least, most);
        return Kind.of("N", about, String.class, text -> Integer.toString(parser.parse(text)));
    }

    /** The same, or {@code word}. */
    static Kind<String> integerOr(String word, int least, int most) {
        String about = "a whole number from " + least + " to " + most + ", or " + word;
        Kind.Parser<Integer> parser = Quantities.integer(least, most);
        return Kind.of("N|" + word, about, String.class, text -> {
            return text.equals(word) ? text : Integer.toString(parser.parse(text));
        });
    }

    /** A security parameter index, decimal or hexadecimal; 0 to 255 are reserved (RFC 5944 §6.1). */
    static Kind<String> spi() {
        return Kind.of("SPI", "256 or more, decimal, or hexadecimal with 0x", String.class, text -> {
            boolean hexadecimal = text.matches("0x[0-9a-fA-F]{1,8}");
            if (!hexadecimal && !text.matches("[0-9]{1,10}")) {
                throw new BadValue("\"" + Token.shortened(text) + "\" is not an SPI", "256 or more, like 0x101 or 257");
            }
            long spi = hexadecimal ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (spi < 256 || spi > 0xffff_ffffL) {
                throw new BadValue("SPI " + text + (spi < 256 ? " is reserved (0–255)" : " has more than 32 bits"));
            }
            return text;
        });
    }

    /** A string of TOML. */
    static String string(String value) {
        return "\"" + value + "\"";
    }

    /** A list of strings. */
    static String strings(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(OptionValues::string)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** A string for a word, a bare number for a number. */
    static String numberOrString(String value) {
        return value.matches("[0-9]+") ? value : string(value);
    }

    /** {@code on} and {@code off}. */
    static String truth(String value) {
        return value.equals("on") ? "true" : "false";
    }

    /** Durations as the configuration files write them, in seconds or milliseconds; a word stays a word. */
    static String durationOrWord(String value) {
        try {
            long nanos = Quantities.duration(value).toNanos();
            boolean whole = nanos % 1_000_000_000L == 0;
            BigDecimal number = BigDecimal.valueOf(nanos).movePointLeft(whole ? 9 : 6);
            return string(number.stripTrailingZeros().toPlainString() + (whole ? "s" : "ms"));
        } catch (BadValue word) {
            return string(value);
        }
    }
}
