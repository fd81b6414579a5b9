package org.mobileip.config;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** From a TOML value to what is meant by it, or to what is wrong with it and how to put it right. */
final class Values {

    private Values() {}

    /** Reads one value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(Object raw) throws BadValue;
    }

    /** What a person would call {@code raw}: {@code the integer 90}. */
    static String described(Object raw) {
        if (raw instanceof String text) {
            return "the string \"" + shortened(text) + "\"";
        }
        if (raw instanceof Long) {
            return "the integer " + raw;
        }
        if (raw instanceof Boolean) {
            return "" + raw;
        }
        if (raw instanceof TomlArray) {
            return "a list";
        }
        return raw instanceof TomlTable ? "a table" : raw instanceof Double ? "the number " + raw : "a date or time";
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    static String text(Object raw) throws BadValue {
        if (raw instanceof String text) {
            return text;
        }
        throw raw instanceof Long || raw instanceof Boolean || raw instanceof Double
                ? new BadValue("expected a string, found " + described(raw), "put it in quotes: \"" + raw + "\"")
                : new BadValue("expected a string, found " + described(raw));
    }

    static boolean bool(Object raw) throws BadValue {
        if (raw instanceof Boolean truth) {
            return truth;
        }
        throw new BadValue("expected true or false, found " + described(raw), "write true or false, without quotes");
    }

    static long integer(Object raw) throws BadValue {
        if (raw instanceof Long number) {
            return number;
        }
        throw raw instanceof String text && text.matches("(0x)?[0-9a-fA-F]+")
                ? new BadValue("expected an integer, found " + described(raw), "leave the quotes out: " + text)
                : new BadValue("expected an integer, found " + described(raw));
    }

    static Parser<Integer> integer(int least, int most) {
        return raw -> {
            long number = integer(raw);
            if (number < least || number > most) {
                throw new BadValue(number + " is not within " + least + " to " + most);
            }
            return (int) number;
        };
    }

    /** An integer from {@code least} to {@code most}, or {@code "auto"}: empty. */
    static Parser<OptionalInt> automaticOr(int least, int most) {
        return raw -> {
            if (raw.equals("auto")) {
                return OptionalInt.empty();
            }
            if (raw instanceof String) {
                throw new BadValue("expected \"auto\" or an integer, found " + described(raw));
            }
            return OptionalInt.of(integer(least, most).parse(raw));
        };
    }

    /** One of the words of an enumeration. */
    static <E extends Enum<E> & Choice> Parser<E> choice(Class<E> choices) {
        E[] all = choices.getEnumConstants();
        List<String> words = Arrays.stream(all).map(Choice::configured).toList();
        return raw -> all[words.indexOf(word(raw, words))];
    }

    /** One of {@code words}. */
    static String word(Object raw, List<String> words) throws BadValue {
        String text = text(raw);
        if (words.contains(text)) {
            return text;
        }
        String all = "one of: " + String.join(", ", words);
        throw new BadValue(
                "\"" + shortened(text) + "\" is not known here",
                Suggestion.closest(text, words)
                        .map(meant -> "did you mean \"" + meant + "\"? " + all)
                        .orElse(all));
    }

    static Encapsulation encapsulation(Object raw) throws BadValue {
        String word = word(raw, Encapsulation.words());
        return Encapsulation.ofWord(word).orElseThrow(() -> new AssertionError(word));
    }

    static Ipv4 address(Object raw) throws BadValue {
        String text = text(raw);
        return Ipv4.tryParse(text)
                .orElseThrow(() -> new BadValue(
                        "\"" + shortened(text) + "\" is not an IPv4 address",
                        text.contains("/")
                                ? "an address stands here without a prefix length"
                                : "four numbers from 0 to 255, like 10.10.0.1"));
    }

    /** An address that one host can have. */
    static Ipv4 hostAddress(Object raw) throws BadValue {
        Ipv4 address = address(raw);
        if (!address.isUnicast()) {
            throw new BadValue(address + " is not an address that a host can have");
        }
        return address;
    }

    static Ipv4Prefix prefix(Object raw) throws BadValue {
        InterfaceAddress parsed = addressWithLength(raw, "10.10.0.0/24");
        if (!parsed.prefix().address().equals(parsed.address())) {
            throw new BadValue(parsed + " has host bits set", "the network is " + parsed.prefix());
        }
        return parsed.prefix();
    }

    /** An address of a host with the prefix length of its link. */
    static InterfaceAddress hostWithLength(Object raw) throws BadValue {
        InterfaceAddress parsed = addressWithLength(raw, "10.10.0.57/24");
        if (!parsed.address().isUnicast()) {
            throw new BadValue(parsed.address() + " is not an address that a host can have");
        }
        refuseEdges(parsed.address(), parsed.prefix());
        return parsed;
    }

    /** The first and the last address of a network are nobody's, except in /31 and /32. */
    static void refuseEdges(Ipv4 address, Ipv4Prefix network) throws BadValue {
        if (network.length() <= 30 && address.equals(network.address())) {
            throw new BadValue(address + " is the network " + network + " itself", "take an address within it");
        }
        if (network.length() <= 30 && address.equals(network.broadcast())) {
            throw new BadValue(address + " is the broadcast address of " + network, "take another address within it");
        }
    }

    private static InterfaceAddress addressWithLength(Object raw, String example) throws BadValue {
        String text = text(raw);
        if (!text.contains("/")) {
            throw new BadValue("no prefix length in \"" + shortened(text) + "\"", "write it like " + example);
        }
        try {
            return InterfaceAddress.parse(text);
        } catch (IllegalArgumentException bad) {
            throw new BadValue(String.valueOf(bad.getMessage()), "write it like " + example);
        }
    }

    static Endpoint endpoint(Object raw) throws BadValue {
        String text = text(raw);
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535 || Integer.parseInt(port) == 0) {
            throw new BadValue(
                    "no port from 1 to 65535 in \"" + shortened(text) + "\"", "write it like 127.0.0.1:9434");
        }
        return new Endpoint(address(text.substring(0, colon)), Integer.parseInt(port));
    }

    /** The name of a node or pool: it appears in tables, logs and metrics. */
    static String name(Object raw) throws BadValue {
        String text = text(raw);
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new BadValue(
                    "\"" + shortened(text) + "\" is not a name",
                    "up to 63 letters, digits, '.', '-' and '_'; a letter or digit first");
        }
        return text;
    }

    static String interfaceName(Object raw) throws BadValue {
        String text = text(raw);
        if (!text.matches("[^\\s/:*?\\p{Cntrl}]{1,15}") || text.equals(".") || text.equals("..")) {
            throw new BadValue(
                    "\"" + shortened(text) + "\" is not the name of an interface",
                    "1 to 15 characters without white space, '/', ':', '*' and '?'");
        }
        return text;
    }

    static InterfaceMatch interfaceMatch(Object raw) throws BadValue {
        String text = text(raw);
        if (!text.matches("[^\\s/:\\p{Cntrl}]{1,15}")) {
            throw new BadValue(
                    "\"" + shortened(text) + "\" does not match the name of any interface",
                    "a name of 1 to 15 characters in which * stands for any characters and ? for one");
        }
        return new InterfaceMatch(text);
    }

    /** The unsigned bits of a security parameter index, 256 or more (RFC 5944 §1.6: 0 to 255 are reserved). */
    static int spi(Object raw) throws BadValue {
        long number = integer(raw);
        if (number < 0 || number > 0xffff_ffffL) {
            throw new BadValue("SPI " + number + " is not within 256 to 4294967295 (0xffffffff)");
        }
        if (number < 256) {
            long asHexadecimal = Long.parseLong(Long.toString(number), 16);
            throw new BadValue(
                    "SPI " + number + " is reserved (0–255)",
                    asHexadecimal < 256
                            ? "take 256 (0x100) or more, the same on both sides"
                            : "Cisco IOS and Junos write SPIs in hexadecimal: \"spi " + number + "\" there is 0x"
                                    + number + " (" + asHexadecimal + ") here");
        }
        return (int) number;
    }

    /** A moment, as TOML writes one: {@code 2026-12-01T00:00:00Z}. */
    static Instant instant(Object raw) throws BadValue {
        if (raw instanceof OffsetDateTime moment) {
            return moment.toInstant();
        }
        String hint = "write it without quotes and with its offset: 2026-12-01T00:00:00Z";
        throw new BadValue("expected a date and time, found " + described(raw), hint);
    }

    /** A network access identifier, RFC 4282: {@code user@realm}, or {@code @realm} for everybody there. */
    static String nai(Object raw) throws BadValue {
        String text = text(raw);
        if (!text.matches("[^@\\s\\p{Cntrl}]{0,120}@[A-Za-z0-9]([A-Za-z0-9.-]{0,120}[A-Za-z0-9])?")) {
            throw new BadValue(
                    "\"" + shortened(text) + "\" is not a network access identifier",
                    "write it like user@example.org, or @example.org for everybody there");
        }
        return text;
    }

    /** The identifier of a service, RFC 5446: 1 to 255 octets. */
    static String service(Object raw) throws BadValue {
        String text = text(raw);
        int octets = Normalizer.normalize(text, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8).length;
        if (octets < 1 || octets > 255) {
            throw new BadValue("a service identifier of " + octets + " octets", "1 to 255 octets in UTF-8, like ims");
        }
        return text;
    }

    /** The text of a path. */
    static String path(Object raw) throws BadValue {
        String text = text(raw);
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new BadValue("\"" + shortened(text) + "\" is not a path");
        }
        return text;
    }
}
