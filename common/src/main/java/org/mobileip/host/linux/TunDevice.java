package org.mobileip.host.linux;

import org.mobileip.host.linux.netlink.LinkMessages;

/**
 * A TUN device: an interface whose packets we read and write. It lives in the network namespace of the thread that made
 * it, and goes when this is closed or the process ends. Packets begin with their IP header; with {@link Options#vnetHeader}
 * a {@code struct virtio_net_hdr} of {@value #VNET_HEADER_SIZE} octets comes before it. Each object is one queue of it.
 */
public final class TunDevice implements AutoCloseable {

    public static final int VNET_HEADER_SIZE = 10;
    /** Enough for bursts: with the default of 500 a flood loses packets at a quarter of the rate. */
    public static final int QUEUE_LENGTH = 5000;

    private static final String PATH = "/dev/net/tun";
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNGETIFF = 0x800454d2L;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_TSO4 = 0x02;
    private static final int TUN_F_TSO_ECN = 0x08;
    private static final int TUN_F_USO4 = 0x20;
    private static final int TUN_F_USO6 = 0x40; // the kernel takes on either with the other alone
    private static final int TCP_OFFLOAD = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO_ECN;
    private static final int UDP_OFFLOAD = TUN_F_USO4 | TUN_F_USO6;
    private static final int[] OFFLOADS = {TCP_OFFLOAD | UDP_OFFLOAD, TCP_OFFLOAD};

    private static final int IFF_TUN = 0x0001;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;

    private final Fd fd;
    private final String name;
    private final int index;
    private volatile boolean takesUdpRuns;

    /**
     * What to make.
     *
     * @param vnetHeader a virtio-net header before each packet, with no offload taken on: checksums are complete and
     *     packets no longer than the MTU, until {@link TunDevice#takeOffload} was called
     * @param severalQueues whether {@link TunDevice#anotherQueue} may be asked for
     */
    public record Options(boolean vnetHeader, boolean severalQueues) {
        public static final Options PLAIN = new Options(false, false);
        public static final Options VNET_HEADER = new Options(true, false);

        public Options withSeveralQueues() {
            return new Options(vnetHeader, true);
        }
    }

    private TunDevice(Fd fd, String name, int index) {
        this.fd = fd;
        this.name = name;
        this.index = index;
    }

    /**
     * Makes the interface; it is down and has no address.
     *
     * @param name its name, or a pattern like {@code mipha%d} for the first that is free
     * @throws NativeException when the name is taken, and by what; or without CAP_NET_ADMIN
     */
    public static TunDevice create(String name, Options options) {
        if (InterfaceRequest.indexOf(name) > 0) {
            throw taken(name);
        }
        Fd fd = Fd.openNonBlocking(PATH);
        try {
            return attach(fd, name, options);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /**
     * The device that another process has made, with a virtio-net header; it stays as long as one of both has it.
     *
     * @param fd closed with what is returned
     * @throws NativeException when it is none
     */
    public static TunDevice inherited(Fd fd) {
        NativeBuffer request = InterfaceRequest.withFlags("", 0);
        fd.control("name of an inherited TUN device", TUNGETIFF, request);
        String name = InterfaceRequest.nameIn(request);
        return new TunDevice(fd, name, Kernel.check("index of " + name, InterfaceRequest.indexOf(name)));
    }

    private static TunDevice attach(Fd fd, String name, Options options) {
        NativeBuffer request = InterfaceRequest.withFlags(name, flags(options));
        fd.control("create TUN device " + name, TUNSETIFF, request);
        if (options.vnetHeader()) {
            NativeBuffer size = NativeBuffer.allocate(Integer.BYTES);
            size.inNativeOrder().putInt(0, VNET_HEADER_SIZE);
            fd.control("set vnet header size of " + name, TUNSETVNETHDRSZ, size);
            fd.control("set offload of " + name, TUNSETOFFLOAD, 0);
        }
        String given = InterfaceRequest.nameIn(request);
        int index = Kernel.check("index of " + given, InterfaceRequest.indexOf(given));
        setQueueLength(given, index);
        return new TunDevice(fd, given, index);
    }

    /**
     * One more queue of the same interface, with a virtio-net header: the kernel has all packets of a flow wait in one of them, and the interface
     * goes with the last that is closed. To be asked for in the interface's network namespace.
     *
     * @throws NativeException when it was not made for several, or has 256
     */
    public TunDevice anotherQueue() {
        Fd other = Fd.openNonBlocking(PATH);
        try {
            int flags = flags(Options.VNET_HEADER.withSeveralQueues());
            other.control("another queue of " + name, TUNSETIFF, InterfaceRequest.withFlags(name, flags));
            TunDevice queue = new TunDevice(other, name, index);
            queue.takesUdpRuns = takesUdpRuns;
            return queue;
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    /** By netlink: who is root in a user namespace only is not let by ioctl. */
    private static void setQueueLength(String name, int index) {
        try (NetlinkSocket netlink = NetlinkSocket.open(0)) {
            netlink.change("set txqueuelen of " + name, LinkMessages.setQueueLength(index, QUEUE_LENGTH));
        }
    }

    /** Asks the kernel what the interface is by trying to attach: a TUN device without a process lets us. */
    private static NativeException taken(String name) {
        int result;
        try (Fd probe = Fd.openNonBlocking(PATH)) {
            result = probe.tryControl(TUNSETIFF, InterfaceRequest.withFlags(name, flags(Options.PLAIN)));
        }
        if (result >= 0) {
            return new NativeException(
                    "create TUN device " + name + ": a persistent TUN device of that name is there already, and no"
                            + " process uses it; remove it with: ip link delete " + name,
                    Errno.EEXIST);
        }
        String why = -result == Errno.EBUSY
                ? "another process uses a TUN device of that name"
                : "an interface of that name is there already, and it is not a TUN device that we could use";
        return new NativeException("create TUN device " + name + ": " + why + " (errno " + -result + ")", -result);
    }

    private static int flags(Options options) {
        return IFF_TUN
                | IFF_NO_PI
                | (options.vnetHeader() ? IFF_VNET_HDR : 0)
                | (options.severalQueues() ? IFF_MULTI_QUEUE : 0);
    }

    public Fd fd() {
        return fd;
    }

    public String name() {
        return name;
    }

    /** The interface's index. */
    public int index() {
        return index;
    }

    /**
     * Takes on as much as the kernel offers of cutting and of checksums: from now on it hands over many TCP segments as one long
     * datagram, since Linux 6.2 many UDP datagrams too, and says so in the virtio-net header.
     *
     * @return false: it offers nothing, and all is as before
     */
    public boolean takeOffload() {
        for (int features : OFFLOADS) {
            if (fd.tryControl(TUNSETOFFLOAD, features) >= 0) {
                takesUdpRuns = (features & UDP_OFFLOAD) != 0;
                return true;
            }
        }
        return false;
    }

    /** Whether many UDP datagrams can be written as one long one too, which {@link #takeOffload} has found out. */
    public boolean takesUdpRuns() {
        return takesUdpRuns;
    }

    /** Sets the longest packet that the kernel sends into it whole, 68 to 65535 octets. */
    public void setMtu(int octets) {
        InterfaceRequest.setMtu(name, octets);
    }

    /** Sets it up, as {@code ip link set … up}. */
    public void setUp() {
        InterfaceRequest.setUp(name);
    }

    /** Reads one packet: its length, or a negated {@link Errno}; -EAGAIN when none waits. */
    public int read(NativeBuffer buffer, int offset, int length) {
        return fd.read(buffer, offset, length);
    }

    /** Writes one packet: its length, or a negated {@link Errno}; -EIO while the interface is down. */
    public int write(NativeBuffer buffer, int offset, int length) {
        return fd.write(buffer, offset, length);
    }

    /** As {@link #write(NativeBuffer, int, int)}, one packet from all of {@code pieces}. */
    public int write(Pieces pieces) {
        return fd.write(pieces);
    }

    /** Takes the interface away, and with it its addresses and routes. */
    @Override
    public void close() {
        fd.close();
    }
}
