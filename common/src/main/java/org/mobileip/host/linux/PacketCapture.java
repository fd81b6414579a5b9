package org.mobileip.host.linux;

import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * Sees every frame that an interface receives or sends, with the moment at which the kernel had it. Frames are as this
 * machine hands them on: one that was sent here may have unfinished checksums, and may be longer than the MTU where
 * segmentation is left to the device ({@link VirtualLinks#takeOffloadsOff}). It lives in the network namespace of the
 * thread that opened it. For one thread.
 */
public final class PacketCapture implements AutoCloseable {

    private static final int LONGEST_FRAME = 65535 + 64;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    /** {@code struct tpacket_stats}: u32 packets, u32 drops. */
    private static final int STATISTICS_SIZE = 8;

    private final Fd fd;
    private final NativeBuffer buffer = NativeBuffer.allocate(LONGEST_FRAME);
    private final NativeBuffer statistics = NativeBuffer.allocate(STATISTICS_SIZE);
    private final Message receiving = new Message();
    private long dropped;

    /**
     * A frame.
     *
     * @param atNanos when the kernel had it, by the wall clock, in nanoseconds since 1970
     * @param type which way it went, and to whom
     * @param octets the whole frame, Ethernet header first where the link has one
     */
    public record Frame(long atNanos, PacketSocket.PacketType type, Octets octets) {
        public boolean isOutgoing() {
            return type == PacketSocket.PacketType.OUTGOING;
        }
    }

    private PacketCapture(Fd fd) {
        this.fd = fd;
    }

    /** As {@link #open(int, int)}, of the interface with that name. */
    public static PacketCapture open(String interfaceName, int receiveBuffer) {
        return open(Kernel.check("find " + interfaceName, InterfaceRequest.indexOf(interfaceName)), receiveBuffer);
    }

    /**
     * Begins.
     *
     * @param interfaceIndex the interface
     * @param receiveBuffer room for waiting frames in octets: some milliseconds' worth of the fastest traffic
     * @throws NativeException without CAP_NET_RAW, or when there is no such interface
     */
    public static PacketCapture open(int interfaceIndex, int receiveBuffer) {
        Fd fd = Fd.socket(Fd.AF_PACKET, Fd.SOCK_RAW, 0, "packet capture");
        try {
            fd.setOption("SO_TIMESTAMPNS", Fd.SOL_SOCKET, Fd.SO_TIMESTAMPNS, 1);
            fd.setReceiveBuffer(receiveBuffer);
            PacketSocket.bind(fd, interfaceIndex, PacketSocket.ETHERTYPE_ALL);
            return new PacketCapture(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    public Fd fd() {
        return fd;
    }

    /** The next frame that waits; empty when none does, or when the interface has just gone down. */
    public Optional<Frame> receive() {
        int length = receiveLength();
        return length < 0 ? Optional.empty() : Optional.of(new Frame(atNanos(), type(), octets(length)));
    }

    /**
     * For fast captures: the length of the next frame that waits, which the methods below tell of until the next call; -1
     * where {@link #receive} is empty.
     */
    public int receiveLength() {
        int length = receiving.receive(fd, buffer, 0, LONGEST_FRAME);
        if (length == -Errno.EAGAIN || length == -Errno.ENETDOWN) {
            return -1;
        }
        return Kernel.check("capture", length);
    }

    /** When the kernel had the frame, by the wall clock, in nanoseconds since 1970. */
    public long atNanos() {
        return receiving.receivedAtNanos();
    }

    /** Which way the frame went, and to whom. */
    public PacketSocket.PacketType type() {
        return PacketSocket.PacketType.of(receiving.linkPacketType());
    }

    /** The frame where it lies, with what was there before after its end. */
    public NativeBuffer frame() {
        return buffer;
    }

    /** The first {@code length} octets of the frame. */
    public Octets octets(int length) {
        return buffer.octets(0, length);
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
