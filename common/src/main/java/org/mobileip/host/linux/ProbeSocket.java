package org.mobileip.host.linux;

import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * A socket for measuring. It tells when the kernel had each packet, however late we read it, and how many packets it lost
 * because we read too late; it allocates nothing a packet, and a send that the kernel refuses is an answer, no exception.
 * It may be bound to an address that nobody has yet (IP_FREEBIND), or that comes and goes. It lives in the network
 * namespace of the thread that made it. One thread may send while another receives.
 */
public final class ProbeSocket implements AutoCloseable {

    private static final int IP_FREEBIND = 15;
    private static final int SO_MEMINFO = 55;
    /** Nine words; the last counts what was lost for want of room (SK_MEMINFO_DROPS). */
    private static final int MEMINFO_SIZE = 36;

    private static final int MEMINFO_DROPS = 32;
    private static final int ICMP_ECHO_REPLY = 0;

    private final Fd fd;
    private final Message receiving = new Message();
    private final Message sending = new Message();
    private final NativeBuffer memoryInfo = NativeBuffer.allocate(MEMINFO_SIZE);

    private ProbeSocket(Fd fd) {
        this.fd = fd;
        sending.withoutControl();
    }

    /**
     * Sends and receives UDP datagrams.
     *
     * @param local what it is bound to
     * @param buffers room for waiting packets in octets, either way; as far as the machine lets us
     */
    public static ProbeSocket udp(Endpoint local, int buffers) {
        return open(Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "UDP probe"), local, buffers);
    }

    /**
     * Sends ICMP messages, which the kernel puts an IPv4 header before, and receives echo replies with theirs.
     *
     * @param local their source, and the destination of what is received
     * @param buffers as above
     * @throws NativeException without CAP_NET_RAW
     */
    public static ProbeSocket echo(Ipv4 local, int buffers) {
        Fd fd = Fd.socket(Fd.AF_INET, Fd.SOCK_RAW, RawSocket.PROTOCOL_ICMP, "ICMP probe");
        try {
            SocketFilter.icmp(ICMP_ECHO_REPLY).attachTo(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
        return open(fd, new Endpoint(local, 0), buffers);
    }

    private static ProbeSocket open(Fd fd, Endpoint local, int buffers) {
        try {
            fd.setOption("SO_TIMESTAMPNS", Fd.SOL_SOCKET, Fd.SO_TIMESTAMPNS, 1);
            fd.setOption("IP_FREEBIND", Message.SOL_IP, IP_FREEBIND, 1);
            fd.setReceiveBuffer(buffers);
            fd.setSendBuffer(buffers);
            InetSockets.bind(fd, local);
            return new ProbeSocket(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    public Fd fd() {
        return fd;
    }

    /** Receives one packet: how many octets, or a negated {@link Errno}; -EAGAIN when none waits. */
    public int receive(NativeBuffer buffer, int offset, int length) {
        return receiving.receive(fd, buffer, offset, length);
    }

    /**
     * When the kernel had the packet received last, by the wall clock, in nanoseconds since 1970. Where no socket on this
     * machine asked for such moments before, the kernel begins to note them some milliseconds after the first did; until
     * then this is the moment of {@link #receive}.
     */
    public long receivedAtNanos() {
        return receiving.receivedAtNanos();
    }

    /** Who sent the packet received last; an ICMP message has port 0. */
    public Endpoint from() {
        return receiving.fromInet();
    }

    /** Sends one packet, from the address it is bound to: how many octets, or a negated {@link Errno}. */
    public int send(NativeBuffer buffer, int offset, int length, Endpoint to) {
        sending.toInet(to.address(), to.port());
        return sending.send(fd, buffer, offset, length);
    }

    /** How many packets were lost since the beginning because we read too slowly. */
    public long dropped() {
        fd.getOption("SO_MEMINFO", Fd.SOL_SOCKET, SO_MEMINFO, memoryInfo, MEMINFO_SIZE);
        return Integer.toUnsignedLong(memoryInfo.inNativeOrder().getInt(MEMINFO_DROPS));
    }

    @Override
    public void close() {
        fd.close();
    }
}
