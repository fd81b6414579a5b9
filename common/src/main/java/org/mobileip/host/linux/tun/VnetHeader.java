package org.mobileip.host.linux.tun;

import java.nio.ByteBuffer;
import org.mobileip.tunnel.PacketBuffer;

/**
 * {@code struct virtio_net_hdr} of linux/virtio_net.h, ten octets in native order: what the kernel left undone in a packet.
 *
 * <pre>
 *  0 flags (1: a checksum is unfinished) | 1 gso_type (0: one packet) | 2 hdr_len | 4 gso_size | 6 csum_start | 8 csum_offset
 * </pre>
 */
final class VnetHeader {

    private static final int GSO_TYPE = 1;
    private static final int HEADER_LENGTH = 2;
    private static final int GSO_SIZE = 4;
    private static final int CHECKSUM_START = 6;
    private static final int CHECKSUM_OFFSET = 8;

    private static final int NEEDS_CHECKSUM = 1;
    private static final int GSO_NONE = 0;
    private static final int GSO_TCPV4 = 1;
    private static final int GSO_UDP_L4 = 5;
    private static final int GSO_ECN = 0x80;
    private static final int CHECKSUM_SIZE = 2;

    private final ByteBuffer octets;
    private int base;

    /** Of a buffer, in native order, that begins with such a header until {@link #at} says where else it is. */
    VnetHeader(ByteBuffer octets) {
        this.octets = octets;
    }

    /** From now on it is the one at {@code offset} of the buffer. */
    VnetHeader at(int offset) {
        base = offset;
        return this;
    }

    /** Whether anything was left undone. */
    boolean hasWork() {
        return isMerged() || !isChecksumComplete();
    }

    /** Whether there is more than one packet in it. */
    boolean isMerged() {
        return octets.get(base + GSO_TYPE) != GSO_NONE;
    }

    /** Whether it is TCP segments over IPv4 that were merged. */
    boolean isMergedTcp() {
        return (octets.get(base + GSO_TYPE) & ~GSO_ECN) == GSO_TCPV4;
    }

    /** Whether it is UDP datagrams that were merged. */
    boolean isMergedUdp() {
        return octets.get(base + GSO_TYPE) == GSO_UDP_L4;
    }

    /** How many octets of payload each of the packets that were merged had, but the last. */
    int segmentSize() {
        return u16(GSO_SIZE);
    }

    /** Where the checksum begins to cover the frame, in octets from its beginning; only where it is unfinished. */
    int checksumStart() {
        return u16(CHECKSUM_START);
    }

    /**
     * Finishes the transport checksum of {@code datagram} where it is unfinished.
     *
     * @param before octets of the frame before the datagram
     * @return false: the header does not fit the frame, and nothing was changed
     */
    boolean finishChecksum(PacketBuffer datagram, int before) {
        int start = u16(CHECKSUM_START) - before;
        return isChecksumComplete() || datagram.finishChecksum(start, start + u16(CHECKSUM_OFFSET));
    }

    /** Whether the transport checksum of the packet covers all it should. */
    boolean isChecksumComplete() {
        return (octets.get(base) & NEEDS_CHECKSUM) == 0;
    }

    /**
     * The checksum is nobody's any more if it begins within the first {@code takenOff} octets of the packet: it was that of a
     * UDP header around a tunnel's packet, which a program on this machine has sent.
     */
    void forgetChecksumWithin(int takenOff) {
        if (!isChecksumComplete() && octets.get(base + GSO_TYPE) == GSO_NONE && u16(CHECKSUM_START) < takenOff) {
            octets.put(base, (byte) 0);
        }
    }

    /**
     * Rewrites the header for what is left of its packet, at {@code to}.
     *
     * @param stripped how many octets were taken off the packet's beginning
     * @param length how many octets are left
     * @return false when the unfinished checksum is not within what is left: then this packet cannot be passed on
     */
    boolean move(int to, int stripped, int length) {
        int flags = octets.get(base) & NEEDS_CHECKSUM;
        int gsoType = octets.get(base + GSO_TYPE) & 0xff;
        int headerLength = gsoType == GSO_NONE ? 0 : u16(HEADER_LENGTH) - stripped;
        int gsoSize = gsoType == GSO_NONE ? 0 : u16(GSO_SIZE);
        int checksumStart = flags == 0 ? 0 : u16(CHECKSUM_START) - stripped;
        int checksumOffset = flags == 0 ? 0 : u16(CHECKSUM_OFFSET);
        if (flags != 0 && (checksumStart < 0 || checksumStart + checksumOffset + CHECKSUM_SIZE > length)) {
            return false;
        }
        write(to, flags, gsoType, Math.max(0, Math.min(headerLength, length)), gsoSize);
        octets.putShort(to + CHECKSUM_START, (short) checksumStart);
        octets.putShort(to + CHECKSUM_OFFSET, (short) checksumOffset);
        return true;
    }

    /** Writes one, at {@code to}, that says of a packet without anything undone that it is one. */
    void writeEmpty(int to) {
        write(to, 0, GSO_NONE, 0, 0);
        octets.putInt(to + CHECKSUM_START, 0);
    }

    /**
     * Writes one, at {@code to}, of TCP segments or UDP datagrams that were merged: each had so many octets of headers and, but the last, of
     * payload.
     */
    void writeRun(int to, boolean isTcp, int headers, int segmentSize, int checksumStart, int checksumOffset) {
        write(to, NEEDS_CHECKSUM, isTcp ? GSO_TCPV4 : GSO_UDP_L4, headers, segmentSize);
        octets.putShort(to + CHECKSUM_START, (short) checksumStart);
        octets.putShort(to + CHECKSUM_OFFSET, (short) checksumOffset);
    }

    private void write(int to, int flags, int gsoType, int headerLength, int gsoSize) {
        octets.put(to, (byte) flags);
        octets.put(to + GSO_TYPE, (byte) gsoType);
        octets.putShort(to + HEADER_LENGTH, (short) headerLength);
        octets.putShort(to + GSO_SIZE, (short) gsoSize);
    }

    private int u16(int offset) {
        return octets.getShort(base + offset) & 0xffff;
    }
}
