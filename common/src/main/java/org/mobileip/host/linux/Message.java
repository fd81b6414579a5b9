package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/**
 * {@code struct msghdr} with all it points at but the payload: one {@code struct iovec}, room for a socket address and for
 * control messages. Laid out by hand, once, in memory outside the heap; the offsets are those of 64-bit Linux, checked
 * against offsetof() of a C compiler:
 *
 * <pre>
 * msghdr (56): msg_name 0, msg_namelen 8, msg_iov 16, msg_iovlen 24, msg_control 32, msg_controllen 40, msg_flags 48
 * iovec  (16): iov_base 0, iov_len 8
 * cmsghdr(16): cmsg_len 0, cmsg_level 8, cmsg_type 12, then the data; the next begins at a multiple of 8
 * </pre>
 *
 * For one thread.
 */
final class Message {

    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_TRUNC = 0x20;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SCM_RIGHTS = 1;

    static final int SOL_IP = 0;
    static final int SOL_UDP = 17;
    static final int IP_PKTINFO = 8;
    static final int SCM_TIMESTAMPNS = Fd.SO_TIMESTAMPNS;
    /** {@code struct in_pktinfo}: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8. */
    static final int PKTINFO_SIZE = 12;

    /** {@code struct sockaddr_in}: family 0, port 2, address 4. */
    static final int INET_SIZE = 16;

    /** {@code struct sockaddr_ll}: family 0, protocol 2, ifindex 4, hatype 8, pkttype 10, halen 11, addr 12. */
    static final int LINK_SIZE = 20;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int VECTOR = 56;
    private static final int NAME = 72;
    private static final int NAME_ROOM = 112;
    private static final int CONTROL = NAME + NAME_ROOM;
    private static final int CONTROL_ROOM = 256;
    private static final int CONTROL_HEADER = 16;

    private final NativeBuffer memory = NativeBuffer.allocate(CONTROL + CONTROL_ROOM);
    private final ByteBuffer words = memory.inNativeOrder();
    private final ByteBuffer octets = memory.inNetworkOrder();

    Message() {
        memory.pointTo(0, memory, NAME, NAME_ROOM);
        memory.pointTo(VECTOR_POINTER, memory, VECTOR, NAME - VECTOR);
        words.putLong(VECTOR_COUNT, 1);
        memory.pointTo(CONTROL_POINTER, memory, CONTROL, CONTROL_ROOM);
    }

    /** Receives into this range: how many octets, or a negated {@link Errno}. What did not fit is gone: {@link #isCut}. */
    int receive(Fd fd, NativeBuffer payload, int offset, int length) {
        point(payload, offset, length);
        words.putInt(NAME_LENGTH, NAME_ROOM);
        words.putLong(CONTROL_LENGTH, CONTROL_ROOM);
        words.putInt(FLAGS, 0);
        return (int) Kernel.recvmsg(fd.number(), memory, MSG_DONTWAIT);
    }

    /** Sends this range: how many octets, or a negated {@link Errno}. */
    int send(Fd fd, NativeBuffer payload, int offset, int length) {
        point(payload, offset, length);
        return (int) Kernel.sendmsg(fd.number(), memory, MSG_DONTWAIT);
    }

    private void point(NativeBuffer payload, int offset, int length) {
        memory.pointTo(VECTOR, payload, offset, length);
        words.putLong(VECTOR + Long.BYTES, length);
    }

    /** Whether the last payload received was longer than the room for it. */
    boolean isCut() {
        return (words.getInt(FLAGS) & MSG_TRUNC) != 0;
    }

    void toInet(Ipv4 address, int port) {
        words.putShort(NAME, (short) Fd.AF_INET);
        octets.putShort(NAME + 2, (short) port);
        octets.putInt(NAME + 4, address.bits());
        words.putInt(NAME_LENGTH, INET_SIZE);
    }

    Endpoint fromInet() {
        return new Endpoint(new Ipv4(octets.getInt(NAME + 4)), octets.getShort(NAME + 2) & 0xffff);
    }

    void toLink(int interfaceIndex, int etherType, MacAddress to) {
        words.putShort(NAME, (short) Fd.AF_PACKET);
        octets.putShort(NAME + 2, (short) etherType);
        words.putInt(NAME + 4, interfaceIndex);
        words.putInt(NAME + 8, 0);
        words.put(NAME + 11, (byte) 6);
        octets.putShort(NAME + 12, (short) (to.bits() >>> 32));
        octets.putInt(NAME + 14, (int) to.bits());
        words.putInt(NAME_LENGTH, LINK_SIZE);
    }

    int linkProtocol() {
        return octets.getShort(NAME + 2) & 0xffff;
    }

    int linkInterfaceIndex() {
        return words.getInt(NAME + 4);
    }

    /** ARPHRD_… of the interface. */
    int linkHardwareType() {
        return words.getShort(NAME + 8) & 0xffff;
    }

    int linkPacketType() {
        return words.get(NAME + 10);
    }

    /** The sender's address in the low 48 bits; zero where the link has no Ethernet addresses. */
    long linkAddress() {
        if (words.get(NAME + 11) != 6) {
            return 0;
        }
        return ((octets.getShort(NAME + 12) & 0xffffL) << 32) | (octets.getInt(NAME + 14) & 0xffff_ffffL);
    }

    /** A socket address of any kind, as {@code sockaddr_un}. */
    void toRaw(int family, byte[] rest) {
        words.putShort(NAME, (short) family);
        words.put(NAME + 2, rest);
        words.putInt(NAME_LENGTH, 2 + rest.length);
    }

    void withoutControl() {
        words.putLong(CONTROL_LENGTH, 0);
    }

    /** Send from {@code source} (unspecified: as routed), by the interface with that index (0: as routed). */
    void withPacketInfo(int interfaceIndex, Ipv4 source) {
        words.putLong(CONTROL, CONTROL_HEADER + PKTINFO_SIZE);
        words.putInt(CONTROL + 8, SOL_IP);
        words.putInt(CONTROL + 12, IP_PKTINFO);
        words.putInt(CONTROL + CONTROL_HEADER, interfaceIndex);
        octets.putInt(CONTROL + CONTROL_HEADER + 4, source.bits());
        octets.putInt(CONTROL + CONTROL_HEADER + 8, 0);
        words.putLong(CONTROL_LENGTH, CONTROL_HEADER + align(PKTINFO_SIZE));
    }

    /** With these descriptors, each of which the receiver has too then. */
    void withRights(int... descriptors) {
        int size = descriptors.length * Integer.BYTES;
        words.putLong(CONTROL, CONTROL_HEADER + size);
        words.putInt(CONTROL + 8, Fd.SOL_SOCKET);
        words.putInt(CONTROL + 12, SCM_RIGHTS);
        for (int i = 0; i < descriptors.length; i++) {
            words.putInt(CONTROL + CONTROL_HEADER + i * Integer.BYTES, descriptors[i]);
        }
        words.putLong(CONTROL_LENGTH, CONTROL_HEADER + align(size));
    }

    /** As {@link #receive}, and what descriptors come are close-on-exec. */
    int receiveRights(Fd fd, NativeBuffer payload, int length) {
        point(payload, 0, length);
        words.putInt(NAME_LENGTH, NAME_ROOM);
        words.putLong(CONTROL_LENGTH, CONTROL_ROOM);
        words.putInt(FLAGS, 0);
        return (int) Kernel.recvmsg(fd.number(), memory, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    }

    /** The descriptors that came; they are ours to close. */
    int[] rights() {
        int at = findControl(Fd.SOL_SOCKET, SCM_RIGHTS);
        if (at < 0) {
            return new int[0];
        }
        int[] descriptors = new int[((int) words.getLong(at - CONTROL_HEADER) - CONTROL_HEADER) / Integer.BYTES];
        for (int i = 0; i < descriptors.length; i++) {
            descriptors[i] = words.getInt(at + i * Integer.BYTES);
        }
        return descriptors;
    }

    /** Where the data of the received control message begins, or -1 when there is none such. */
    int findControl(int level, int type) {
        long end = words.getLong(CONTROL_LENGTH);
        int at = 0;
        while (at + CONTROL_HEADER <= end) {
            int length = (int) words.getLong(CONTROL + at);
            if (words.getInt(CONTROL + at + 8) == level && words.getInt(CONTROL + at + 12) == type) {
                return CONTROL + at + CONTROL_HEADER;
            }
            at += Math.max(CONTROL_HEADER, align(length));
        }
        return -1;
    }

    private static int align(int length) {
        return (length + 7) & ~7;
    }

    /** The index of the interface a datagram arrived on. */
    int packetInfoInterface(int control) {
        return words.getInt(control);
    }

    /** The destination address in the header of the datagram. */
    Ipv4 packetInfoDestination(int control) {
        return new Ipv4(octets.getInt(control + 8));
    }

    /** When the kernel received it, in nanoseconds since 1970; 0 when it did not say. */
    long receivedAtNanos() {
        int control = findControl(Fd.SOL_SOCKET, SCM_TIMESTAMPNS);
        return control < 0 ? 0 : words.getLong(control) * 1_000_000_000L + words.getLong(control + Long.BYTES);
    }

    /** The memory, to compare it with what C makes of it. */
    NativeBuffer memory() {
        return memory;
    }
}
