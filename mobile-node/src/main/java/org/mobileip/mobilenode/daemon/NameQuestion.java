package org.mobileip.mobilenode.daemon;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A question to a name server for the IPv4 addresses of a name, and what it answers (RFC 1035 §4).
 *
 * <pre>
 *   octet 0        2        4        6         8         10        12
 *  +--------+--------+---------+---------+-----------+------------+-----------------------------
 *  |   id   | flags  | 1 quest.| answers | authority | additional | name, type, class; records
 *  +--------+--------+---------+---------+-----------+------------+-----------------------------
 * </pre>
 *
 * @param id random, repeated by the answer
 * @param name of letters, digits, '-', '_' and dots
 */
record NameQuestion(int id, String name) {

    private static final int HEADER_SIZE = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int CODE_MASK = 0x000f;
    private static final int NO_SUCH_NAME = 3;
    private static final int A = 1;
    private static final int INTERNET = 1;
    private static final int POINTER = 0xc0;
    private static final int MOST_LABEL = 63;

    /** Whether there can be such a name at all. */
    boolean isPossible() {
        String[] labels = labels();
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MOST_LABEL) {
                return false;
            }
        }
        return name.length() <= 253;
    }

    private String[] labels() {
        return name.endsWith(".") ? name.substring(0, name.length() - 1).split("\\.", -1) : name.split("\\.", -1);
    }

    Octets encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int word : new int[] {id, RECURSION_DESIRED, 1, 0, 0, 0}) {
            put16(out, word);
        }
        out.writeBytes(question().toArray());
        return Octets.of(out.toByteArray());
    }

    private Octets question() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : labels()) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        put16(out, A);
        put16(out, INTERNET);
        return Octets.of(out.toByteArray());
    }

    private static void put16(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    /**
     * The addresses that {@code message} gives for the name, none if it says that there are none; empty when it is no answer
     * to this question, or a server's complaint.
     */
    Optional<List<Ipv4>> answered(Octets message) {
        Octets question = question();
        int records = HEADER_SIZE + question.size();
        if (message.size() < records
                || message.u16(0) != id
                || (message.u16(2) & RESPONSE) == 0
                || message.u16(4) != 1
                || !isSame(message.slice(HEADER_SIZE, records), question)) {
            return Optional.empty();
        }
        int code = message.u16(2) & CODE_MASK;
        return code == 0 || code == NO_SUCH_NAME
                ? Optional.of(addresses(message, records, message.u16(6)))
                : Optional.empty();
    }

    /** Letters are the same in either case. */
    private static boolean isSame(Octets theirs, Octets ours) {
        return lower(theirs).equals(lower(ours));
    }

    private static String lower(Octets octets) {
        return new String(octets.toArray(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** Every address among the answers, whichever alias it belongs to; what is cut off is left out. */
    private static List<Ipv4> addresses(Octets message, int from, int count) {
        List<Ipv4> addresses = new ArrayList<>();
        int at = from;
        for (int left = count; left > 0; left--) {
            at = endOfName(message, at);
            if (at + 10 > message.size() || at + 10 + message.u16(at + 8) > message.size()) {
                return addresses;
            }
            if (message.u16(at) == A && message.u16(at + 2) == INTERNET && message.u16(at + 8) == 4) {
                addresses.add(message.ipv4(at + 10));
            }
            at += 10 + message.u16(at + 8);
        }
        return addresses;
    }

    /** Behind a name: labels to the empty one, or to a pointer, which is the last. */
    private static int endOfName(Octets message, int from) {
        int at = from;
        while (at < message.size() && message.u8(at) != 0) {
            if ((message.u8(at) & POINTER) == POINTER) {
                return at + 2;
            }
            at += 1 + message.u8(at);
        }
        return at + 1;
    }
}
