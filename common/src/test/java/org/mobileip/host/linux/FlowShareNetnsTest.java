package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Three sockets that share what is in tunnels, asked with real packets: each is received once, and those of a flow by the same. */
@Tag("netns")
final class FlowShareNetnsTest {

    private static final int SOCKETS = 3;
    private static final Ipv4 HERE = Ipv4.parse("127.0.0.1");
    private static final Ipv4 FROM = Ipv4.parse("127.0.0.2");
    private static final int IPIP = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final List<PacketSocket> sockets = new ArrayList<>();
    private final Random random = new Random(7);
    private NetworkNamespace namespace;
    private RawSocket sender;

    @BeforeEach
    void open() {
        NetnsSupport.assumeAvailable();
        namespace = NetworkNamespace.create("share");
        ip(namespace, "link set lo up");
        for (int i = 0; i < SOCKETS; i++) {
            PacketSocket.Options options = PacketSocket.Options.PLAIN.withFilter(SocketFilter.IPV4
                    .toUs()
                    .tunnelled(List.of(IPIP, GRE), List.of(434))
                    .ofShare(i, SOCKETS));
            sockets.add(namespace.call(() -> PacketSocket.open(
                    PacketSocket.ALL_INTERFACES, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, options)));
        }
        sender = namespace.call(() -> RawSocket.open(255, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING));
    }

    @AfterEach
    void close() {
        sockets.forEach(PacketSocket::close);
        if (namespace != null) {
            sender.close();
            namespace.close();
        }
    }

    /** Which of the sockets receives it; fails unless it is one. */
    private int receiver(Octets packet) {
        NativeBuffer buffer = NativeBuffer.allocate(packet.size());
        buffer.put(0, packet);
        assertThat(sender.send(buffer, 0, packet.size(), HERE)).isPositive();
        List<Integer> receivers = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            if (sockets.get(i).receive().isPresent()) {
                receivers.add(i);
            }
        }
        assertThat(receivers).as("who receives %s", packet).hasSize(1);
        return receivers.get(0);
    }

    private static Octets ipv4(int protocol, int flags, int source, int destination, Octets payload) {
        return ipv4(protocol, flags, source, destination, 0, payload);
    }

    /** RFC 791; the kernel writes the checksum of the outer one, nobody looks at that of the inner one. */
    private static Octets ipv4(int protocol, int flags, int source, int destination, int optionWords, Octets payload) {
        ByteBuffer header = ByteBuffer.allocate(20 + 4 * optionWords);
        header.put(0, (byte) (0x45 + optionWords)).putShort(2, (short) (header.capacity() + payload.size()));
        header.putShort(4, (short) 77)
                .putShort(6, (short) flags)
                .put(8, (byte) 64)
                .put(9, (byte) protocol);
        header.putInt(12, source).putInt(16, destination);
        for (int at = 20; at < header.capacity(); at++) {
            header.put(at, (byte) 1); // no operation
        }
        return Octets.of(header.array()).plus(payload);
    }

    private static Octets outer(int protocol, int flags, Octets payload) {
        return ipv4(protocol, flags, FROM.bits(), HERE.bits(), payload);
    }

    private Octets inner(int protocol, int source, int destination, int ports) {
        byte[] rest = new byte[20 + random.nextInt(200)];
        random.nextBytes(rest);
        return ipv4(
                protocol,
                0,
                source,
                destination,
                Octets.of(ByteBuffer.allocate(4).putInt(ports).array()).plus(Octets.of(rest)));
    }

    private static void assertSpread(int[] flows, int least) {
        int fewest = IntStream.of(flows).min().orElseThrow();
        assertThat(fewest).as("the least share of %s", Arrays.toString(flows)).isGreaterThanOrEqualTo(least);
    }

    @Test
    void allPacketsOfAnInnerFlowAreOfOneAndManyFlowsAreOfAll() {
        int[] flows = new int[SOCKETS];
        for (int flow = 0; flow < 120; flow++) {
            int protocol = flow % 2 == 0 ? TCP : UDP;
            int source = random.nextInt();
            int destination = random.nextInt();
            int ports = random.nextInt();
            int first = receiver(outer(IPIP, 0, inner(protocol, source, destination, ports)));
            flows[first]++;
            assertThat(receiver(outer(IPIP, 0x4000, inner(protocol, source, destination, ports))))
                    .isEqualTo(first);
            Octets behindOptions =
                    ipv4(IPIP, 0, FROM.bits(), HERE.bits(), 1, inner(protocol, source, destination, ports));
            assertThat(receiver(behindOptions))
                    .as("whatever the outer header has")
                    .isEqualTo(first);
        }
        assertSpread(flows, 20);
    }

    @Test
    void neighboursAndTheirNextPortsAreSpreadToo() {
        int[] flows = new int[SOCKETS];
        for (int flow = 0; flow < 120; flow++) {
            int home = Ipv4.parse("10.10.0.1").bits() + flow % 60;
            flows[receiver(outer(IPIP, 0, inner(TCP, home, 0xac100009, (40_000 + flow) << 16 | 443)))]++;
        }
        assertSpread(flows, 20);
    }

    @Test
    void fragmentsGoByTheirAddresses() {
        int pieces = receiver(outer(IPIP, MORE_FRAGMENTS, inner(UDP, 1, 2, 3)));
        for (int i = 0; i < 20; i++) {
            byte[] anything = new byte[40];
            random.nextBytes(anything);
            assertThat(receiver(outer(IPIP, 5 + i, Octets.of(anything)))).isEqualTo(pieces);
            assertThat(receiver(outer(IPIP, MORE_FRAGMENTS, inner(UDP, i, i + 1, i + 2))))
                    .isEqualTo(pieces);
        }
        int whole = receiver(outer(IPIP, 0, ipv4(UDP, MORE_FRAGMENTS, 5, 6, Octets.of(new byte[40]))));
        for (int i = 0; i < 20; i++) {
            byte[] anything = new byte[40];
            random.nextBytes(anything);
            assertThat(receiver(outer(IPIP, 0, ipv4(UDP, 5 + i, 5, 6, Octets.of(anything)))))
                    .as("of an inner datagram")
                    .isEqualTo(whole);
        }
    }

    @Test
    void aGreTunnelIsOfOneAndOneWithinUdpToo() {
        int gre = receiver(outer(GRE, 0, Octets.ofHex("00000800").plus(inner(TCP, 1, 2, 3))));
        int udp = receiver(outer(UDP, 0, tunnelData(50_000).plus(inner(TCP, 1, 2, 3))));
        int[] nodesBehindNat = new int[SOCKETS];
        for (int i = 0; i < 60; i++) {
            Octets another = inner(TCP, random.nextInt(), random.nextInt(), random.nextInt());
            assertThat(receiver(outer(GRE, 0, Octets.ofHex("00000800").plus(another))))
                    .isEqualTo(gre);
            assertThat(receiver(outer(UDP, 0, tunnelData(50_000).plus(another))))
                    .isEqualTo(udp);
            nodesBehindNat[receiver(outer(UDP, 0, tunnelData(50_001 + i).plus(another)))]++;
        }
        assertSpread(nodesBehindNat, 8);
    }

    /** RFC 768 and RFC 3519 §3.3; the length is not looked at here. */
    private static Octets tunnelData(int sourcePort) {
        return Octets.of(ByteBuffer.allocate(12)
                .putShort((short) sourcePort)
                .putShort((short) 434)
                .putInt(0)
                .put((byte) 4)
                .put((byte) 4)
                .array());
    }

    /** Whoever judges it says so; it must come to somebody. */
    @Test
    void whatIsTooShortToBeOfAFlowIsOfOneAllTheSame() {
        for (int length = 0; length < 24; length++) {
            receiver(outer(IPIP, 0, Octets.of(new byte[length])));
        }
    }

    @Test
    void oneAloneHasEverything() {
        assertThat(SocketFilter.IPV4.ofShare(0, 1).program()).isEqualTo(SocketFilter.IPV4.program());
    }
}
