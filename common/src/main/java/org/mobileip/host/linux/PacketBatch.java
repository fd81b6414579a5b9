package org.mobileip.host.linux;

import org.mobileip.net.Ipv4;

/**
 * Packets that a {@link RawSocket} sends with one call (sendmmsg(2)), each from wherever it is and to an address of its own. Laid
 * out once, in memory outside the heap, and used again and again:
 *
 * <pre>
 * mmsghdr (64): the msghdr of {@link Message}, then msg_len 56
 * iovec   (16): iov_base 0, iov_len 8
 * name    (16): sockaddr_in: family 0, port 2, address 4
 * control (32): cmsghdr 16, then in_pktinfo: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8
 * </pre>
 *
 * For one thread.
 */
public final class PacketBatch {

    private static final int HEADER_SIZE = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int VECTOR_SIZE = 16;
    private static final int CONTROL_SIZE = 32;
    private static final int CONTROL_HEADER = 16;

    private final int capacity;
    private final NativeBuffer headers;
    private final NativeBuffer vectors;
    private final NativeBuffer names;
    private final NativeBuffer controls;

    /** Room for {@code capacity} packets, 1 to 1024. */
    public PacketBatch(int capacity) {
        this.capacity = capacity;
        headers = NativeBuffer.allocate(capacity * HEADER_SIZE);
        vectors = NativeBuffer.allocate(capacity * VECTOR_SIZE);
        names = NativeBuffer.allocate(capacity * Message.INET_SIZE);
        controls = NativeBuffer.allocate(capacity * CONTROL_SIZE);
        for (int i = 0; i < capacity; i++) {
            int header = i * HEADER_SIZE;
            headers.pointTo(header, names, i * Message.INET_SIZE, Message.INET_SIZE);
            headers.inNativeOrder().putInt(header + NAME_LENGTH, Message.INET_SIZE);
            headers.pointTo(header + VECTOR_POINTER, vectors, i * VECTOR_SIZE, VECTOR_SIZE);
            headers.inNativeOrder().putLong(header + VECTOR_COUNT, 1);
            headers.pointTo(header + CONTROL_POINTER, controls, i * CONTROL_SIZE, CONTROL_SIZE);
            names.inNativeOrder().putShort(i * Message.INET_SIZE, (short) Fd.AF_INET);
            controls.inNativeOrder()
                    .putLong(i * CONTROL_SIZE, CONTROL_HEADER + Message.PKTINFO_SIZE)
                    .putInt(i * CONTROL_SIZE + 8, Message.SOL_IP)
                    .putInt(i * CONTROL_SIZE + 12, Message.IP_PKTINFO);
        }
    }

    public int capacity() {
        return capacity;
    }

    /**
     * What packet {@code index} is.
     *
     * @param destination the address that is routed to, normally that of the header
     * @param link the index of the interface it leaves by, whatever the routes say; 0: as they say
     */
    public void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
        vectors.pointTo(index * VECTOR_SIZE, buffer, offset, length);
        vectors.inNativeOrder().putLong(index * VECTOR_SIZE + Long.BYTES, length);
        names.inNetworkOrder().putInt(index * Message.INET_SIZE + 4, destination.bits());
        headers.inNativeOrder().putLong(index * HEADER_SIZE + CONTROL_LENGTH, link == 0 ? 0 : CONTROL_SIZE);
        controls.inNativeOrder().putInt(index * CONTROL_SIZE + CONTROL_HEADER, link);
    }

    /** Sends {@code count} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    int send(Fd fd, int first, int count) {
        return Kernel.sendmmsg(fd.number(), headers, first * HEADER_SIZE, count, Message.MSG_DONTWAIT);
    }
}
