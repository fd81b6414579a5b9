package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * Room for many datagrams that a {@link UdpSocket} receives or sends with one call (recvmmsg(2), sendmmsg(2)), each with its
 * peer, our address and the interface (IP_PKTINFO). Laid out once, in memory outside the heap, and used again and again:
 *
 * <pre>
 * mmsghdr (64): the msghdr of {@link Message}, then msg_len 56
 * iovec   (16): iov_base 0, iov_len 8
 * name    (16): sockaddr_in: family 0, port 2, address 4
 * control (64): cmsghdr 16, then in_pktinfo: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8
 * </pre>
 *
 * For one thread, and either for receiving or for sending; who answers in place sends what was received last.
 */
public final class UdpBatch {

    private static final int HEADER_SIZE = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int VECTOR_SIZE = 16;
    private static final int CONTROL_ROOM = 64;
    private static final int CONTROL_HEADER = 16;
    private static final int SENT_CONTROL = 32;

    private final int capacity;
    private final int room;
    private final NativeBuffer headers;
    private final NativeBuffer vectors;
    private final NativeBuffer names;
    private final NativeBuffer controls;
    private final NativeBuffer payloads;
    private int used;

    /**
     * Room for so many.
     *
     * @param capacity datagrams a call, 1 to 1024
     * @param room octets of payload each; what is longer is cut: {@link #isCut}
     */
    public UdpBatch(int capacity, int room) {
        this.capacity = capacity;
        this.room = room;
        headers = NativeBuffer.allocate(capacity * HEADER_SIZE);
        vectors = NativeBuffer.allocate(capacity * VECTOR_SIZE);
        names = NativeBuffer.allocate(capacity * Message.INET_SIZE);
        controls = NativeBuffer.allocate(capacity * CONTROL_ROOM);
        payloads = NativeBuffer.allocate(capacity * room);
        for (int i = 0; i < capacity; i++) {
            int header = i * HEADER_SIZE;
            headers.pointTo(header, names, i * Message.INET_SIZE, Message.INET_SIZE);
            headers.pointTo(header + VECTOR_POINTER, vectors, i * VECTOR_SIZE, VECTOR_SIZE);
            headers.inNativeOrder().putLong(header + VECTOR_COUNT, 1);
            headers.pointTo(header + CONTROL_POINTER, controls, i * CONTROL_ROOM, CONTROL_ROOM);
            vectors.pointTo(i * VECTOR_SIZE, payloads, i * room, room);
            names.inNativeOrder().putShort(i * Message.INET_SIZE, (short) Fd.AF_INET);
            makeRoom(i);
        }
    }

    public int capacity() {
        return capacity;
    }

    /** Receives what waits: how many, or a negated {@link Errno}, {@code -EAGAIN} when nothing does. */
    int receive(Fd fd) {
        for (int i = 0; i < used; i++) {
            makeRoom(i);
        }
        int count = Kernel.recvmmsg(fd.number(), headers, 0, capacity, Message.MSG_DONTWAIT);
        used = Math.max(0, count);
        return count;
    }

    /** The kernel writes how much of the room it has used where we have written how much there is. */
    private void makeRoom(int i) {
        int header = i * HEADER_SIZE;
        ByteBuffer words = headers.inNativeOrder();
        words.putInt(header + NAME_LENGTH, Message.INET_SIZE);
        words.putLong(header + CONTROL_LENGTH, CONTROL_ROOM);
        words.putInt(header + FLAGS, 0);
        vectors.inNativeOrder().putLong(i * VECTOR_SIZE + Long.BYTES, room);
    }

    /** Sends {@code count} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    int send(Fd fd, int first, int count) {
        return Kernel.sendmmsg(fd.number(), headers, first * HEADER_SIZE, count, Message.MSG_DONTWAIT);
    }

    /** All payloads, for packets: that of datagram {@code i} begins at {@link #at}. */
    public ByteBuffer payloads() {
        return payloads.inNetworkOrder();
    }

    /** Where the payload of datagram {@code i} begins. */
    public int at(int i) {
        return i * room;
    }

    /** How many octets of payload datagram {@code i} has that was received. */
    public int length(int i) {
        return headers.inNativeOrder().getInt(i * HEADER_SIZE + LENGTH);
    }

    /** Whether what was received was longer than the room for it. */
    public boolean isCut(int i) {
        return (headers.inNativeOrder().getInt(i * HEADER_SIZE + FLAGS) & Message.MSG_TRUNC) != 0;
    }

    /** The bits of the address that datagram {@code i} came from. */
    public int fromAddress(int i) {
        return names.inNetworkOrder().getInt(i * Message.INET_SIZE + 4);
    }

    /** The port that datagram {@code i} came from. */
    public int fromPort(int i) {
        return names.inNetworkOrder().getShort(i * Message.INET_SIZE + 2) & 0xffff;
    }

    /** The bits of the address that datagram {@code i} was sent to. */
    public int toAddress(int i) {
        return controls.inNetworkOrder().getInt(packetInfo(i) + 8);
    }

    /** The index of the interface that datagram {@code i} came by. */
    public int interfaceIndex(int i) {
        return controls.inNativeOrder().getInt(packetInfo(i));
    }

    /** IP_PKTINFO is the one control message that our sockets ask for, so it is the first. */
    private int packetInfo(int i) {
        int control = i * CONTROL_ROOM;
        ByteBuffer words = controls.inNativeOrder();
        if (words.getInt(control + 8) != Message.SOL_IP || words.getInt(control + 12) != Message.IP_PKTINFO) {
            throw new AssertionError("a datagram without IP_PKTINFO although it was asked for");
        }
        return control + CONTROL_HEADER;
    }

    /** A copy of the payload of datagram {@code i}. */
    public Octets octets(int i) {
        return payloads.octets(at(i), length(i));
    }

    /** Makes {@code octets} the payload of datagram {@code i}; they must fit. */
    public void put(int i, Octets octets) {
        payloads.put(at(i), octets);
    }

    /** As {@link #address(int, int, int, int, int, int)}. */
    public void address(int i, Ipv4 source, int outInterface, Endpoint to, int length) {
        address(i, source.bits(), outInterface, to.address().bits(), to.port(), length);
    }

    /**
     * Addresses datagram {@code i}, whose payload is there.
     *
     * @param source the bits of its source address; 0: as the route says
     * @param outInterface the index of the interface to leave by; 0: as the route says
     * @param to the bits of the address it goes to
     * @param length of the payload in octets
     */
    public void address(int i, int source, int outInterface, int to, int port, int length) {
        used = Math.max(used, i + 1);
        int header = i * HEADER_SIZE;
        names.inNetworkOrder().putShort(i * Message.INET_SIZE + 2, (short) port);
        names.inNetworkOrder().putInt(i * Message.INET_SIZE + 4, to);
        headers.inNativeOrder().putInt(header + NAME_LENGTH, Message.INET_SIZE);
        headers.inNativeOrder().putInt(header + FLAGS, 0);
        vectors.inNativeOrder().putLong(i * VECTOR_SIZE + Long.BYTES, length);
        int control = i * CONTROL_ROOM;
        controls.inNativeOrder().putLong(control, CONTROL_HEADER + Message.PKTINFO_SIZE);
        controls.inNativeOrder().putInt(control + 8, Message.SOL_IP);
        controls.inNativeOrder().putInt(control + 12, Message.IP_PKTINFO);
        controls.inNativeOrder().putInt(control + CONTROL_HEADER, outInterface);
        controls.inNetworkOrder().putInt(control + CONTROL_HEADER + 4, source);
        controls.inNetworkOrder().putInt(control + CONTROL_HEADER + 8, 0);
        headers.inNativeOrder().putLong(header + CONTROL_LENGTH, SENT_CONTROL);
    }
}
