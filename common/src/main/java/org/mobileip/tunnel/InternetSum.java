package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Internet checksum over buffers (RFC 1071), and its repair where one word changes (RFC 1624). */
final class InternetSum {

    /**
     * In the order of this machine, whatever that is: the sum of words whose octets are swapped is the sum with its octets swapped (RFC 1071 §2), and
     * swapping once is cheaper than for each word.
     */
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final boolean IS_SWAPPED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long WORD = 0xffff_ffffL;

    /**
     * In Java 17 a view of a buffer asks for the segment that the buffer is of, which is of this class, and there is none. The optimising
     * compiler takes such a call into its code only if this class is loaded, which is so by chance; else eight calls stay in the loop
     * below, and the sum of a long packet takes five times as long.
     */
    private static final String NAMED_BY_VIEWS = "jdk.internal.access.foreign.MemorySegmentProxy";

    static {
        try {
            Class.forName(NAMED_BY_VIEWS, false, null);
        } catch (ClassNotFoundException ofALaterVersion) {
            // It needs none.
        }
    }

    private InternetSum() {}

    /** The sum of the 16-bit words of {@code count} octets, in network order, an odd last octet counted as if a zero followed. */
    static long of(ByteBuffer octets, int from, int count) {
        long whole = 0;
        long other = 0;
        long upper = 0;
        long otherUpper = 0;
        int at = from;
        int end = from + count;
        for (; at + 32 <= end; at += 32) { // two sums, so that one addition need not wait for the other
            long first = (long) LONG.get(octets, at);
            long second = (long) LONG.get(octets, at + 8);
            long third = (long) LONG.get(octets, at + 16);
            long fourth = (long) LONG.get(octets, at + 24);
            whole += first;
            upper += first >>> 32;
            other += second;
            otherUpper += second >>> 32;
            whole += third;
            upper += third >>> 32;
            other += fourth;
            otherUpper += fourth >>> 32;
        }
        for (; at + 8 <= end; at += 8) {
            long word = (long) LONG.get(octets, at);
            whole += word;
            upper += word >>> 32;
        }
        upper += otherUpper;
        long lower = whole + other - (upper << 32); // right, however often the whole ones ran over
        long sum = lower + upper;
        if (at + 4 <= end) {
            sum += (int) INT.get(octets, at) & WORD;
            at += 4;
        }
        return inNetworkOrder(fold(sum)) + ofRest(octets, at, end);
    }

    private static long inNetworkOrder(int folded) {
        return IS_SWAPPED ? (folded & 0xff) << 8 | folded >>> 8 : folded;
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
