package org.mobileip.homeagent.daemon;

import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** What the agent sends, as a capture has it, and what is sent to it octet by octet. */
final class AgentWire {

    private static final int IPPROTO_UDP = 17;

    private AgentWire() {}

    /** The first IPv4 packet of that protocol that the agent sent and {@code condition} holds of. */
    static Octets await(PacketCapture capture, int protocol, Predicate<Octets> condition) {
        Octets[] found = new Octets[1];
        HomeLab.await("a packet of protocol " + protocol, () -> {
            packet(capture)
                    .filter(packet -> packet.u8(9) == protocol && condition.test(packet))
                    .ifPresent(packet -> found[0] = packet);
            return found[0] != null;
        });
        return found[0];
    }

    /** The next IPv4 packet that the agent sent, if there is one. */
    static Optional<Octets> packet(PacketCapture capture) {
        return capture.receive()
                .filter(frame -> !frame.isOutgoing() && frame.octets().u16(12) == 0x0800)
                .map(frame -> frame.octets().slice(14));
    }

    /** Every IPv4 packet that the agent sends in so many milliseconds. */
    static List<Octets> drain(PacketCapture capture, int millis) {
        List<Octets> packets = new ArrayList<>();
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            packet(capture).ifPresent(packets::add);
        }
        return packets;
    }

    /** An IPv4 packet with a datagram from the café to the agent, after RFC 791 and RFC 768. */
    static Octets udp(Octets payload, UnaryOperator<Integer> checksum) {
        int size = 8 + payload.size();
        ByteBuffer packet = ByteBuffer.allocate(20 + size);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + size)).putInt(0);
        packet.put((byte) 64).put((byte) IPPROTO_UDP).putShort((short) 0);
        packet.putInt(Ipv4.parse(CAFE).bits()).putInt(Ipv4.parse(UPLINK).bits());
        packet.putShort((short) 30434)
                .putShort((short) 434)
                .putShort((short) size)
                .putShort((short) 0);
        packet.put(payload.toArray());
        packet.putShort(10, (short) onesComplement(packet, 0, 20, 0));
        int pseudo = IPPROTO_UDP + size + words(packet, 12, 20);
        packet.putShort(
                26,
                checksum.apply(onesComplement(packet, 20, 20 + size, pseudo)).shortValue());
        return Octets.of(packet.array());
    }

    static int onesComplement(ByteBuffer octets, int from, int to, int start) {
        int sum = start + words(octets, from, to);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
    }

    static int words(ByteBuffer octets, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at++) {
            sum += (octets.get(at) & 0xff) << (at % 2 == from % 2 ? 8 : 0);
        }
        return sum;
    }

    /** The index of that interface outside. */
    static int indexOf(HomeLab lab, String name) {
        return NetnsSupport.indexOf(lab.internet, name);
    }
}
