package org.mobileip.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request line of words between white space. Octets of a word that are white space, no printable ASCII, or a percent sign stand
 * there as {@code %XX}, so that a sentence may be a word; a percent sign that no two hexadecimal digits follow is itself.
 */
final class Words {

    private static final String HEXADECIMAL = "0123456789abcdef";

    private Words() {}

    /** The line that {@link #of} reads so. An empty word at the end is no word. */
    static String line(List<String> words) {
        List<String> written = new ArrayList<>();
        words.forEach(word -> written.add(written(word)));
        return String.join(" ", written);
    }

    /** The words of a line; at least one, which is empty where there is none. */
    static List<String> of(String line) {
        return Arrays.stream(line.strip().split("\\s+", -1)).map(Words::read).toList();
    }

    private static String written(String word) {
        StringBuilder written = new StringBuilder();
        for (byte octet : word.getBytes(StandardCharsets.UTF_8)) {
            boolean isItself = octet > ' ' && octet < 0x7f && octet != '%';
            written.append(isItself ? Character.toString(octet) : "%%%02x".formatted(octet & 0xff));
        }
        return written.toString();
    }

    private static String read(String word) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream read = new ByteArrayOutputStream(octets.length);
        for (int at = 0; at < octets.length; at++) {
            int value = octets[at] == '%' ? value(octets, at + 1) : -1;
            read.write(value < 0 ? octets[at] : value);
            at += value < 0 ? 0 : 2;
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Of the two digits that stand there; -1: there are none. */
    private static int value(byte[] octets, int at) {
        if (at + 1 >= octets.length) {
            return -1;
        }
        int high = HEXADECIMAL.indexOf(Character.toLowerCase((char) octets[at]));
        int low = HEXADECIMAL.indexOf(Character.toLowerCase((char) octets[at + 1]));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
