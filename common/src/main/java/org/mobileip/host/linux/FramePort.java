package org.mobileip.host.linux;

/**
 * One end of a wire that this process is: receives what arrives on an interface, whoever it is for, and sends frames by it.
 * It hears nothing of what it sends. Made for packet paths: nothing is allocated, errors are negated {@link Errno}s. It lives in the
 * network namespace of the thread that made it. For one thread.
 */
public final class FramePort implements AutoCloseable {

    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    /** {@code struct tpacket_stats}: u32 packets, u32 drops. */
    private static final int STATISTICS_SIZE = 8;

    private final Fd fd;
    private final Message receiving = new Message();
    private final NativeBuffer statistics = NativeBuffer.allocate(STATISTICS_SIZE);
    private long dropped;

    private FramePort(Fd fd) {
        this.fd = fd;
    }

    /**
     * Takes the place of a machine at this interface, which should have no address of its own.
     *
     * @param buffers room for waiting frames in octets, either way
     * @throws NativeException without CAP_NET_RAW, or when there is no such interface
     */
    public static FramePort open(String interfaceName, int buffers) {
        int index = Kernel.check("find " + interfaceName, InterfaceRequest.indexOf(interfaceName));
        Fd fd = Fd.socket(Fd.AF_PACKET, Fd.SOCK_RAW, 0, "frame port " + interfaceName);
        try {
            fd.setOption("SO_TIMESTAMPNS", Fd.SOL_SOCKET, Fd.SO_TIMESTAMPNS, 1);
            fd.setOption("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
            fd.setReceiveBuffer(buffers);
            fd.setSendBuffer(buffers);
            PacketSocket.bind(fd, index, PacketSocket.ETHERTYPE_ALL);
            return new FramePort(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    public Fd fd() {
        return fd;
    }

    /** Receives one frame: how many octets, or -EAGAIN when none waits; -ENETDOWN once when the interface goes down. */
    public int receive(NativeBuffer buffer, int offset, int length) {
        return receiving.receive(fd, buffer, offset, length);
    }

    /** When the kernel had the frame received last, by the wall clock, in nanoseconds since 1970. */
    public long receivedAtNanos() {
        return receiving.receivedAtNanos();
    }

    /** Sends one frame: how many octets, or a negated {@link Errno}. */
    public int send(NativeBuffer buffer, int offset, int length) {
        return fd.write(buffer, offset, length);
    }

    /** How many frames were lost since the beginning because we read too slowly. */
    public long dropped() {
        fd.getOption("PACKET_STATISTICS", SOL_PACKET, PACKET_STATISTICS, statistics, STATISTICS_SIZE);
        dropped += Integer.toUnsignedLong(statistics.inNativeOrder().getInt(Integer.BYTES));
        return dropped;
    }

    @Override
    public void close() {
        fd.close();
    }
}
