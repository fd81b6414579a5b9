package org.mobileip.tunnel;

import java.nio.ByteBuffer;

/** The Internet checksum over buffers (RFC 1071), and its repair where one word changes (RFC 1624). */
final class InternetSum {

    private InternetSum() {}

    /** The sum of the 16-bit words of {@code count} octets; {@code octets} are in network order. */
    static long of(ByteBuffer octets, int from, int count) {
        long sum = 0;
        int at = from;
        int end = from + count;
        for (; at + 4 <= end; at += 4) {
            int word = octets.getInt(at);
            sum += (word >>> 16) + (word & 0xffff);
        }
        if (at + 2 <= end) {
            sum += octets.getShort(at) & 0xffff;
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
