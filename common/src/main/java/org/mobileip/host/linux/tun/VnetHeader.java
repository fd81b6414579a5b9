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
    private static final int CHECKSUM_SIZE = 2;

    private final ByteBuffer octets;

    /** Of a buffer that begins with such a header. */
    VnetHeader(ByteBuffer octets) {
        this.octets = octets;
    }

    /** The one at {@code offset} of {@code octets}, which are in native order. */
    static VnetHeader at(ByteBuffer octets, int offset) {
        return new VnetHeader(
                octets.duplicate().clear().position(offset).slice().order(octets.order()));
    }

    /** Whether there is more than one packet in it. */
    boolean isMerged() {
        return octets.get(GSO_TYPE) != GSO_NONE;
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
        return (octets.get(0) & NEEDS_CHECKSUM) == 0;
    }

    /**
     * The checksum is nobody's any more if it begins within the first {@code takenOff} octets of the packet: it was that of a
     * UDP header around a tunnel's packet, which a program on this machine has sent.
     */
    void forgetChecksumWithin(int takenOff) {
        if (!isChecksumComplete() && octets.get(GSO_TYPE) == GSO_NONE && u16(CHECKSUM_START) < takenOff) {
            octets.put(0, (byte) 0);
        }
    }

    /**
     * Rewrites the header at the beginning of the buffer for what is left of its packet, at {@code to}.
     *
     * @param stripped how many octets were taken off the packet's beginning
     * @param length how many octets are left
     * @return false when the unfinished checksum is not within what is left: then this packet cannot be passed on
     */
    boolean move(int to, int stripped, int length) {
        int flags = octets.get(0) & NEEDS_CHECKSUM;
        int gsoType = octets.get(GSO_TYPE) & 0xff;
        int headerLength = gsoType == GSO_NONE ? 0 : u16(HEADER_LENGTH) - stripped;
        int gsoSize = gsoType == GSO_NONE ? 0 : u16(GSO_SIZE);
        int checksumStart = flags == 0 ? 0 : u16(CHECKSUM_START) - stripped;
        int checksumOffset = flags == 0 ? 0 : u16(CHECKSUM_OFFSET);
        if (flags != 0 && (checksumStart < 0 || checksumStart + checksumOffset + CHECKSUM_SIZE > length)) {
            return false;
        }
        octets.put(to, (byte) flags);
        octets.put(to + GSO_TYPE, (byte) gsoType);
        octets.putShort(to + HEADER_LENGTH, (short) Math.max(0, Math.min(headerLength, length)));
        octets.putShort(to + GSO_SIZE, (short) gsoSize);
        octets.putShort(to + CHECKSUM_START, (short) checksumStart);
        octets.putShort(to + CHECKSUM_OFFSET, (short) checksumOffset);
        return true;
    }

    private int u16(int offset) {
        return octets.getShort(offset) & 0xffff;
    }
}
