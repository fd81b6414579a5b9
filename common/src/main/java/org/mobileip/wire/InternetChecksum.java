package org.mobileip.wire;

import org.mobileip.net.Octets;

/** The one's complement of the one's complement sum of all 16-bit words (RFC 1071): of IPv4, ICMP and UDP. */
public final class InternetChecksum {

    private InternetChecksum() {}

    /**
     * The checksum to write into a structure whose checksum field is still zero; an odd last octet counts as if a zero
     * followed.
     *
     * @return 0 to 65535
     */
    public static int of(Octets octets) {
        return ~foldedSum(octets) & 0xffff;
    }

    /** A structure that holds its own checksum is undamaged. */
    public static boolean isGood(Octets octets) {
        return foldedSum(octets) == 0xffff;
    }

    private static int foldedSum(Octets octets) {
        long sum = 0;
        int even = octets.size() & ~1;
        for (int at = 0; at < even; at += 2) {
            sum += octets.u16(at);
        }
        if (even < octets.size()) {
            sum += octets.u8(even) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }
}
