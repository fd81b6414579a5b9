package org.mobileip.tunnel;

/**
 * Cuts the long datagram that a kernel makes of many TCP segments, or of many UDP datagrams of one size, into the packets that it
 * stands for, as the kernel would have done before a link that cannot (segmentation offload; net/ipv4/tcp_offload.c,
 * udp_offload.c).
 *
 * <pre>
 *  | IP | TCP, options | a segment's | a segment's | … rest |
 *
 *  | IP | TCP, options | a segment's |    Identification + n, own lengths and checksums
 *    | IP | TCP, options | a segment's |    sequence number + what was before
 *      | IP | TCP, options | rest |    FIN and PSH on the last alone, CWR on the first alone (RFC 3168 §6.1.2)
 * </pre>
 *
 * The time to live, type of service, DF and all options are the same in each.
 */
public final class Segmenter {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int SEQUENCE = 4;
    private static final int FLAGS = 13;
    private static final int FIN_PSH = 0x01 | 0x08;
    private static final int CWR = 0x80;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private int ipHeader;
    private int headers;
    private int size;
    private int payload;
    private int done;
    private int count;
    private boolean isTcp;

    /**
     * Begins to cut up {@code large}.
     *
     * @param segmentSize octets of payload in each packet but the last
     * @return false: it cannot be cut
     */
    public boolean begin(PacketBuffer large, int segmentSize) {
        if (Sanity.check(large).isPresent() || large.isFragment() || segmentSize <= 0) {
            return false;
        }
        ipHeader = large.headerLength();
        isTcp = large.protocol() == TCP;
        int transport = isTcp ? tcpHeader(large) : large.protocol() == UDP ? UDP_HEADER : 0;
        headers = ipHeader + transport;
        size = segmentSize;
        payload = large.length() - headers;
        done = 0;
        count = 0;
        return transport > 0 && payload > 0;
    }

    /** 0: there is none. */
    private int tcpHeader(PacketBuffer large) {
        if (large.length() < ipHeader + TCP_HEADER) {
            return 0;
        }
        int length = (large.u8(ipHeader + 12) >> 4) << 2;
        return length < TCP_HEADER ? 0 : length;
    }

    /** How long the IP header of what is cut up is, in octets. */
    public int networkHeaderLength() {
        return ipHeader;
    }

    /** Whether there is one left. */
    public boolean hasNext() {
        return done < payload;
    }

    /** How long the next one is, in octets. */
    public int nextLength() {
        return headers + Math.min(size, payload - done);
    }

    /** Writes the next one where the window of {@code segment} begins, and makes the window as long. */
    public void next(PacketBuffer large, PacketBuffer segment) {
        int octets = nextLength();
        segment.window(segment.start(), octets);
        segment.copyFrom(large, 0, 0, headers);
        segment.copyFrom(large, headers + done, headers, octets - headers);
        segment.put16(2, octets);
        segment.put16(4, large.identification() + count & 0xffff);
        segment.sumHeader();
        boolean isLast = done + octets - headers == payload;
        if (isTcp) {
            finishTcp(segment, isLast);
        } else {
            segment.put16(ipHeader + 4, octets - ipHeader);
            sum(segment, UDP_CHECKSUM);
        }
        done += octets - headers;
        count++;
    }

    private void finishTcp(PacketBuffer segment, boolean isLast) {
        segment.put32(ipHeader + SEQUENCE, segment.i32(ipHeader + SEQUENCE) + done);
        int flags = segment.u8(ipHeader + FLAGS);
        if (!isLast) {
            flags &= ~FIN_PSH;
        }
        if (count > 0) {
            flags &= ~CWR;
        }
        segment.put8(ipHeader + FLAGS, flags);
        sum(segment, TCP_CHECKSUM);
    }

    private void sum(PacketBuffer segment, int at) {
        int checksum = ipHeader + at;
        segment.put16(checksum, InternetSum.fold(TransportSum.ofPseudoHeader(segment)));
        segment.finishChecksum(ipHeader, checksum);
    }
}
