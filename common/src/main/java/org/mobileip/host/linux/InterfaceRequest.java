package org.mobileip.host.linux;

import java.nio.charset.StandardCharsets;

/**
 * {@code struct ifreq} of netdevice(7): a name of 16 octets, then a union of 24.
 */
final class InterfaceRequest {

    static final int NAME_SIZE = 16;
    private static final int SIZE = 40;
    /** Where the union begins. */
    private static final int VALUE = 16;

    private static final long SIOCGIFINDEX = 0x8933;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final int IFF_UP = 1;
    private static final int IFF_RUNNING = 0x40;
    private static final long SIOCSIFMTU = 0x8922;
    private static final long SIOCETHTOOL = 0x8946;
    /** Whether there is a carrier; who asks has the link watch of the kernel done with the interface first (linkwatch_sync_dev). */
    private static final int ETHTOOL_GLINK = 0xa;
    /** ETHTOOL_STXCSUM, _STSO, _SGSO, _SGRO; each takes {@code struct ethtool_value}: u32 command, u32 value. */
    private static final int[] SET_OFFLOADS = {0x17, 0x1f, 0x24, 0x2c};

    private InterfaceRequest() {}

    /**
     * An ifreq of this name, its union zero.
     *
     * @throws IllegalArgumentException for a name the kernel would not take
     */
    static NativeBuffer name(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length >= NAME_SIZE || name.contains("/") || name.contains(" ")) {
            throw new IllegalArgumentException(
                    "not a name for an interface (at most 15 octets, no slash, no space): \"" + name + "\"");
        }
        NativeBuffer request = NativeBuffer.allocate(SIZE);
        request.inNetworkOrder().put(0, octets);
        return request;
    }

    static NativeBuffer withFlags(String name, int flags) {
        NativeBuffer request = name(name);
        request.inNativeOrder().putShort(VALUE, (short) flags);
        return request;
    }

    /** The name that the kernel wrote into {@code request}. */
    static String nameIn(NativeBuffer request) {
        byte[] name = request.octets(0, NAME_SIZE).toArray();
        int length = 0;
        while (length < NAME_SIZE && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    /** The index of the interface in the calling thread's namespace, or a negated {@link Errno}. */
    static int indexOf(String name) {
        try (Fd socket = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "socket for ioctl")) {
            NativeBuffer request = name(name);
            int result = socket.tryControl(SIOCGIFINDEX, request);
            return result < 0 ? result : request.inNativeOrder().getInt(VALUE);
        }
    }

    /** Whether the interface lets packets out, asked by {@code socket} in the namespace that it was made in. */
    static boolean isRunning(Fd socket, String name) {
        NativeBuffer request = name(name);
        socket.control("flags of " + name, SIOCGIFFLAGS, request);
        return (request.inNativeOrder().getShort(VALUE) & IFF_RUNNING) != 0;
    }

    /** What {@link #isRunning} says is about the carrier of now, asked by {@code socket} in the namespace that it was made in. */
    static void noticeCarrier(Fd socket, String name) {
        NativeBuffer request = name(name);
        NativeBuffer value = NativeBuffer.allocate(2 * Integer.BYTES);
        value.inNativeOrder().putInt(0, ETHTOOL_GLINK);
        request.pointTo(VALUE, value, 0, value.size());
        socket.control("carrier of " + name, SIOCETHTOOL, request);
    }

    static void setMtu(String name, int octets) {
        try (Fd socket = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "socket for ioctl")) {
            NativeBuffer request = name(name);
            request.inNativeOrder().putInt(VALUE, octets);
            socket.control("set mtu " + octets + " of " + name, SIOCSIFMTU, request);
        }
    }

    static void setUp(String name) {
        try (Fd socket = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "socket for ioctl")) {
            NativeBuffer request = name(name);
            socket.control("flags of " + name, SIOCGIFFLAGS, request);
            request.inNativeOrder()
                    .putShort(VALUE, (short) (request.inNativeOrder().getShort(VALUE) | IFF_UP));
            socket.control("set " + name + " up", SIOCSIFFLAGS, request);
        }
    }

    static void takeOffloadsOff(String name) {
        try (Fd socket = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "socket for ioctl")) {
            NativeBuffer request = name(name);
            NativeBuffer value = NativeBuffer.allocate(2 * Integer.BYTES);
            request.pointTo(VALUE, value, 0, value.size());
            for (int command : SET_OFFLOADS) {
                value.inNativeOrder().putInt(0, command);
                socket.control("take an offload off " + name, SIOCETHTOOL, request);
            }
        }
    }
}
