package org.mobileip.host.linux;

import org.mobileip.net.Ipv4;

/**
 * Packets that a {@link RawSocket} sends with one call (sendmmsg(2)), each from wherever it is and to an address of its own. Laid
 * out once, in memory outside the heap, and used again and again:
 *
 * <pre>
 * {@link MessageHeaders}
 * name    (16): sockaddr_in: family 0, port 2, address 4
 * control (32): cmsghdr 16, then in_pktinfo: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8
 * </pre>
 *
 * For one thread.
 */
public final class PacketBatch {

    private static final int CONTROL_SIZE = 32;

    private final int capacity;
    private final MessageHeaders headers;
    private final NativeBuffer names;
    private final NativeBuffer controls;

    /** Room for {@code capacity} packets, 1 to 1024. */
    public PacketBatch(int capacity) {
        this.capacity = capacity;
        headers = new MessageHeaders(capacity);
        names = NativeBuffer.allocate(capacity * Message.INET_SIZE);
        controls = NativeBuffer.allocate(capacity * CONTROL_SIZE);
        for (int i = 0; i < capacity; i++) {
            headers.name(i, names, i * Message.INET_SIZE, Message.INET_SIZE);
            headers.control(i, controls, i * CONTROL_SIZE, CONTROL_SIZE);
            names.inNativeOrder().putShort(i * Message.INET_SIZE, (short) Fd.AF_INET);
            controls.inNativeOrder()
                    .putLong(i * CONTROL_SIZE, MessageHeaders.CONTROL_HEADER + Message.PKTINFO_SIZE)
                    .putInt(i * CONTROL_SIZE + MessageHeaders.CONTROL_LEVEL, Message.SOL_IP)
                    .putInt(i * CONTROL_SIZE + MessageHeaders.CONTROL_TYPE, Message.IP_PKTINFO);
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
        headers.vector(index, buffer, offset, length);
        names.inNetworkOrder().putInt(index * Message.INET_SIZE + 4, destination.bits());
        headers.controlLength(index, link == 0 ? 0 : CONTROL_SIZE);
        controls.inNativeOrder().putInt(index * CONTROL_SIZE + MessageHeaders.CONTROL_HEADER, link);
    }

    /** Sends {@code count} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    int send(Fd fd, int first, int count) {
        return headers.send(fd, first, count);
    }
}
