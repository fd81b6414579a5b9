package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * Room for many datagrams that a {@link UdpSocket} sends with one call (sendmmsg(2)), each with its peer, our address and the
 * interface (IP_PKTINFO). Many in a row that differ in their payload only leave as one that is cut on its way out
 * (UDP_SEGMENT, udp(7), Linux 4.18), which spares each the way through the kernel. Laid out once, in memory outside the heap,
 * and used again and again:
 *
 * <pre>
 * {@link MessageHeaders}: one header for each message, which points to what belongs to its first datagram
 * name    (16): sockaddr_in: family 0, port 2, address 4
 * control (64): cmsghdr 16, in_pktinfo 12: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8; padded to 32 | cmsghdr 16, u16, padded to 24
 * </pre>
 *
 * For one thread.
 */
public final class UdpSendBatch {

    /** Fewer in a row go one by one: whoever looks at the wire of a host that has little to do sees each by itself. */
    static final int FEWEST_IN_ONE = 8;

    private static final int CONTROL_ROOM = 64;
    private static final int PACKET_INFO_CONTROL = 32;
    private static final int SEGMENT_CONTROL = 24;

    private final int capacity;
    private final int room;
    private final MessageHeaders headers;
    private final NativeBuffer names;
    private final NativeBuffer controls;
    private final NativeBuffer payloads;
    /** How many datagrams each message is. */
    private final int[] runs;

    private boolean isCutRefused;

    /**
     * Room for so many.
     *
     * @param capacity datagrams a call, 1 to 1024
     * @param room octets of payload each
     */
    public UdpSendBatch(int capacity, int room) {
        this.capacity = capacity;
        this.room = room;
        headers = new MessageHeaders(capacity);
        names = NativeBuffer.allocate(capacity * Message.INET_SIZE);
        controls = NativeBuffer.allocate(capacity * CONTROL_ROOM);
        payloads = NativeBuffer.allocate(capacity * room);
        runs = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            headers.vector(i, payloads, i * room, room);
            names.inNativeOrder().putShort(i * Message.INET_SIZE, (short) Fd.AF_INET);
            int control = i * CONTROL_ROOM;
            control(control, Message.PKTINFO_SIZE, Message.SOL_IP, Message.IP_PKTINFO);
            control(control + PACKET_INFO_CONTROL, Short.BYTES, Message.SOL_UDP, UdpSegments.UDP_SEGMENT);
        }
    }

    private void control(int at, int length, int level, int type) {
        controls.inNativeOrder()
                .putLong(at, MessageHeaders.CONTROL_HEADER + length)
                .putInt(at + MessageHeaders.CONTROL_LEVEL, level)
                .putInt(at + MessageHeaders.CONTROL_TYPE, type);
    }

    public int capacity() {
        return capacity;
    }

    /** All payloads: that of datagram {@code i} begins at {@link #at}. */
    public ByteBuffer payloads() {
        return payloads.inNetworkOrder();
    }

    /** Where the payload of datagram {@code i} begins. */
    public int at(int i) {
        return i * room;
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
        names.inNetworkOrder().putShort(i * Message.INET_SIZE + 2, (short) port);
        names.inNetworkOrder().putInt(i * Message.INET_SIZE + 4, to);
        headers.vectorLength(i, length);
        int control = i * CONTROL_ROOM;
        controls.inNativeOrder().putInt(control + MessageHeaders.CONTROL_HEADER, outInterface);
        controls.inNetworkOrder().putInt(control + MessageHeaders.CONTROL_HEADER + 4, source);
    }

    /** Sends {@code count} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    int send(Fd fd, int first, int count) {
        int messages = layOut(first, count);
        int result = headers.send(fd, 0, messages);
        if (result < 0 && runs[0] > 1 && isAboutCutting(-result)) {
            return sendOneByOne(fd, first, runs[0]);
        }
        return result < 0 ? result : Arrays.stream(runs, 0, result).sum();
    }

    /** A way out that cannot cut is one whose interface cannot sum up, or whose MTU is smaller than the datagrams. */
    private static boolean isAboutCutting(int errno) {
        return errno == Errno.EIO || errno == Errno.EINVAL || errno == Errno.EMSGSIZE;
    }

    /** If these can be sent now, it was for the cutting that they could not, and nothing is cut any more. */
    private int sendOneByOne(Fd fd, int first, int count) {
        boolean wasRefused = isCutRefused;
        isCutRefused = true;
        int sent = send(fd, first, count);
        isCutRefused = wasRefused || sent > 0;
        return sent;
    }

    private int layOut(int first, int count) {
        int messages = 0;
        for (int i = first; i < first + count; i += runs[messages++]) {
            int run = isCutRefused ? 1 : run(i, first + count);
            runs[messages] = run < FEWEST_IN_ONE ? 1 : run;
            boolean isRun = runs[messages] > 1;
            int control = i * CONTROL_ROOM;
            headers.name(messages, names, i * Message.INET_SIZE, Message.INET_SIZE);
            headers.vectors(messages, i, runs[messages]);
            headers.control(messages, controls, control, PACKET_INFO_CONTROL + (isRun ? SEGMENT_CONTROL : 0));
            controls.inNativeOrder()
                    .putShort(control + PACKET_INFO_CONTROL + MessageHeaders.CONTROL_HEADER, (short) length(i));
        }
        return messages;
    }

    /** How many from {@code first} on can leave as one: alike but for the payload, of one length but for the last, which may be shorter. */
    private int run(int first, int end) {
        int octets = length(first);
        int last = first;
        while (last + 1 < end
                && last + 1 - first < UdpSegments.MOST
                && length(last) == length(first)
                && length(last + 1) <= length(first)
                && length(last + 1) > 0
                && octets + length(last + 1) <= UdpSegments.MOST_OCTETS
                && isAlike(first, last + 1)) {
            last++;
            octets += length(last);
        }
        return last + 1 - first;
    }

    /** Address and port; interface and source address. */
    private boolean isAlike(int one, int other) {
        return names.inNativeOrder().getLong(one * Message.INET_SIZE)
                        == names.inNativeOrder().getLong(other * Message.INET_SIZE)
                && controls.inNativeOrder().getLong(one * CONTROL_ROOM + MessageHeaders.CONTROL_HEADER)
                        == controls.inNativeOrder().getLong(other * CONTROL_ROOM + MessageHeaders.CONTROL_HEADER);
    }

    private int length(int i) {
        return headers.vectorLength(i);
    }
}
