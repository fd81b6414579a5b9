package org.mobileip.host.linux.tun;

import java.util.function.Predicate;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Packets made octet by octet, apart from the code under test. */
final class Packets {

    static final int ICMP = 1;
    static final int IP_IN_IP = 4;
    static final int DONT_FRAGMENT = 0x4000;

    private Packets() {}

    /** An IPv4 datagram. */
    static Octets ipv4(
            int tos, int id, int flags, int ttl, int protocol, Ipv4 source, Ipv4 destination, Octets payload) {
        byte[] header = new byte[20];
        header[0] = 0x45;
        header[1] = (byte) tos;
        put16(header, 2, 20 + payload.size());
        put16(header, 4, id);
        put16(header, 6, flags);
        header[8] = (byte) ttl;
        header[9] = (byte) protocol;
        put32(header, 12, source.bits());
        put32(header, 16, destination.bits());
        put16(header, 10, checksum(Octets.of(header)));
        return Octets.of(header).plus(payload);
    }

    /** An echo request with {@code size} octets of data. */
    static Octets ping(Ipv4 source, Ipv4 destination, int tos, int flags, int size) {
        byte[] message = new byte[8 + size];
        message[0] = 8;
        put16(message, 4, 0x4d49);
        put16(message, 6, size);
        put16(message, 2, checksum(Octets.of(message)));
        return ipv4(tos, 0x1234, flags, 40, ICMP, source, destination, Octets.of(message));
    }

    /** An ICMP error that quotes {@code quote}. */
    static Octets icmpError(int type, int code, int mtu, Ipv4 source, Ipv4 destination, Octets quote) {
        byte[] message = new byte[8 + quote.size()];
        message[0] = (byte) type;
        message[1] = (byte) code;
        put16(message, 6, mtu);
        quote.copyTo(message, 8);
        put16(message, 2, checksum(Octets.of(message)));
        return ipv4(0, 7, 0, 64, ICMP, source, destination, Octets.of(message));
    }

    static Octets tunnelled(Ipv4 source, Ipv4 destination, Octets inner) {
        return ipv4(0, 0x4242, DONT_FRAGMENT, 64, IP_IN_IP, source, destination, inner);
    }

    /** RFC 1071, over an even number of octets. */
    static int checksum(Octets octets) {
        int sum = 0;
        for (int at = 0; at + 1 < octets.size(); at += 2) {
            sum += octets.u16(at);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return ~sum & 0xffff;
    }

    private static void put16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >> 8);
        octets[at + 1] = (byte) value;
    }

    private static void put32(byte[] octets, int at, int value) {
        put16(octets, at, value >>> 16);
        put16(octets, at + 2, value & 0xffff);
    }

    /** IP in IP, but for the tunnel's own probes of how long a packet may be and the answers to them. */
    static Predicate<Octets> tunnelled() {
        return datagram ->
                datagram.u8(9) == 4 && !(datagram.size() >= 48 && datagram.u8(29) == 1 && datagram.u16(44) == 0x4d50);
    }
}
