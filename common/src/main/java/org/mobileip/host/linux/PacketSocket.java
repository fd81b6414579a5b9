package org.mobileip.host.linux;

import java.util.Optional;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * A socket on the link layer (packet(7)): frames as the interface has them. It lives in the network namespace of the
 * thread that made it. Its checksums are whatever the frame says: those of a sender on this machine may be unfinished,
 * which the virtio-net header tells. One thread may send while another receives.
 */
public final class PacketSocket implements AutoCloseable {

    public static final int ETHERTYPE_IPV4 = 0x0800;
    public static final int ETHERTYPE_ARP = 0x0806;
    /** Of IPv4 packets that a program gives to one socket (local experimental EtherType 1, IEEE 802). */
    public static final int ETHERTYPE_GIVEN = 0x88b5;
    /** Every protocol, and what we send ourselves. */
    public static final int ETHERTYPE_ALL = 0x0003;

    public static final int ALL_INTERFACES = 0;

    private static final int LARGEST = 65535 + 64;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_MR_ALLMULTI = 2;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int MEMBERSHIP_SIZE = 16;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int ETHERNET_HEADER = 14;

    private final Fd fd;
    private final int etherType;
    private final Message receiving = new Message();
    private final Message sending = new Message();
    private final NativeBuffer toSend = NativeBuffer.allocate(LARGEST);
    private final NativeBuffer received = NativeBuffer.allocate(LARGEST);

    /** Which way a frame went, and to whom it was. */
    public enum PacketType {
        TO_US,
        BROADCAST,
        MULTICAST,
        /** To somebody else: seen only in promiscuous mode, or where a bridge floods. */
        TO_OTHERS,
        /** Sent from this machine. */
        OUTGOING,
        UNKNOWN;

        static PacketType of(int number) {
            return switch (number) {
                case 0 -> TO_US;
                case 1 -> BROADCAST;
                case 2 -> MULTICAST;
                case 3 -> TO_OTHERS;
                case 4 -> OUTGOING;
                default -> UNKNOWN;
            };
        }
    }

    /** With or without the link header. */
    public enum Kind {
        /** Payload only; the kernel takes off and puts on the link header (SOCK_DGRAM). */
        COOKED(Fd.SOCK_DGRAM),
        /** With the Ethernet header (SOCK_RAW); without one where the link has none. */
        RAW(Fd.SOCK_RAW);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /**
     * A frame as it was seen.
     *
     * @param interfaceIndex the interface it came or left by
     * @param type which way it went, and to whom
     * @param sender the link layer address it was sent from; all zero where the link has none
     * @param etherType the protocol of the payload
     * @param octets the payload, or the whole frame, as the socket's {@link Kind} says
     */
    public record Frame(int interfaceIndex, PacketType type, MacAddress sender, int etherType, Octets octets) {}

    /**
     * How a socket differs from the plain one.
     *
     * @param filter which frames are received
     * @param ignoreOutgoing leave out what this machine sends; only {@link #ETHERTYPE_ALL} would see it
     * @param vnetHeader a virtio-net header of 10 octets before each frame; only for {@link Kind#RAW}
     * @param receiveBuffer room for waiting frames in octets; 0: as the machine has it
     */
    public record Options(
            Optional<SocketFilter> filter, boolean ignoreOutgoing, boolean vnetHeader, int receiveBuffer) {

        public static final Options PLAIN = new Options(Optional.empty(), false, false, 0);

        public Options withFilter(SocketFilter newFilter) {
            return new Options(Optional.of(newFilter), ignoreOutgoing, vnetHeader, receiveBuffer);
        }

        public Options withoutOutgoing() {
            return new Options(filter, true, vnetHeader, receiveBuffer);
        }

        public Options withVnetHeader() {
            return new Options(filter, ignoreOutgoing, true, receiveBuffer);
        }

        public Options withReceiveBuffer(int octets) {
            return new Options(filter, ignoreOutgoing, vnetHeader, octets);
        }
    }

    private PacketSocket(Fd fd, int etherType) {
        this.fd = fd;
        this.etherType = etherType;
    }

    /**
     * Opens a socket that hears {@code etherType} on the interface with that index.
     *
     * @param interfaceIndex or {@link #ALL_INTERFACES}
     * @throws NativeException without CAP_NET_RAW, or when there is no such interface
     * @throws IllegalArgumentException for a virtio-net header on a cooked socket, which the kernel does not know
     */
    public static PacketSocket open(int interfaceIndex, int etherType, Kind kind, Options options) {
        if (options.vnetHeader() && kind == Kind.COOKED) {
            throw new IllegalArgumentException("a cooked packet socket has no virtio-net header");
        }
        // Protocol 0 hears nothing, so that no frame slips in before the filter is there.
        Fd fd = Fd.socket(Fd.AF_PACKET, kind.type, 0, "packet socket");
        try {
            options.filter().ifPresent(filter -> filter.attachTo(fd));
            configure(fd, options);
            bind(fd, interfaceIndex, etherType);
            return new PacketSocket(fd, etherType);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /**
     * Opens a socket that sends frames of {@code etherType} by whatever interface it is told, and hears none: it is bound to no
     * type of frame, so that nothing this machine receives or forwards is shared with it.
     *
     * @throws NativeException without CAP_NET_RAW
     */
    public static PacketSocket sender(int etherType, Kind kind) {
        return new PacketSocket(Fd.socket(Fd.AF_PACKET, kind.type, 0, "packet socket"), etherType);
    }

    /**
     * The socket that another process has opened for {@code etherType}, as it was opened and with what waits there.
     *
     * @param fd closed with what is returned
     */
    public static PacketSocket inherited(Fd fd, int etherType) {
        return new PacketSocket(fd, etherType);
    }

    private static void configure(Fd fd, Options options) {
        if (options.ignoreOutgoing()) {
            fd.setOption("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        }
        if (options.vnetHeader()) {
            fd.setOption("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        }
        if (options.receiveBuffer() > 0) {
            fd.setReceiveBuffer(options.receiveBuffer());
        }
    }

    static void bind(Fd fd, int interfaceIndex, int etherType) {
        NativeBuffer name = NativeBuffer.allocate(Message.LINK_SIZE);
        name.inNativeOrder().putShort(0, (short) Fd.AF_PACKET);
        name.inNetworkOrder().putShort(2, (short) etherType);
        name.inNativeOrder().putInt(4, interfaceIndex);
        fd.bind("bind packet socket to interface " + interfaceIndex, name, Message.LINK_SIZE);
    }

    public Fd fd() {
        return fd;
    }

    /** Hears frames to this multicast address too, as long as the socket is open. */
    public void join(int interfaceIndex, MacAddress group) {
        NativeBuffer membership = NativeBuffer.allocate(MEMBERSHIP_SIZE);
        membership.inNativeOrder().putInt(0, interfaceIndex);
        membership.inNativeOrder().putShort(6, (short) 6);
        membership.inNetworkOrder().putShort(8, (short) (group.bits() >>> 32));
        membership.inNetworkOrder().putInt(10, (int) group.bits());
        add(membership);
    }

    /** Hears frames to every multicast address, as long as the socket is open. */
    public void joinAll(int interfaceIndex) {
        NativeBuffer membership = NativeBuffer.allocate(MEMBERSHIP_SIZE);
        membership.inNativeOrder().putInt(0, interfaceIndex);
        membership.inNativeOrder().putShort(4, (short) PACKET_MR_ALLMULTI);
        add(membership);
    }

    private void add(NativeBuffer membership) {
        fd.setOption("PACKET_ADD_MEMBERSHIP", SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, MEMBERSHIP_SIZE);
    }

    /** The next frame that waits; empty when none does, or when the interface has just gone down. */
    public Optional<Frame> receive() {
        int length = receive(received, 0, LARGEST);
        if (length == -Errno.EAGAIN || length == -Errno.ENETDOWN) {
            return Optional.empty();
        }
        Kernel.check("receive on packet socket", length);
        return Optional.of(new Frame(
                interfaceIndex(), packetType(), sender(), receiving.linkProtocol(), received.octets(0, length)));
    }

    /**
     * For packet paths: receives one frame and returns its length, or a negated {@link Errno}; -EAGAIN when none waits,
     * -ENETDOWN once when the interface goes down. The accessors below tell of the frame received last.
     */
    public int receive(NativeBuffer buffer, int offset, int length) {
        return receiving.receive(fd, buffer, offset, length);
    }

    /** For packet paths: receives what waits, as far as there is room: how many frames, or a negated {@link Errno} as above. */
    public int receive(FrameBatch batch) {
        return batch.receive(fd);
    }

    /**
     * From now on receives what passes {@code filter}, instead of what passed the one before. Frames that wait already were
     * judged by that one.
     */
    public void setFilter(SocketFilter filter) {
        filter.attachTo(fd);
    }

    /** From now on hears another type of frame, on all interfaces; for some milliseconds before that none. */
    public void hear(int newEtherType) {
        bind(fd, ALL_INTERFACES, newEtherType);
    }

    /**
     * From now on hears the interface with that index, instead of the one before.
     *
     * @throws NativeException when there is no such interface
     */
    public void hearAt(int interfaceIndex) {
        bind(fd, interfaceIndex, etherType);
    }

    /** Octets of link header that the frame received last begins with, on a {@link Kind#RAW} socket. */
    public int linkHeaderLength() {
        return headerLengthOf(receiving.linkHardwareType());
    }

    static int headerLengthOf(int hardwareType) {
        return hardwareType == ARPHRD_ETHER || hardwareType == ARPHRD_LOOPBACK ? ETHERNET_HEADER : 0;
    }

    /** The interface of the frame received last. */
    public int interfaceIndex() {
        return receiving.linkInterfaceIndex();
    }

    /** The way the frame received last went. */
    public PacketType packetType() {
        return PacketType.of(receiving.linkPacketType());
    }

    /** The sender of the frame received last. */
    public MacAddress sender() {
        return new MacAddress(receiving.linkAddress());
    }

    /**
     * Sends one frame; it carries the link address of the interface as its source when the socket is cooked.
     *
     * @param to the link layer destination; of no effect when {@code octets} begin with a link header
     * @throws NativeException when the kernel will not: the interface is down, its queue is full
     */
    public void send(int interfaceIndex, MacAddress to, Octets octets) {
        toSend.put(0, octets);
        int result = send(interfaceIndex, to, toSend, 0, octets.size());
        if (result < 0) {
            throw NativeException.of("send on interface " + interfaceIndex, -result);
        }
    }

    /** For packet paths: as {@link #send(int, MacAddress, Octets)}, but a negated {@link Errno} instead of an exception. */
    public int send(int interfaceIndex, MacAddress to, NativeBuffer buffer, int offset, int length) {
        sending.toLink(interfaceIndex, etherType, to);
        return sending.send(fd, buffer, offset, length);
    }

    @Override
    public void close() {
        fd.close();
    }
}
