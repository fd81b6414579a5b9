package org.mobileip.scenarios.sim.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.TunnelData;

/**
 * Looks at, and writes, the octets of Ethernet frames that carry IPv4. A frame is exactly as long as what it carries.
 *
 * <pre>
 *   0             6             12     14                     34
 *  | destination | source      | type | IPv4 header, 20 …    | payload …
 * </pre>
 */
public final class Packet {

    /** Where the IPv4 header begins. */
    public static final int IP = 14;

    /** Octets of an IPv4 header without options. */
    public static final int IP_HEADER = 20;

    public static final int ETHERTYPE_IPV4 = 0x0800;
    public static final int ETHERTYPE_ARP = 0x0806;
    public static final int ICMP = 1;
    public static final int IP_IN_IP = 4;
    private static final int UDP_HEADER = 8;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int GRE = 47;
    public static final int MINIMAL = 55;

    static final int DONT_FRAGMENT = 0x4000;
    static final int MORE_FRAGMENTS = 0x2000;
    static final int FRAGMENT_OFFSET = 0x1fff;

    private static final int TYPE = 12;
    private static final int FIRST_TIME_TO_LIVE = 64;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Packet() {}

    public static int u16(byte[] frame, int at) {
        return (short) SHORT.get(frame, at) & 0xffff;
    }

    public static int i32(byte[] frame, int at) {
        return (int) INT.get(frame, at);
    }

    public static void put16(byte[] frame, int at, int value) {
        SHORT.set(frame, at, (short) value);
    }

    public static void put32(byte[] frame, int at, int value) {
        INT.set(frame, at, value);
    }

    static long mac(byte[] frame, int at) {
        return (long) u16(frame, at) << 32 | (i32(frame, at + 2) & 0xffff_ffffL);
    }

    static void putMac(byte[] frame, int at, long mac) {
        put16(frame, at, (int) (mac >>> 32));
        put32(frame, at + 2, (int) mac);
    }

    static long destinationMac(byte[] frame) {
        return mac(frame, 0);
    }

    static long sourceMac(byte[] frame) {
        return mac(frame, 6);
    }

    static boolean isGroup(long mac) {
        return (mac >>> 40 & 1) != 0;
    }

    static void address(byte[] frame, long destination, long source, int type) {
        putMac(frame, 0, destination);
        putMac(frame, 6, source);
        put16(frame, TYPE, type);
    }

    static int type(byte[] frame) {
        return u16(frame, TYPE);
    }

    /** Whether there is a whole IPv4 header, and all octets that it speaks of. */
    static boolean isIpv4(byte[] frame) {
        return frame.length >= IP + IP_HEADER
                && type(frame) == ETHERTYPE_IPV4
                && frame[IP] >>> 4 == 4
                && headerLength(frame) >= IP_HEADER
                && totalLength(frame) >= headerLength(frame)
                && frame.length >= IP + totalLength(frame);
    }

    public static int headerLength(byte[] frame) {
        return (frame[IP] & 0xf) << 2;
    }

    public static int totalLength(byte[] frame) {
        return u16(frame, IP + 2);
    }

    public static int source(byte[] frame) {
        return i32(frame, IP + 12);
    }

    public static int destination(byte[] frame) {
        return i32(frame, IP + 16);
    }

    public static int protocol(byte[] frame) {
        return frame[IP + 9] & 0xff;
    }

    static int timeToLive(byte[] frame) {
        return frame[IP + 8] & 0xff;
    }

    static int fragmentField(byte[] frame) {
        return u16(frame, IP + 6);
    }

    static boolean dontFragment(byte[] frame) {
        return (fragmentField(frame) & DONT_FRAGMENT) != 0;
    }

    static boolean isFragment(byte[] frame) {
        return (fragmentField(frame) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
    }

    static boolean isFirst(byte[] frame) {
        return (fragmentField(frame) & FRAGMENT_OFFSET) == 0;
    }

    /** Where the payload begins. */
    public static int payload(byte[] frame) {
        return IP + headerLength(frame);
    }

    /** How long the payload is. */
    public static int payloadLength(byte[] frame) {
        return totalLength(frame) - headerLength(frame);
    }

    /** Whether it carries ARP. */
    public static boolean isArp(byte[] frame) {
        return frame.length >= IP && type(frame) == ETHERTYPE_ARP;
    }

    /** Whether it carries ICMP in a whole IPv4 datagram. */
    public static boolean isIcmp(byte[] frame) {
        return isIpv4(frame) && protocol(frame) == ICMP;
    }

    /** Whether it carries a packet of a tunnel's protocol. */
    public static boolean isTunnelled(byte[] frame) {
        return isIpv4(frame) && isOfTunnel(protocol(frame));
    }

    /** Whether that is a tunnel's protocol. */
    public static boolean isOfTunnel(int protocol) {
        return protocol == IP_IN_IP || protocol == GRE || protocol == MINIMAL;
    }

    /** Whether it carries a UDP datagram from that port. */
    public static boolean isFromUdpPort(byte[] frame, int port) {
        return isUdp(frame) && u16(frame, payload(frame)) == port;
    }

    /** Whether it carries a UDP datagram to that port. */
    public static boolean isToUdpPort(byte[] frame, int port) {
        return isUdp(frame) && u16(frame, payload(frame) + 2) == port;
    }

    private static boolean isUdp(byte[] frame) {
        return isIpv4(frame) && protocol(frame) == UDP && isFirst(frame) && payloadLength(frame) >= 8;
    }

    /** A UDP datagram that is a MIP Tunnel Data message (RFC 3519 §3.3), whichever its ports. */
    public static boolean isTunnelData(byte[] frame) {
        int at = payload(frame) + UDP_HEADER;
        return protocol(frame) == UDP && isFirst(frame) && frame.length > at && frame[at] == TunnelData.TYPE;
    }

    /** Its Ethernet source. */
    public static MacAddress sender(byte[] frame) {
        return new MacAddress(sourceMac(frame));
    }

    /** The datagram without its frame. */
    public static Octets datagram(byte[] frame) {
        return Octets.of(frame, IP, totalLength(frame));
    }

    /** A frame that has yet to be addressed, round a datagram. */
    static byte[] around(Octets datagram) {
        byte[] frame = new byte[IP + datagram.size()];
        datagram.copyTo(frame, IP);
        put16(frame, TYPE, ETHERTYPE_IPV4);
        return frame;
    }

    /** A frame with room for a payload behind an IPv4 header, which is {@link #finish finished} when the payload is there. */
    public static byte[] create(int protocol, Ipv4 source, Ipv4 destination, int payloadLength) {
        byte[] frame = new byte[IP + IP_HEADER + payloadLength];
        put16(frame, TYPE, ETHERTYPE_IPV4);
        frame[IP] = 0x45;
        put16(frame, IP + 2, IP_HEADER + payloadLength);
        frame[IP + 8] = FIRST_TIME_TO_LIVE;
        frame[IP + 9] = (byte) protocol;
        put32(frame, IP + 12, source.bits());
        put32(frame, IP + 16, destination.bits());
        return frame;
    }

    /** Makes the header checksum right. */
    static void finish(byte[] frame) {
        put16(frame, IP + 10, 0);
        put16(frame, IP + 10, ~fold(sum(frame, IP, headerLength(frame))));
    }

    static void decrementTimeToLive(byte[] frame) {
        frame[IP + 8]--;
        finish(frame);
    }

    /** The sum of 16-bit words, an odd last octet counted as if a zero followed (RFC 1071). */
    static long sum(byte[] frame, int from, int count) {
        long sum = 0;
        int at = from;
        int end = from + count;
        for (; at + 7 < end; at += 8) {
            long eight = (long) LONG.get(frame, at);
            sum += (eight >>> 32) + (eight & 0xffff_ffffL);
        }
        for (; at + 3 < end; at += 4) {
            sum += i32(frame, at) & 0xffff_ffffL;
        }
        for (; at + 1 < end; at += 2) {
            sum += (long) u16(frame, at) << 16;
        }
        return at < end ? sum + ((frame[at] & 0xffL) << 24) : sum;
    }

    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    /** The sum of the pseudo header of UDP and TCP. */
    private static long pseudoHeader(byte[] frame) {
        return (source(frame) & 0xffff_ffffL)
                + (destination(frame) & 0xffff_ffffL)
                + ((long) protocol(frame) << 16)
                + ((long) payloadLength(frame) << 16);
    }

    /** Makes the checksum of a UDP datagram or TCP segment right. */
    public static void sumTransport(byte[] frame) {
        int at = payload(frame) + (protocol(frame) == UDP ? 6 : 16);
        put16(frame, at, 0);
        int sum = ~fold(pseudoHeader(frame) + sum(frame, payload(frame), payloadLength(frame))) & 0xffff;
        put16(frame, at, sum == 0 && protocol(frame) == UDP ? 0xffff : sum);
    }

    /** Makes the checksum of an ICMP message right. */
    public static void sumIcmp(byte[] frame) {
        int at = payload(frame) + 2;
        put16(frame, at, 0);
        put16(frame, at, ~fold(sum(frame, payload(frame), payloadLength(frame))));
    }

    /** Whether the checksum of a UDP datagram or TCP segment is right; a UDP datagram may have none. */
    static boolean transportIsRight(byte[] frame) {
        if (protocol(frame) == UDP && u16(frame, payload(frame) + 6) == 0) {
            return true;
        }
        return fold(pseudoHeader(frame) + sum(frame, payload(frame), payloadLength(frame))) == 0xffff;
    }
}
