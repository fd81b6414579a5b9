package org.mobileip.tunnel;

/**
 * Makes the two ends of a TCP connection agree on segments that fit the tunnel, by lowering the maximum segment size that one
 * tells the other in its SYN (RFC 9293 §3.7.1). It helps where somebody on the path swallows ICMP errors.
 */
final class MssClamp {

    /** Octets of an IP and a TCP header without options: an MSS does not count them. */
    static final int HEADERS = 40;

    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;
    private static final int FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int CHECKSUM = 16;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int OPTION_SIZE = 4;

    private MssClamp() {}

    /**
     * Lowers the MSS of a SYN to {@code most}, if it is higher.
     *
     * @param checksumIsComplete the TCP checksum covers the segment already; else whoever finishes it reads the new value
     */
    static void clamp(PacketBuffer datagram, int most, boolean checksumIsComplete) {
        int tcp = datagram.headerLength();
        if (datagram.protocol() != TCP
                || !datagram.hasPayloadHeader()
                || datagram.length() < tcp + TCP_HEADER
                || (datagram.u8(tcp + FLAGS) & SYN) == 0) {
            return;
        }
        int end = Math.min(datagram.length(), tcp + ((datagram.u8(tcp + 12) >> 4) << 2));
        int option = find(datagram, tcp + TCP_HEADER, end);
        if (option < 0 || datagram.u16(option + 2) <= most) {
            return;
        }
        if (checksumIsComplete) {
            replaceSummed(datagram, tcp, option + 2, most);
        }
        datagram.put16(option + 2, most);
    }

    /** Where the option is; -1: nowhere, or behind one that is malformed. */
    private static int find(PacketBuffer datagram, int from, int end) {
        int at = from;
        while (at + OPTION_SIZE <= end && datagram.u8(at) != END_OF_OPTIONS) {
            if (datagram.u8(at) == MAXIMUM_SEGMENT_SIZE) {
                return datagram.u8(at + 1) == OPTION_SIZE ? at : -1;
            }
            int length = datagram.u8(at) == NO_OPERATION ? 1 : datagram.u8(at + 1);
            if (length == 0) {
                return -1;
            }
            at += length;
        }
        return -1;
    }

    /** The value may begin at an odd octet of the segment: then its octets are in two words of the sum. */
    private static void replaceSummed(PacketBuffer datagram, int tcp, int at, int value) {
        boolean isOdd = (at - tcp) % 2 != 0;
        int before = datagram.u16(at);
        int checksum = InternetSum.replace(
                datagram.u16(tcp + CHECKSUM), isOdd ? swapped(before) : before, isOdd ? swapped(value) : value);
        datagram.put16(tcp + CHECKSUM, checksum);
    }

    private static int swapped(int word) {
        return (word & 0xff) << 8 | word >>> 8;
    }
}
