package org.mobileip.host.linux;

import java.util.OptionalInt;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * Sends many UDP datagrams of one length with one call, as one that the kernel or the network card cuts (UDP_SEGMENT, udp(7), Linux
 * 4.18), from a port that another socket of ours receives at. What the kernel makes itself of the outer header: the total length,
 * the Identification, which is 0, 1, 2 … in the datagrams of one call, and the checksums; DF is set. Laid out once, in memory outside
 * the heap:
 *
 * <pre>
 * msghdr (56), then iovecs (16 each); name (16)
 * control: cmsghdr 16 + in_pktinfo 12, padded to 32 | 16 + IP_TOS 4, to 24 | 16 + IP_TTL 4, to 24 | 16 + UDP_SEGMENT 2, to 24
 * </pre>
 *
 * For one thread.
 */
public final class UdpSegments implements AutoCloseable {

    /** What the kernel takes with one call at most (UDP_MAX_SEGMENTS before Linux 6.9). */
    public static final int MOST = 64;

    /** How many octets they may be together, outer headers left out. */
    public static final int MOST_OCTETS = 65_000;

    /** Nobody sends there, so that what comes to the port comes to the other socket. */
    private static final Ipv4 NOBODYS = Ipv4.parse("127.4.34.1");

    private static final String REUSE = "SO_REUSEADDR";
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MTU_DISCOVER = 10;
    /** DF in every packet, and nothing believed that ICMP says. */
    private static final int IP_PMTUDISC_PROBE = 3;

    private static final int IP_FREEBIND = 15;
    private static final int IP_TRANSPARENT = 19;

    static final int UDP_SEGMENT = 103;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int HEADER_SIZE = 56;
    private static final int VECTOR_SIZE = 16;
    private static final int CONTROL_HEADER = 16;
    private static final int TYPE_OF_SERVICE = 32;
    private static final int TIME_TO_LIVE = 56;
    private static final int SEGMENT = 80;
    private static final int CONTROL_SIZE = 104;

    private final Fd fd;
    private final int port;
    private final NativeBuffer header = NativeBuffer.allocate(HEADER_SIZE);
    private final NativeBuffer vectors = NativeBuffer.allocate(MOST * VECTOR_SIZE);
    private final NativeBuffer name = NativeBuffer.allocate(Message.INET_SIZE);
    private final NativeBuffer control = NativeBuffer.allocate(CONTROL_SIZE);
    private int count;

    private UdpSegments(Fd fd, int port) {
        this.fd = fd;
        this.port = port;
        header.pointTo(0, name, 0, Message.INET_SIZE);
        header.inNativeOrder().putInt(NAME_LENGTH, Message.INET_SIZE);
        header.pointTo(VECTOR_POINTER, vectors, 0, vectors.size());
        header.pointTo(CONTROL_POINTER, control, 0, CONTROL_SIZE);
        header.inNativeOrder().putLong(CONTROL_LENGTH, CONTROL_SIZE);
        name.inNativeOrder().putShort(0, (short) Fd.AF_INET);
        control(0, Message.PKTINFO_SIZE, Message.SOL_IP, Message.IP_PKTINFO);
        control(TYPE_OF_SERVICE, Integer.BYTES, Message.SOL_IP, IP_TOS);
        control(TIME_TO_LIVE, Integer.BYTES, Message.SOL_IP, IP_TTL);
        control(SEGMENT, Short.BYTES, Message.SOL_UDP, UDP_SEGMENT);
    }

    private void control(int at, int length, int level, int type) {
        control.inNativeOrder()
                .putLong(at, CONTROL_HEADER + length)
                .putInt(at + 8, level)
                .putInt(at + 12, type);
    }

    /**
     * Opens a socket beside one that is bound, at the same port. Other processes could bind that port, too, for the moment that this takes.
     *
     * @param mark the firewall mark of what it sends
     * @throws NativeException when the kernel refuses
     */
    public static UdpSegments beside(Fd bound, OptionalInt mark) {
        int port = InetSockets.localEndpoint(bound).port();
        Fd fd = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "UDP socket");
        try {
            fd.setOption("IP_MTU_DISCOVER", Message.SOL_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
            fd.setOption("IP_FREEBIND", Message.SOL_IP, IP_FREEBIND, 1); // the loopback interface may be down
            sendFromAnywhere(fd);
            mark.ifPresent(number -> fd.setOption("SO_MARK", Fd.SOL_SOCKET, Fd.SO_MARK, number));
            fd.setOption(REUSE, Fd.SOL_SOCKET, Fd.SO_REUSEADDR, 1);
            bound.setOption(REUSE, Fd.SOL_SOCKET, Fd.SO_REUSEADDR, 1);
            try {
                InetSockets.bind(fd, new Endpoint(NOBODYS, port));
            } finally {
                bound.setOption(REUSE, Fd.SOL_SOCKET, Fd.SO_REUSEADDR, 0);
            }
            return new UdpSegments(fd, port);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** As a raw socket does: a node's care-of address may be gone while packets from there are on their way. */
    private static void sendFromAnywhere(Fd fd) {
        try {
            fd.setOption("IP_TRANSPARENT", Message.SOL_IP, IP_TRANSPARENT, 1);
        } catch (NativeException withoutTheRight) {
            // Then -EINVAL says that an address is not ours.
        }
    }

    /** Room for {@code octets} of what the interfaces have not taken yet, as far as the machine lets us. */
    public void setSendBuffer(int octets) {
        fd.setSendBuffer(octets);
    }

    /** The port that everything is sent from. */
    public int port() {
        return port;
    }

    /** Begins anew: nothing is to be sent. */
    public void clear() {
        count = 0;
    }

    /** One more datagram's payload; all are as long as the first, but the last, which may be shorter. */
    public void add(NativeBuffer buffer, int offset, int length) {
        vectors.pointTo(count * VECTOR_SIZE, buffer, offset, length);
        vectors.inNativeOrder().putLong(count * VECTOR_SIZE + Long.BYTES, length);
        if (count == 0) {
            control.inNativeOrder().putShort(SEGMENT + CONTROL_HEADER, (short) length);
        }
        count++;
    }

    /**
     * Sends what was added, with that outer header.
     *
     * @param source its source address, in bits
     * @param destination its destination address, in bits
     * @param link the index of the interface that they leave by, whatever the routes say; 0: as they say
     * @return how many octets, or a negated {@link Errno} for all: -EIO and -EINVAL where the way out cannot do that
     */
    public int send(int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link) {
        header.inNativeOrder().putLong(VECTOR_COUNT, count);
        name.inNetworkOrder().putShort(2, (short) destinationPort).putInt(4, destination);
        control.inNativeOrder()
                .putInt(CONTROL_HEADER, link)
                .putInt(TYPE_OF_SERVICE + CONTROL_HEADER, typeOfService)
                .putInt(TIME_TO_LIVE + CONTROL_HEADER, timeToLive);
        control.inNetworkOrder().putInt(CONTROL_HEADER + Integer.BYTES, source);
        return (int) Kernel.sendmsg(fd.number(), header, Message.MSG_DONTWAIT);
    }

    @Override
    public void close() {
        fd.close();
    }
}
