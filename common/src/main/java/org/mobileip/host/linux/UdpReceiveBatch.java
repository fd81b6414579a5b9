package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mobileip.net.Octets;

/**
 * Room for many datagrams that a {@link UdpSocket} receives with one call (recvmmsg(2)), each with its peer, our address and the
 * interface (IP_PKTINFO). From a socket that {@linkplain UdpSocket#receiveMerged takes} datagrams of one sender and one length
 * together, as the kernel has them (UDP_GRO, udp(7)), a message may be many; here each is one by itself.
 * Laid out once, in memory outside the heap, and used again and again:
 *
 * <pre>
 * {@link MessageHeaders}
 * name    (16): sockaddr_in: family 0, port 2, address 4
 * control (64): where it is merged cmsghdr 16 + int 4, padded to 24; then cmsghdr 16,
 *               in_pktinfo: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8
 * </pre>
 *
 * For one thread.
 */
public final class UdpReceiveBatch {

    static final int UDP_GRO = 104;

    private static final int CONTROL_ROOM = 64;
    private static final int MERGED_CONTROL = 24;

    private final int room;
    private final MessageHeaders headers;
    private final NativeBuffer names;
    private final NativeBuffer controls;
    private final NativeBuffer payloads;
    private int used;
    /** Of each datagram: which message it is of, where it begins there, and its length. */
    private int[] message;

    private int[] start;
    private int[] length;
    private int count;

    /**
     * Room for so much.
     *
     * @param messages a call, 1 to 1024
     * @param room octets of payload each; what is longer is cut: {@link #isCut}
     */
    public UdpReceiveBatch(int messages, int room) {
        this.room = room;
        headers = new MessageHeaders(messages);
        names = NativeBuffer.allocate(messages * Message.INET_SIZE);
        controls = NativeBuffer.allocate(messages * CONTROL_ROOM);
        payloads = NativeBuffer.allocate(messages * room);
        message = new int[messages];
        start = new int[messages];
        length = new int[messages];
        for (int i = 0; i < messages; i++) {
            headers.name(i, names, i * Message.INET_SIZE, Message.INET_SIZE);
            headers.control(i, controls, i * CONTROL_ROOM, CONTROL_ROOM);
            headers.vector(i, payloads, i * room, room);
        }
    }

    /** Receives what waits: how many datagrams, or a negated {@link Errno}, {@code -EAGAIN} when nothing does. */
    int receive(Fd fd) {
        for (int i = 0; i < used; i++) {
            headers.nameLength(i, Message.INET_SIZE);
            headers.controlLength(i, CONTROL_ROOM);
        }
        int result = headers.receive(fd);
        used = Math.max(0, result);
        count = 0;
        for (int i = 0; i < used; i++) {
            takeApart(i);
        }
        return result < 0 ? result : count;
    }

    private void takeApart(int i) {
        int whole = headers.length(i);
        int each =
                isMerged(i) ? controls.inNativeOrder().getInt(i * CONTROL_ROOM + MessageHeaders.CONTROL_HEADER) : whole;
        int at = 0;
        do {
            add(i, i * room + at, Math.min(each, whole - at));
            at += each;
        } while (at < whole);
    }

    private void add(int ofMessage, int at, int octets) {
        if (count == message.length) {
            message = Arrays.copyOf(message, 2 * count);
            start = Arrays.copyOf(start, 2 * count);
            length = Arrays.copyOf(length, 2 * count);
        }
        message[count] = ofMessage;
        start[count] = at;
        length[count] = octets;
        count++;
    }

    /** The kernel says so before it says anything else. */
    private boolean isMerged(int ofMessage) {
        int control = ofMessage * CONTROL_ROOM;
        return controls.inNativeOrder().getInt(control + MessageHeaders.CONTROL_LEVEL) == Message.SOL_UDP
                && controls.inNativeOrder().getInt(control + MessageHeaders.CONTROL_TYPE) == UDP_GRO;
    }

    /** All payloads: that of datagram {@code i} begins at {@link #at}. */
    public ByteBuffer payloads() {
        return payloads.inNetworkOrder();
    }

    /** Where the payload of datagram {@code i} begins. */
    public int at(int i) {
        return start[i];
    }

    /** How many octets of payload datagram {@code i} has. */
    public int length(int i) {
        return length[i];
    }

    /** Whether datagram {@code i}, or those that came merged with it, were longer than the room for them. */
    public boolean isCut(int i) {
        return headers.isCut(message[i]);
    }

    /** The bits of the address that datagram {@code i} came from. */
    public int fromAddress(int i) {
        return names.inNetworkOrder().getInt(message[i] * Message.INET_SIZE + 4);
    }

    /** The port that datagram {@code i} came from. */
    public int fromPort(int i) {
        return names.inNetworkOrder().getShort(message[i] * Message.INET_SIZE + 2) & 0xffff;
    }

    /** The bits of the address that datagram {@code i} was sent to. */
    public int toAddress(int i) {
        return controls.inNetworkOrder().getInt(packetInfo(i) + 8);
    }

    /** The index of the interface that datagram {@code i} came by. */
    public int interfaceIndex(int i) {
        return controls.inNativeOrder().getInt(packetInfo(i));
    }

    private int packetInfo(int i) {
        int control = message[i] * CONTROL_ROOM + (isMerged(message[i]) ? MERGED_CONTROL : 0);
        ByteBuffer words = controls.inNativeOrder();
        if (words.getInt(control + MessageHeaders.CONTROL_LEVEL) != Message.SOL_IP
                || words.getInt(control + MessageHeaders.CONTROL_TYPE) != Message.IP_PKTINFO) {
            throw new AssertionError("a datagram without IP_PKTINFO although it was asked for");
        }
        return control + MessageHeaders.CONTROL_HEADER;
    }

    /** A copy of the payload of datagram {@code i}. */
    public Octets octets(int i) {
        return payloads.octets(at(i), length(i));
    }
}
