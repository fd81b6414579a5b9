package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Small well-formed datagrams, for tests about addresses. Octets are the business of {@code packets.txt}. */
final class Datagrams {

    static final int ROOM = 100;

    private Datagrams() {}

    static PacketBuffer buffer() {
        return new PacketBuffer(ByteBuffer.allocateDirect(2048));
    }

    /** Fills {@code packet} with a datagram of no payload. */
    static PacketBuffer datagram(PacketBuffer packet, Ipv4 source, Ipv4 destination) {
        packet.window(ROOM, 0);
        packet.writeHeaderBefore(0, 0x45000014, 0x00010000, 64, 59, source.bits(), destination.bits());
        packet.window(ROOM - PacketBuffer.HEADER, PacketBuffer.HEADER);
        return packet;
    }

    /** The same, in an outer header. */
    static PacketBuffer tunnelled(
            PacketBuffer packet, Ipv4 outerSource, Ipv4 outerDestination, Ipv4 source, Ipv4 destination) {
        datagram(packet, source, destination);
        packet.writeHeaderBefore(0, 0x45000028, 0x00010000, 64, 4, outerSource.bits(), outerDestination.bits());
        packet.window(ROOM - 2 * PacketBuffer.HEADER, 2 * PacketBuffer.HEADER);
        return packet;
    }

    /** A datagram made octet by octet, apart from the code under test. */
    static Octets ipv4(int id, int flags, int protocol, Ipv4 source, Ipv4 destination, Octets payload) {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.putShort(0, (short) 0x4500)
                .putShort(2, (short) (20 + payload.size()))
                .putShort(4, (short) id)
                .putShort(6, (short) flags)
                .put(8, (byte) 60)
                .put(9, (byte) protocol)
                .putInt(12, source.bits())
                .putInt(16, destination.bits());
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += header.getShort(at) & 0xffff;
        }
        return Octets.of(header.putShort(10, (short) ~(sum % 0xffff))).plus(payload);
    }

    /** UDP with so many octets in all. */
    static Octets udp(int id, int flags, Ipv4 source, Ipv4 destination, int size) {
        return ipv4(id, flags, 17, source, destination, Octets.of(new byte[size - 20]));
    }

    /** An ICMP error of a router, quoting the beginning of a packet. */
    static Octets error(int type, int code, int rest, Ipv4 to, Octets quote) {
        ByteBuffer message = ByteBuffer.allocate(8 + quote.size());
        message.put(0, (byte) type).put(1, (byte) code).putInt(4, rest).put(8, quote.toArray());
        int sum = 0;
        for (int at = 0; at < message.capacity(); at += 2) {
            sum += at + 1 < message.capacity() ? message.getShort(at) & 0xffff : (message.get(at) & 0xff) << 8;
        }
        message.putShort(2, (short) ~(sum % 0xffff));
        return ipv4(1, 0, 1, Ipv4.parse("192.0.2.254"), to, Octets.of(message));
    }
}
