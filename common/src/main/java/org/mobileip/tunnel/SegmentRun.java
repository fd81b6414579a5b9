package org.mobileip.tunnel;

/**
 * TCP segments of one connection that follow each other without a gap, or UDP datagrams of one flow, to be delivered as one long
 * datagram: what the kernel does itself where packets arrive (GRO; net/ipv4/tcp_offload.c, udp_offload.c). It must be possible to cut
 * that up again into what came, so only those go together that differ in nothing else: addresses, ports, type of service, time to live,
 * DF, acknowledgment number, window, flags, options; none but the last shorter than the others, and none after one with PSH. Whatever
 * else may be said by a segment - SYN, FIN, RST, URG, CWR - is said by one alone.
 *
 * <p>For one thread. {@link #begin} says what the run is of; the octets of its first segment must stay where they are.
 */
public final class SegmentRun {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int UDP_LENGTH = 4;
    private static final int UDP_CHECKSUM = 6;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int OFFSET_AND_FLAGS = 12;
    private static final int TCP_CHECKSUM = 16;

    /** Of the word with header length, flags and window: FIN, SYN, RST, URG, CWR, and AE, once NS (RFC 9293 §3.1, RFC 9768). */
    private static final int ALONE = 0x01a7_0000;

    private static final int ACK = 0x0010_0000;
    private static final int PSH = 0x0008_0000;

    private final PacketBuffer first;
    private int headers;
    private int size;
    private int payload;
    private int segments;
    private int identificationStep;
    private boolean isTcp;
    private boolean isSummed;
    private boolean isClosed;
    private boolean isPushed;

    /** One of datagrams that are in the memory that {@code first} is a view of. */
    public SegmentRun(PacketBuffer first) {
        this.first = first;
    }

    /**
     * Whether {@code datagram}, which came out of a tunnel whole and with a finished checksum, can be one of a run.
     *
     * @param ofUdpToo whether there may be runs of UDP datagrams
     */
    public static boolean suits(PacketBuffer datagram, boolean ofUdpToo) {
        if (datagram.u8(0) != 0x45 || datagram.isFragment()) {
            return false;
        }
        return datagram.protocol() == TCP
                ? isSegment(datagram)
                : ofUdpToo && datagram.protocol() == UDP && isFull(datagram);
    }

    private static boolean isSegment(PacketBuffer datagram) {
        if (datagram.length() < PacketBuffer.HEADER + TCP_HEADER) {
            return false;
        }
        int word = datagram.i32(PacketBuffer.HEADER + OFFSET_AND_FLAGS);
        int headers = headers(datagram);
        return (word & (ALONE | ACK)) == ACK
                && headers >= PacketBuffer.HEADER + TCP_HEADER
                && datagram.length() > headers;
    }

    /** A UDP datagram with something in it, of the length that it says, and with a checksum. */
    private static boolean isFull(PacketBuffer datagram) {
        int udp = PacketBuffer.HEADER;
        return datagram.length() > udp + UDP_HEADER
                && datagram.u16(udp + UDP_LENGTH) == datagram.length() - udp
                && datagram.u16(udp + UDP_CHECKSUM) != 0;
    }

    private static int headers(PacketBuffer datagram) {
        if (datagram.protocol() == UDP) {
            return PacketBuffer.HEADER + UDP_HEADER;
        }
        return PacketBuffer.HEADER + ((datagram.u8(PacketBuffer.HEADER + OFFSET_AND_FLAGS) >> 4) << 2);
    }

    /** A run of this one begins. */
    public void begin(PacketBuffer datagram) {
        first.window(datagram.start(), datagram.length());
        isTcp = datagram.protocol() == TCP;
        headers = headers(datagram);
        size = datagram.length() - headers;
        payload = size;
        segments = 1;
        isSummed = false;
        isPushed = isPushed(datagram);
        isClosed = isPushed;
    }

    private boolean isPushed(PacketBuffer datagram) {
        return isTcp && (datagram.i32(PacketBuffer.HEADER + OFFSET_AND_FLAGS) & PSH) != 0;
    }

    /** Whether it would make a difference if {@code datagram} came before the run. */
    public boolean mustPrecede(PacketBuffer datagram) {
        if (datagram.protocol() != first.protocol()
                || datagram.source() != first.source()
                || datagram.destination() != first.destination()) {
            return false;
        }
        int at = datagram.headerLength();
        return datagram.isFragment()
                || datagram.length() < at + 4
                || datagram.i32(at) == first.i32(PacketBuffer.HEADER);
    }

    /**
     * Lets {@code datagram}, which {@link #suits} and which the run {@link #mustPrecede}, follow.
     *
     * @return false: it is not the next of this run
     */
    public boolean add(PacketBuffer datagram) {
        int length = datagram.length() - headers;
        if (isClosed
                || length > size
                || headers + payload + length > PacketBuffer.LONGEST
                || !isAlike(datagram)
                || !isNext(datagram)
                || !areSummed(datagram)) {
            return false;
        }
        identificationStep = datagram.identification() - first.identification() & 0xffff;
        payload += length;
        segments++;
        isPushed = isPushed(datagram);
        isClosed = isPushed || length < size;
        return true;
    }

    private boolean isAlike(PacketBuffer datagram) {
        boolean isAlike =
                datagram.u8(1) == first.u8(1) && datagram.u16(8) == first.u16(8) && datagram.u16(6) == first.u16(6);
        return isAlike && (!isTcp || isAlikeInTcp(datagram));
    }

    private boolean isAlikeInTcp(PacketBuffer datagram) {
        int tcp = PacketBuffer.HEADER;
        boolean isAlike = datagram.i32(tcp + ACKNOWLEDGMENT) == first.i32(tcp + ACKNOWLEDGMENT)
                && ((datagram.i32(tcp + OFFSET_AND_FLAGS) ^ first.i32(tcp + OFFSET_AND_FLAGS)) & ~PSH) == 0;
        for (int at = tcp + TCP_HEADER; isAlike && at < headers; at += 4) {
            isAlike = datagram.i32(at) == first.i32(at);
        }
        return isAlike;
    }

    /**
     * In the Identification too: one more each time, as they are when the run is cut up again; or always the same, which says
     * nothing where DF is set (RFC 6864 §4.1).
     */
    private boolean isNext(PacketBuffer datagram) {
        int step = datagram.identification() - first.identification() & 0xffff;
        boolean isCounting = step == segments;
        boolean isConstant = step == 0 && datagram.dontFragment();
        boolean isAsBefore = segments == 1 || (identificationStep == 0) == isConstant;
        return (isCounting || isConstant) && isAsBefore && (!isTcp || isNextInTcp(datagram));
    }

    private boolean isNextInTcp(PacketBuffer datagram) {
        int sequence = PacketBuffer.HEADER + SEQUENCE;
        return datagram.i32(sequence) == first.i32(sequence) + payload;
    }

    /** What is wrong must not be made right by a new checksum over it. */
    private boolean areSummed(PacketBuffer datagram) {
        if (!isSummed) {
            isSummed = TransportSum.isRight(first);
            isClosed = !isSummed;
        }
        return isSummed && TransportSum.isRight(datagram);
    }

    /** Whether none can follow. */
    public boolean isClosed() {
        return isClosed;
    }

    /** How many segments it has. */
    public int segments() {
        return segments;
    }

    /** Octets of headers that each of them has. */
    public int headers() {
        return headers;
    }

    /** Octets of payload that each but the last has. */
    public int segmentSize() {
        return size;
    }

    /** Where the first one begins. */
    public int start() {
        return first.start();
    }

    /** How long the first one is, in octets. */
    public int firstLength() {
        return first.length();
    }

    /** Whether it is of TCP segments, and not of UDP datagrams. */
    public boolean isTcp() {
        return isTcp;
    }

    /**
     * Makes of the headers of the first segment those of all: the checksum covers the pseudo header alone, and whoever needs it
     * finishes it.
     *
     * @return where, from the beginning of the datagram, that checksum is
     */
    public int finish() {
        first.put16(2, headers + payload);
        first.sumHeader();
        int transport = PacketBuffer.HEADER;
        int length = headers - transport + payload;
        if (isPushed) {
            first.put32(transport + OFFSET_AND_FLAGS, first.i32(transport + OFFSET_AND_FLAGS) | PSH);
        }
        if (!isTcp) {
            first.put16(transport + UDP_LENGTH, length);
        }
        int checksum = transport + (isTcp ? TCP_CHECKSUM : UDP_CHECKSUM);
        first.put16(checksum, InternetSum.fold(first.sum(12, 8) + first.protocol() + length));
        return checksum;
    }
}
