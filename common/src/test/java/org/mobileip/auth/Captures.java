package org.mobileip.auth;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.EthernetFrame;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.UdpHeader;

/** Captures of registration messages, for other programs to read. */
final class Captures {

    private Captures() {}

    /** A datagram to port 434 in an Ethernet frame. */
    static Octets frame(Octets payload) {
        Ipv4 from = Ipv4.parse("192.0.2.44");
        Ipv4 to = Ipv4.parse("10.10.0.1");
        Octets datagram = UdpHeader.datagram(new Endpoint(from, 41023), new Endpoint(to, 434), payload);
        Octets header = Ipv4Header.of(Ipv4Header.UDP, from, to, datagram.size()).encode();
        MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
        return new EthernetFrame(mac, mac, EthernetFrame.IPV4, header.plus(datagram)).encode();
    }

    /** A file as libpcap writes it. */
    static Octets pcap(List<Octets> frames) {
        Octets file = Octets.ofHex("a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001");
        for (Octets frame : frames) {
            file = file.plus(words(0, 0, frame.size(), frame.size())).plus(frame);
        }
        return file;
    }

    /** A section, one Ethernet interface, and a block a packet. */
    static Octets pcapng(List<Octets> frames) {
        Octets file = Octets.ofHex("0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
                + "00000001 00000014 0001 0000 0000ffff 00000014");
        for (Octets frame : frames) {
            Octets padding = Octets.of(new byte[-frame.size() & 3]);
            int size = 32 + frame.size() + padding.size();
            file = file.plus(words(6, size, 0, 0, 0, frame.size(), frame.size()))
                    .plus(frame)
                    .plus(padding)
                    .plus(words(size));
        }
        return file;
    }

    private static Octets words(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        Arrays.stream(values).forEach(buffer::putInt);
        return Octets.of(buffer.array());
    }
}
