package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Which packets a socket still receives beside a tunnel of the kernel: packets by hand, judged by the kernel's own filters. */
@Tag("netns")
@Timeout(30)
final class KernelShareNetnsTest {

    private static final Ipv4 END = Ipv4.parse("127.0.0.1");
    /** From 127.0.0.9 to 127.0.0.1, IP in IP. */
    private static final String OUTER = "450000%02x0001 %s 4004 0000 7f000009 %s";

    private static final String TO_END = "7f000001";
    private static final String TO_ANOTHER = "7f000002";
    private static final String WHOLE = "4000";
    /** From 10.10.0.57 to 10.1.0.2. */
    private static final String INNER = "45000028 0002 %s 40%02x 0000 0a0a0039 %s";

    private static final String TO_CORRESPONDENT = "0a010002";
    private static final String UDP_TO_434 = " 1388 01b2 0014 0000";
    private static final String UDP_TO_9 = " 1388 0009 0014 0000";
    /** Options in the inner header: where it ends is another place. */
    private static final String INNER_WITH_OPTIONS =
            "4600002c 0002 4000 4011 0000 0a0a0039 0a010002 01010101 1388 01b2";

    private static final String SYN = " 1388 0050 00000001 00000000 5002 1000 0000 0000";
    private static final String ACK = " 1388 0050 00000001 00000000 5010 1000 0000 0000";

    @BeforeEach
    void needNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private static String inner(String fragment, int protocol, String destination, String rest) {
        return INNER.formatted(fragment, protocol, destination) + rest;
    }

    private static String tunnelled(String fragment, String destination, String inner) {
        int length = 20 + Octets.ofHex(inner).size();
        return OUTER.formatted(length, fragment, destination) + inner;
    }

    /** The numbers of those that are received. */
    private static Set<Integer> received(KernelShare share, List<String> packets) {
        PacketSocket.Options options = PacketSocket.Options.PLAIN.withFilter(
                SocketFilter.besides(share).ipv4().toUs().tunnelled(List.of(4, 47), List.of(434)));
        Set<Integer> numbers = new HashSet<>();
        try (NetworkNamespace namespace = NetworkNamespace.create("share");
                PacketSocket socket = namespace.call(() -> PacketSocket.open(
                        PacketSocket.ALL_INTERFACES, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, options));
                RawSocket raw =
                        namespace.call(() -> RawSocket.open(255, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING))) {
            NativeBuffer buffer = NativeBuffer.allocate(2048);
            for (int i = 0; i < packets.size(); i++) {
                Octets packet = Octets.ofHex(packets.get(i));
                buffer.put(0, packet);
                raw.send(buffer, 0, packet.size(), packet.ipv4(16));
                if (socket.receive(buffer, 0, buffer.size()) > 0) {
                    numbers.add(i);
                }
            }
        }
        return numbers;
    }

    private static List<String> packets() {
        String plain = inner(WHOLE, 17, TO_CORRESPONDENT, UDP_TO_9);
        List<String> packets = new ArrayList<>();
        packets.add(tunnelled(WHOLE, TO_END, plain)); // 0
        packets.add(tunnelled(WHOLE, TO_ANOTHER, plain)); // 1
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 2, TO_CORRESPONDENT, UDP_TO_9))); // 2
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 4, TO_CORRESPONDENT, UDP_TO_9))); // 3
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 1, TO_CORRESPONDENT, UDP_TO_9))); // 4
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 1, TO_END, UDP_TO_9))); // 5
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 17, TO_CORRESPONDENT, UDP_TO_434))); // 6
        packets.add(tunnelled(WHOLE, TO_END, inner("2000", 17, TO_CORRESPONDENT, UDP_TO_434))); // 7
        packets.add(tunnelled(WHOLE, TO_END, INNER_WITH_OPTIONS)); // 8
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 6, TO_CORRESPONDENT, SYN))); // 9
        packets.add(tunnelled(WHOLE, TO_END, inner(WHOLE, 6, TO_CORRESPONDENT, ACK))); // 10
        packets.add(tunnelled("2000", TO_END, plain)); // 11
        packets.add(tunnelled(WHOLE, TO_END, plain).replaceFirst("4004", "402f")); // 12: GRE
        String fromFarEnd = inner(WHOLE, 1, TO_CORRESPONDENT, UDP_TO_9).replace("0a0a0039", "7f000009");
        packets.add(tunnelled(WHOLE, TO_END, fromFarEnd)); // 13
        return packets;
    }

    @Test
    void theKernelTakesWhatIsPlainAndNothingElse() {
        assertThat(received(KernelShare.ofHomeAgent(Set.of(4), END, Set.of(), false), packets()))
                .containsExactlyInAnyOrder(1, 2, 3, 5, 6, 8, 12);
    }

    @Test
    void aMobileNodesKernelTakesWhatItsHomeAgentSendsToAnyOfItsAddresses() {
        assertThat(received(KernelShare.ofMobileNode(4, Ipv4.parse("127.0.0.9"), false), packets()))
                .containsExactlyInAnyOrder(2, 3, 6, 8, 12, 13);
        assertThat(received(KernelShare.ofMobileNode(4, Ipv4.parse("127.0.0.8"), false), packets()))
                .as("strangers are counted by us")
                .hasSize(packets().size());
    }

    /** By RFC 2890 §2, from 127.0.0.9 to 127.0.0.1. */
    private static String gre(String header, String inner) {
        int length = 20 + Octets.ofHex(header + inner).size();
        return "450000%02x0001 4000 402f 0000 7f000009 7f000001".formatted(length) + header + inner;
    }

    @Test
    void ofGreTheKernelTakesWhatHasNeitherKeyNorNumberNorChecksumAndIsPlainInside() {
        String plain = inner(WHOLE, 17, TO_CORRESPONDENT, UDP_TO_9);
        List<String> packets = List.of(
                gre("00000800", plain), // 0
                gre("20000800 00000007", plain), // 1
                gre("10000800 00000007", plain), // 2
                gre("80000800 00000000", plain), // 3
                gre("000086dd", plain), // 4
                gre("00000800", inner(WHOLE, 2, TO_CORRESPONDENT, UDP_TO_9)), // 5
                gre("00000800", inner(WHOLE, 1, TO_END, UDP_TO_9)), // 6
                gre("00000800", inner(WHOLE, 17, TO_CORRESPONDENT, UDP_TO_434)), // 7
                tunnelled(WHOLE, TO_END, plain)); // 8
        assertThat(received(KernelShare.ofHomeAgent(Set.of(4, 47), END, Set.of(), false), packets))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
        assertThat(received(KernelShare.ofMobileNode(47, Ipv4.parse("127.0.0.9"), true), packets))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 7, 8);
    }

    @Test
    void beginningsOfConnectionsAreKeptWhereTheyAreToBeChanged() {
        assertThat(received(KernelShare.ofHomeAgent(Set.of(4), END, Set.of(), true), packets()))
                .containsExactlyInAnyOrder(1, 2, 3, 5, 6, 8, 9, 12);
    }

    @Test
    void allThatComesFromAnAddressIsKeptHoweverManyThereAre() {
        Set<Ipv4> many = new HashSet<>();
        for (int i = 1; i < KernelShare.MOST_KEPT; i++) {
            many.add(new Ipv4(0xc6120000 + i));
        }
        List<String> packets = packets();
        assertThat(received(KernelShare.ofHomeAgent(Set.of(4), END, many, false), packets))
                .containsExactlyInAnyOrder(1, 2, 3, 5, 6, 8, 12);
        many.add(Ipv4.parse("127.0.0.9"));
        assertThat(received(KernelShare.ofHomeAgent(Set.of(4), END, many, true), packets))
                .hasSize(packets.size());
    }
}
