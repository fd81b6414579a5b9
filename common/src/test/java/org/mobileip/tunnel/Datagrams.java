package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import org.mobileip.net.Ipv4;

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
        packet.writeHeaderBefore(0x45000014, 0x00010000, 64, 59, source.bits(), destination.bits());
        packet.window(ROOM - PacketBuffer.HEADER, PacketBuffer.HEADER);
        return packet;
    }

    /** The same, in an outer header. */
    static PacketBuffer tunnelled(
            PacketBuffer packet, Ipv4 outerSource, Ipv4 outerDestination, Ipv4 source, Ipv4 destination) {
        datagram(packet, source, destination);
        packet.writeHeaderBefore(0x45000028, 0x00010000, 64, 4, outerSource.bits(), outerDestination.bits());
        packet.window(ROOM - 2 * PacketBuffer.HEADER, 2 * PacketBuffer.HEADER);
        return packet;
    }
}
