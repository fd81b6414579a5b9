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

    static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
    private static final int OFFSET = 0x1fff;

    private final ByteBuffer octets;
    private int start;
    private int length;
    private @Nullable Flow flow;

    /** A view of {@code octets}, whose own position, limit and order stay as they are. */
    public PacketBuffer(ByteBuffer octets) {
        this.octets = octets.duplicate().order(ByteOrder.BIG_ENDIAN).clear();
    }

    /** Moves the window to the {@code length} octets beginning at {@code start}; the flow is forgotten. */
    public void window(int start, int length) {
        this.start = start;
        this.length = length;
        this.flow = null;
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

    /** Takes the first {@code count} octets off the window. */
    void strip(int count) {
        start += count;
        length -= count;
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

    boolean dontFragment() {
        return (u16(6) & DONT_FRAGMENT) != 0;
    }

    /** Whether this is a piece of a datagram, the first one included. */
    boolean isFragment() {
        return (u16(6) & MORE_FRAGMENTS_OR_OFFSET) != 0;
    }

    /** Whether the payload begins in this datagram: it is whole, or a first fragment. */
    boolean hasPayloadHeader() {
        return (u16(6) & OFFSET) == 0;
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
        return fold(sum(start, count)) == 0xffff;
    }

    /** Writes a header without options into the {@link #HEADER} octets before the window. */
    void writeHeaderBefore(int firstWord, int secondWord, int timeToLive, int protocol, int source, int destination) {
        int at = start - HEADER;
        octets.putInt(at, firstWord);
        octets.putInt(at + 4, secondWord);
        octets.putInt(at + 8, timeToLive << 24 | protocol << 16);
        octets.putInt(at + 12, source);
        octets.putInt(at + 16, destination);
        octets.putShort(at + 10, (short) ~fold(sum(at, HEADER)));
    }

    private long sum(int from, int count) {
        long sum = 0;
        for (int at = from; at < from + count; at += 2) {
            sum += octets.getShort(at) & 0xffff;
        }
        return sum;
    }

    private static int fold(long sum) {
        long once = (sum & 0xffff) + (sum >>> 16);
        return (int) ((once & 0xffff) + (once >>> 16));
    }
}
