package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Internet checksum over buffers (RFC 1071), and its repair where one word changes (RFC 1624). */
final class InternetSum {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long WORD = 0xffff_ffffL;

    private InternetSum() {}

    /** The sum of the 16-bit words of {@code count} octets, in network order, an odd last octet counted as if a zero followed. */
    static long of(ByteBuffer octets, int from, int count) {
        long sum = 0;
        long other = 0;
        int at = from;
        int end = from + count;
        for (; at + 16 <= end; at += 16) { // two sums, so that one addition need not wait for the other
            long word = (long) LONG.get(octets, at);
            long next = (long) LONG.get(octets, at + 8);
            sum += (word >>> 32) + (word & WORD);
            other += (next >>> 32) + (next & WORD);
        }
        sum += other;
        for (; at + 4 <= end; at += 4) {
            sum += (int) INT.get(octets, at) & WORD;
        }
        return sum + ofRest(octets, at, end);
    }

    private static int ofRest(ByteBuffer octets, int from, int end) {
        int sum = 0;
        int at = from;
        if (at + 2 <= end) {
            sum += (octets.get(at) & 0xff) << 8 | (octets.get(at + 1) & 0xff);
            at += 2;
        }
        return at < end ? sum + ((octets.get(at) & 0xff) << 8) : sum;
    }

    /** Adds what does not fit in 16 bits to what does, until all fits. */
    static int fold(long sum) {
        long once = (sum & 0xffff) + (sum >>> 16);
        long twice = (once & 0xffff) + (once >>> 16);
        return (int) ((twice & 0xffff) + (twice >>> 16));
    }

    /** The checksum after a word it covers has changed from {@code before} to {@code after} (RFC 1624, equation 3). */
    static int replace(int checksum, int before, int after) {
        return ~fold((~checksum & 0xffff) + (~before & 0xffff) + (after & 0xffff)) & 0xffff;
    }
}
