package org.mobileip.scenarios.language;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mobileip.config.BadValue;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** The kinds of values that the language knows. */
final class Kinds {

    static final Kind<String> NAME = name("NAME", "a name of one's own: letters, digits, - and _");
    static final Kind<String> NET = name("NET", "the name of a network");
    static final Kind<String> NODE = name("NODE", "the name of a home agent, mobile node or host");
    static final Kind<String> STREAM = name("STREAM", "the name of a stream");
    static final Kind<String> KEY = name("KEY", "the name of a setting, written $KEY where it is used");
    static final Kind<String> VARIABLE = name("NAME", "a name, written $NAME where it is used");
    static final Kind<String> STRING =
            new Kind<>("STRING", "a text in quotes", String.class, Kind.Written.QUOTED, Kinds::title);
    static final Kind<String> VALUE =
            new Kind<>("VALUE", "any word or text in quotes", String.class, Kind.Written.EITHER, Kinds::any);
    static final Kind<Ipv4Prefix> PREFIX =
            Kind.of("PREFIX", "a network, like 10.10.0.0/24", Ipv4Prefix.class, Kinds::prefix);
    static final Kind<Ipv4> IP = Kind.of("IP", "an IPv4 address, like 10.10.0.1", Ipv4.class, Kinds::address);
    static final Kind<Duration> DUR = duration("DUR", "a duration, like 5ms, 1.5s or 2min");
    static final Kind<Duration> TIME = duration("TIME", "the time since the streams are warm, like 0s or 1.5s");
    static final Kind<Double> PCT = Kind.of("PCT", "a percentage, like 0.1%", Double.class, Quantities::share);
    static final Kind<Long> BPS = Kind.of("BPS", "a rate, like 10Mbit/s", Long.class, Quantities::rate);
    static final Kind<Integer> CODE = integer("CODE", "a reply code of RFC 5944, from 0 to 255", 0, 255);
    static final Kind<Comparison> CMP =
            new Kind<>("CMP", "< <= = >= or >", Comparison.class, Kind.Written.SIGN, Kinds::comparison);

    /** The most characters that a name has. */
    static final int LONGEST_NAME = 32;

    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9_-]{1," + LONGEST_NAME + "}");
    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    /** The most characters of a title or note. */
    static final int LONGEST_TEXT = 200;

    private Kinds() {}

    static Kind<Integer> integer(String symbol, String about, int least, int most) {
        return Kind.of(symbol, about, Integer.class, Quantities.integer(least, most));
    }

    /** A duration that is not nothing. */
    static Kind<Duration> interval(String about, Duration least) {
        return Kind.of("DUR", about, Duration.class, text -> {
            Duration duration = Quantities.duration(text);
            if (duration.compareTo(least) < 0) {
                throw new BadValue(text + " is too short", "at least " + Quantities.text(least));
            }
            return duration;
        });
    }

    private static Kind<String> name(String symbol, String about) {
        return Kind.of(symbol, about, String.class, Kinds::name);
    }

    private static Kind<Duration> duration(String symbol, String about) {
        return Kind.of(symbol, about, Duration.class, Quantities::duration);
    }

    private static String name(String text) throws BadValue {
        if (NAME_PATTERN.matcher(text).matches() && text.chars().anyMatch(Character::isLetter)) {
            return text;
        }
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        throw new BadValue(
                "\"" + Token.shortened(text) + "\" is not a name",
                NAME_PATTERN.matcher(plain).matches() && !plain.equals(text)
                        ? "did you mean \"" + plain + "\"?"
                        : "up to " + LONGEST_NAME + " of A-Z, a-z, 0-9, - and _, with a letter among them");
    }

    /** Whether a name may have this character. */
    static boolean isInName(char each) {
        return each < 128 && (Character.isLetterOrDigit(each) || each == '_' || each == '-');
    }

    private static String title(String text) throws BadValue {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new BadValue(
                    text.isBlank() ? "this text is empty" : "this text has more than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static String any(String text) throws BadValue {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValue("this value has a character that is not text");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new BadValue("this value has more than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static Ipv4 address(String text) throws BadValue {
        Optional<Ipv4> address = Ipv4.tryParse(text);
        if (address.isEmpty()) {
            throw new BadValue(
                    "\"" + Token.shortened(text) + "\" is not an IPv4 address",
                    text.contains("/")
                            ? "an address stands here without a prefix length"
                            : "four numbers from 0 to 255, like 10.10.0.1");
        }
        if (!address.get().isUnicast()) {
            throw new BadValue(text + " is not an address that a host can have");
        }
        return address.get();
    }

    private static Ipv4Prefix prefix(String text) throws BadValue {
        InterfaceAddress parsed;
        try {
            parsed = InterfaceAddress.parse(text);
        } catch (IllegalArgumentException not) {
            throw new BadValue(
                    "\"" + Token.shortened(text) + "\" is not a network",
                    Ipv4.tryParse(text).isPresent()
                            ? "add its prefix length, like " + text + "/24"
                            : "an address and a prefix length, like 10.10.0.0/24");
        }
        if (!parsed.prefix().address().equals(parsed.address())) {
            throw new BadValue(text + " has host bits set", "did you mean \"" + parsed.prefix() + "\"?");
        }
        if (parsed.prefixLength() < 8 || !parsed.address().isUnicast()) {
            throw new BadValue(text + " is not a network that hosts can be in", "a unicast network of 8 to 30 bits");
        }
        return parsed.prefix();
    }

    private static Comparison comparison(String text) throws BadValue {
        String meant = text.equals("==") ? "did you mean \"=\"?" : "one of: <, <=, =, >=, >";
        return Comparison.of(text)
                .orElseThrow(() -> new BadValue("\"" + Token.shortened(text) + "\" compares nothing", meant));
    }
}
