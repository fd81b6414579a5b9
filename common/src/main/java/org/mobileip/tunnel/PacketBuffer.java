package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A window on the IPv4 datagram that a reused buffer holds just now. The one mutable view of the packet path, which
 * allocates nothing; a packet thread owns it alone. Numbers are read in network order and unchecked: {@link Sanity} comes
 * first.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * |         Identification        |Flags|      Fragment Offset    |
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * |                       Source Address                          |
 * |                    Destination Address                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 791 §3.1
 * </pre>
 */
public final class PacketBuffer {

    /** Octets of an IPv4 header without options. */
    public static final int HEADER = 20;

    /** Octets of an IPv4 header with as many options as it can have. */
    public static final int LONGEST_HEADER = 60;

    /** Octets that must be free before a datagram that is to enter a tunnel. */
    public static final int HEADROOM = 64;

    /** The total length says no more. */
    public static final int LONGEST = 0xffff;

    static final int DONT_FRAGMENT = 0x4000;
    static final int MORE_FRAGMENTS = 0x2000;
    static final int OFFSET = 0x1fff;
    private static final int MORE_FRAGMENTS_OR_OFFSET = MORE_FRAGMENTS | OFFSET;

    private final ByteBuffer octets;
    private final byte[] kept = new byte[LONGEST_HEADER];
    private int start;
    private int length;
    private int udpSource;
    private int udpDestination;
    private int packets;
    private int payload;
    private @Nullable Flow flow;

    /** A view of {@code octets}, whose own position, limit and order stay as they are. */
    public PacketBuffer(ByteBuffer octets) {
        this.octets = octets.duplicate().order(ByteOrder.BIG_ENDIAN).clear();
    }

    /** Moves the window to the {@code length} octets beginning at {@code start}; the flow and the ports are forgotten. */
    public void window(int start, int length) {
        this.start = start;
        this.length = length;
        this.udpSource = 0;
        this.udpDestination = 0;
        this.packets = 1;
        this.payload = 0;
        this.flow = null;
    }

    /**
     * What is in the window was merged on its way from packets with the same headers.
     *
     * @param transport where the TCP header begins, or that of UDP
     * @param size octets of payload that each of them had, but the last
     */
    public void isOfMany(int transport, boolean isTcp, int size) {
        int header = isTcp && transport + 12 < length ? (u8(transport + 12) >> 4) << 2 : 8;
        int inAll = length - transport - header;
        if (transport > 0 && size > 0 && inAll > size) {
            packets = (inAll + size - 1) / size;
            payload = inAll;
        }
    }

    /** How many packets on the wire it was. */
    public int packets() {
        return packets;
    }

    /** How many octets those had. */
    public int octetsInAll() {
        return length + (packets - 1) * (length - payload);
    }

    /** Where the datagram begins in the buffer. */
    public int start() {
        return start;
    }

    /** How many octets it has. */
    public int length() {
        return length;
    }

    /** The flow that a {@link TunnelEnd} found it to belong to. */
    public Flow flow() {
        if (flow == null) {
            throw new AssertionError("asked for the flow of a packet that no tunnel end has let pass");
        }
        return flow;
    }

    void assign(Flow found) {
        flow = found;
    }

    /** It was taken out of a UDP datagram with these ports. */
    void cameInUdp(int source, int destination) {
        udpSource = source;
        udpDestination = destination;
    }

    /** Whether it was taken out of a UDP datagram. */
    public boolean isFromUdp() {
        return udpDestination != 0;
    }

    /** The source port of the UDP datagram that it was taken out of. */
    int udpSource() {
        return udpSource;
    }

    /** The destination port of that. */
    int udpDestination() {
        return udpDestination;
    }

    /** Takes the first {@code count} octets off the window. */
    void strip(int count) {
        start += count;
        length -= count;
    }

    /** Takes {@code count} octets before the window into it. */
    void extend(int count) {
        strip(-count);
    }

    /** Leaves {@code count} octets in the window. */
    void trim(int count) {
        length = count;
    }

    int u8(int offset) {
        return octets.get(start + offset) & 0xff;
    }

    int u16(int offset) {
        return octets.getShort(start + offset) & 0xffff;
    }

    int i32(int offset) {
        return octets.getInt(start + offset);
    }

    void put8(int offset, int value) {
        octets.put(start + offset, (byte) value);
    }

    void put16(int offset, int value) {
        octets.putShort(start + offset, (short) value);
    }

    void put32(int offset, int value) {
        octets.putInt(start + offset, value);
    }

    int version() {
        return u8(0) >> 4;
    }

    int headerLength() {
        return (u8(0) & 0xf) << 2;
    }

    int typeOfService() {
        return u8(1);
    }

    int totalLength() {
        return u16(2);
    }

    int identification() {
        return u16(4);
    }

    boolean dontFragment() {
        return (u16(6) & DONT_FRAGMENT) != 0;
    }

    /** Clears DF; who may not be cut needed no Identification of its own (RFC 6864 §4.1). The header is to be summed again. */
    void mayBeCut(int identification) {
        put16(4, identification);
        put16(6, u16(6) & ~DONT_FRAGMENT);
    }

    boolean moreFragments() {
        return (u16(6) & MORE_FRAGMENTS) != 0;
    }

    /** In units of 8 octets. */
    int fragmentOffset() {
        return u16(6) & OFFSET;
    }

    /** Whether this is a piece of a datagram, the first one included. */
    boolean isFragment() {
        return (u16(6) & MORE_FRAGMENTS_OR_OFFSET) != 0;
    }

    /** Whether the payload begins in this datagram: it is whole, or a first fragment. */
    boolean hasPayloadHeader() {
        return fragmentOffset() == 0;
    }

    int timeToLive() {
        return u8(8);
    }

    int protocol() {
        return u8(9);
    }

    int source() {
        return i32(12);
    }

    int destination() {
        return i32(16);
    }

    /** Whether the Internet checksum over the first {@code count} octets, an even number, comes out right (RFC 1071). */
    boolean checksumIsRight(int count) {
        return InternetSum.fold(sum(0, count)) == 0xffff;
    }

    /** The sum of the 16-bit words from {@code offset} on, an odd last octet counted as if a zero followed. */
    long sum(int offset, int count) {
        return InternetSum.of(octets, start + offset, count);
    }

    /**
     * Finishes a transport checksum that the kernel has left to others: at {@code at} is the sum of the pseudo header, and
     * everything from {@code from} on is still to be added.
     *
     * @return false: that is not within the window, and nothing was changed
     */
    public boolean finishChecksum(int from, int at) {
        if (from < 0 || at < from || at + 2 > length) {
            return false;
        }
        int checksum = ~InternetSum.fold(sum(from, length - from)) & 0xffff;
        put16(at, checksum == 0 ? 0xffff : checksum); // 0 says that there is none (RFC 768); to TCP both are the same
        return true;
    }

    /** Makes the header checksum right, whatever it was. */
    void sumHeader() {
        put16(10, 0);
        put16(10, ~InternetSum.fold(sum(0, headerLength())));
    }

    /** Replaces the 16-bit word at {@code offset} of the header, and makes up for it in the header checksum. */
    void replaceInHeader(int offset, int value) {
        put16(10, InternetSum.replace(u16(10), u16(offset), value));
        put16(offset, value);
    }

    /** Counts one hop, which a time to live of 1 or more allows. */
    void decrementTimeToLive() {
        replaceInHeader(8, u16(8) - 0x100);
    }

    /**
     * Writes a header without options that ends {@code gap} octets before the window.
     *
     * @param gap room for what comes between the two headers
     */
    void writeHeaderBefore(
            int gap, int firstWord, int secondWord, int timeToLive, int protocol, int source, int destination) {
        int at = start - gap - HEADER;
        octets.putInt(at, firstWord);
        octets.putInt(at + 4, secondWord);
        octets.putInt(at + 8, timeToLive << 24 | protocol << 16);
        octets.putInt(at + 12, source);
        octets.putInt(at + 16, destination);
        octets.putShort(at + 10, (short) ~InternetSum.fold(InternetSum.of(octets, at, HEADER)));
    }

    /** Remembers the first {@code count} octets, {@link #LONGEST_HEADER} at most, until the next are to be remembered. */
    void keepHeader(int count) {
        octets.get(start, kept, 0, count);
    }

    /** Puts back {@code count} octets that {@link #keepHeader} took. */
    void restoreHeader(int count) {
        octets.put(start, kept, 0, count);
    }

    /** Copies {@code count} octets from {@code offset} on to {@code into}, there from {@code at} on. */
    void get(int offset, byte[] into, int at, int count) {
        octets.get(start + offset, into, at, count);
    }

    /** Copies the first {@code count} octets of {@code from} to {@code offset}. */
    void put(int offset, byte[] from, int count) {
        octets.put(start + offset, from, 0, count);
    }

    /** Copies {@code count} octets from {@code from}, there beginning at {@code offset}, to {@code at} of this window. */
    public void copyFrom(PacketBuffer from, int offset, int at, int count) {
        octets.put(start + at, from.octets, from.start + offset, count);
    }
}
