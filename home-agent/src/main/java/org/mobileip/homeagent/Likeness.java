package org.mobileip.homeagent;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes octets as what makes them differ from others of the same size that were seen before: messages of one kind have most of
 * theirs in common. What was written is read again exactly. Its size is bounded: one model for each size up to {@value
 * #LONGEST_MODEL}.
 *
 * <pre>
 *   { how many octets are as expected | how many are not | those } until there are no more
 * </pre>
 *
 * Numbers have seven bits an octet, the highest bit set in all but the last. For one thread.
 */
final class Likeness {

    static final int LONGEST_MODEL = 512;

    /** Two numbers are what it costs to leave out what is as expected in between. */
    private static final int WORTH_LEAVING_OUT = 3;

    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final Map<Integer, byte[]> models = new HashMap<>();

    /** What octets of that size are expected to be, to be changed by the caller as he knows better. */
    byte[] expected(int size) {
        byte[] model = models.get(size);
        return model == null ? new byte[size] : model.clone();
    }

    /** From now on octets of this size are expected to be like {@code octets}, unless there were others before. */
    void learn(byte[] octets) {
        if (octets.length <= LONGEST_MODEL && !models.containsKey(octets.length)) {
            models.put(octets.length, octets.clone());
        }
    }

    /** Appends what makes {@code octets} differ from {@code expected}: seldom more than they are, and then by a few octets. */
    static void write(byte[] octets, byte[] expected, ByteBuffer target) {
        int at = 0;
        while (at < octets.length) {
            int from = differing(octets, expected, at);
            writeNumber(from - at, target);
            if (from < octets.length) {
                int to = alike(octets, expected, from);
                writeNumber(to - from, target);
                target.put(octets, from, to - from);
                at = to;
            } else {
                at = from;
            }
        }
    }

    /** Changes {@code expected} to what was written. */
    static void read(byte[] expected, ByteBuffer source) {
        int at = 0;
        while (at < expected.length) {
            at += readNumber(source);
            if (at < expected.length) {
                int count = readNumber(source);
                source.get(expected, at, count);
                at += count;
            }
        }
    }

    private static int differing(byte[] octets, byte[] expected, int from) {
        int at = from;
        while (at < octets.length && octets[at] == expected[at]) {
            at++;
        }
        return at;
    }

    /** Where so much is as expected that it is worth to be left out. */
    private static int alike(byte[] octets, byte[] expected, int from) {
        int same = 0;
        for (int at = from; at < octets.length; at++) {
            same = octets[at] == expected[at] ? same + 1 : 0;
            if (same == WORTH_LEAVING_OUT) {
                return at + 1 - same;
            }
        }
        return octets.length - same;
    }

    private static void writeNumber(int number, ByteBuffer target) {
        int left = number;
        while (left >= MORE) {
            target.put((byte) (left | MORE));
            left >>>= BITS;
        }
        target.put((byte) left);
    }

    private static int readNumber(ByteBuffer source) {
        int number = 0;
        for (int shift = 0; ; shift += BITS) {
            int next = source.get();
            number |= (next & MORE - 1) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
