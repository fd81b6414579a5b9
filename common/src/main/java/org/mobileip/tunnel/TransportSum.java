package org.mobileip.tunnel;

/** The checksum of TCP and UDP, which covers a pseudo header too (RFC 9293 §3.1, RFC 768). */
final class TransportSum {

    private TransportSum() {}

    /** The sum of the pseudo header of a whole datagram: addresses, protocol, and how long what follows the IP header is. */
    static long ofPseudoHeader(PacketBuffer datagram) {
        return datagram.sum(12, 8) + datagram.protocol() + (datagram.length() - datagram.headerLength());
    }

    /** Whether the checksum of a whole datagram comes out right. */
    static boolean isRight(PacketBuffer datagram) {
        int from = datagram.headerLength();
        return InternetSum.fold(ofPseudoHeader(datagram) + datagram.sum(from, datagram.length() - from)) == 0xffff;
    }
}
