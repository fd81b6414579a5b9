package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.host.linux.tun.Packets.DONT_FRAGMENT;
import static org.mobileip.host.linux.tun.TunnelWorld.AGENT;
import static org.mobileip.host.linux.tun.TunnelWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.SECOND_CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.STRANGER;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.HostException;
import org.mobileip.host.TunnelCounters;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.NetnsSupport;

/** Real packets through the kernel, a dataplane at both ends. */
// One piece: BpfDataplaneNetnsTest inherits every promise in it, and must not miss one.
@Tag("netns")
@Timeout(60)
class TunDataplaneNetnsTest {

    TunnelWorld world;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        world = connected();
    }

    TunnelWorld connected() {
        return new TunnelWorld();
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void aPingTakesTheTunnelBothWaysAndItsOuterHeaderIsRfc2003s() {
        world.register();
        try (Capture visited = new Capture(world.agent, "n0");
                Capture home = new Capture(world.correspondent, "eth0")) {
            Octets ping = Packets.ping(CORRESPONDENT, HOME, 0xb8, DONT_FRAGMENT, 60);
            inject(world.correspondent, ping);

            Octets outer = visited.await(to(CARE_OF)).orElseThrow();
            assertThat(outer.u8(0)).as("version and header length").isEqualTo(0x45);
            assertThat(outer.u8(1)).as("type of service").isEqualTo(0xb8);
            assertThat(outer.u16(2)).as("total length").isEqualTo(20 + ping.size());
            assertThat(outer.u16(4)).as("identification").isNotZero();
            assertThat(outer.u16(6)).as("flags").isEqualTo(DONT_FRAGMENT);
            assertThat(outer.u8(8)).as("time to live").isEqualTo(64);
            assertThat(outer.u8(9)).as("protocol").isEqualTo(4);
            assertThat(Packets.checksum(outer.slice(0, 20))).isZero();
            assertThat(outer.ipv4(12)).isEqualTo(AGENT);
            Octets inner = outer.slice(20);
            assertThat(inner.u8(8)).as("one hop, counted once").isEqualTo(39);
            assertThat(inner.slice(12)).isEqualTo(ping.slice(12));

            Octets reply = home.await(to(CORRESPONDENT).and(echoReply())).orElseThrow();
            assertThat(reply.ipv4(12)).isEqualTo(HOME);
            assertThat(reply.slice(24)).isEqualTo(ping.slice(24));
            Octets back = visited.await(to(AGENT)).orElseThrow();
            assertThat(back.ipv4(12)).isEqualTo(CARE_OF);
            assertThat(back.u8(20 + 8)).as("the hop after the tunnel").isEqualTo(reply.u8(8) + 1);
        }
    }

    /** RFC 7629: each by its link both ways, whatever the routes say; and one link alone again when all is said so. */
    @Test
    void aFlowTakesItsOwnLinkBothWaysWhateverTheRoutesSay() {
        world.connectSecond();
        world.registerBoth(17);
        Octets there = Packets.ipv4(0, 7, DONT_FRAGMENT, 40, 17, CORRESPONDENT, HOME, Octets.ofHex("13889c4000080000"));
        try (Capture first = new Capture(world.agent, "n0");
                Capture second = new Capture(world.agent, "n1");
                Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, there);
            assertThat(second.await(to(SECOND_CARE_OF)).orElseThrow().ipv4(12)).isEqualTo(AGENT);
            sendUdpFromHome();
            assertThat(second.await(to(AGENT)).orElseThrow().ipv4(12)).isEqualTo(SECOND_CARE_OF);
            assertThat(home.await(to(CORRESPONDENT).and(packet -> packet.u8(9) == 17)))
                    .isPresent();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
            assertThat(first.datagrams()).anyMatch(to(CARE_OF)).noneMatch(packet -> isOf(17, packet));
            assertThat(second.datagrams()).noneMatch(packet -> packet.size() > 60 && packet.u8(20 + 20) == 8);
        }
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isGreaterThanOrEqualTo(2);
        pingsAreDroppedAlsoWithOneLink();
        assertConserved(world.agentTunnels.total());
        assertConserved(world.nodeTunnels.total());
        assertThat(world.faults).isEmpty();
    }

    private void pingsAreDroppedAlsoWithOneLink() {
        Steering.Rule noPings = new Steering.Rule(FlowSelector.ANY.ofProtocol(1), OptionalInt.empty());
        world.agentTunnels.steer(HOME, Optional.of(new Steering(List.of(noPings), 0)));
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF)));
        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
        assertThat(eventually(() -> world.agentTunnels.total().dropped().getOrDefault("flow_dropped", 0L) == 1))
                .isTrue();
    }

    private void sendUdpFromHome() {
        world.node.call((Callable<Boolean>) () -> {
            try (DatagramSocket socket = new DatagramSocket(40_000, InetAddress.getByName(HOME.toString()))) {
                InetAddress to = InetAddress.getByName(CORRESPONDENT.toString());
                socket.send(new DatagramPacket(new byte[8], 8, to, 5000));
                return true;
            }
        });
    }

    private static boolean isOf(int innerProtocol, Octets packet) {
        return packet.size() > 40 && packet.u8(9) == 4 && packet.u8(20 + 9) == innerProtocol;
    }

    @Test
    void aTransferArrivesWholeAndTcpdumpFindsEveryChecksumCorrect(@TempDir Path directory) throws Exception {
        world.register();
        byte[] sent = new byte[3_000_000];
        new Random(3).nextBytes(sent);
        try (Capture visited = new Capture(world.agent, "n0")) {
            assertThat(Arrays.equals(transfer(sent), sent)).isTrue();
            String text = visited.dissected(directory);
            assertThat(text).contains("proto IPIP (4)").doesNotContain("incorrect", "bad cksum", "[|", "truncated");
            assertThat(visited.datagrams()).allMatch(packet -> packet.size() <= 1500);
            assertThat(eventually(() -> isCountedAsOnTheWire(visited, sent.length)))
                    .isTrue();
        }
        assertConserved(world.agentTunnels.total());
        assertConserved(world.nodeTunnels.total());
        assertThat(world.agentTunnels.of(HOME).encapsulatedOctets()).isGreaterThan(sent.length);
        assertThat(world.faults).isEmpty();
    }

    /** Where the inner header has no DF (RFC 2003 §3.1): ours have none either. */
    int outerFlagsOfFragments() {
        return 0;
    }

    /** However many went together on their way through us: each segment is one. */
    boolean isCountedAsOnTheWire(Capture visited, int octets) {
        long packets = visited.datagrams().stream()
                .filter(to(CARE_OF))
                .filter(Packets.tunnelled())
                .count();
        return packets > octets / 1440
                && world.agentTunnels.of(HOME).encapsulatedPackets() == packets
                && world.nodeTunnels.total().decapsulatedPackets() >= packets;
    }

    @Test
    void theKernelAnswersFragmentationNeededOnBehalfOfTheTunnel() {
        world.register();
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1472));
            Octets error = home.await(to(CORRESPONDENT).and(icmp(3, 4))).orElseThrow();
            assertThat(error.u16(26)).as("next-hop MTU").isEqualTo(1480);
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1452));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
    }

    @Test
    void withoutDontFragmentTheInnerDatagramIsFragmentedBeforeTheTunnel() {
        world.register();
        try (Capture visited = new Capture(world.agent, "n0");
                Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 1472));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
            List<Octets> outers = visited.datagrams().stream()
                    .filter(to(CARE_OF))
                    .filter(Packets.tunnelled())
                    .toList();
            assertThat(outers).hasSize(2).allSatisfy(outer -> assertThat(outer.u16(6))
                    .as("outer flags")
                    .isEqualTo(outerFlagsOfFragments()));
            assertThat(outers.get(0).u16(20 + 6)).as("inner: more fragments").isEqualTo(0x2000);
            assertThat(outers.get(0).u16(4)).isNotEqualTo(outers.get(1).u16(4));
        }
    }

    @Test
    void forgedPacketsAreCountedAndGoNowhereNotEvenAsAnIcmpError() {
        world.register();
        Octets fromHome = Packets.ping(HOME, CORRESPONDENT, 0, 0, 8);
        try (Capture visited = new Capture(world.agent, "n0");
                Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.node, Packets.tunnelled(STRANGER, AGENT, fromHome));
            inject(world.node, Packets.tunnelled(CARE_OF, Ipv4.parse("192.0.2.1"), fromHome));
            inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(STRANGER, CORRESPONDENT, 0, 0, 9)));
            inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.tunnelled(HOME, AGENT, fromHome)));
            inject(
                    world.agent,
                    Packets.tunnelled(Ipv4.parse("192.0.2.1"), CARE_OF, Packets.ping(CORRESPONDENT, HOME, 0, 0, 10)));
            inject(world.agent, Packets.tunnelled(AGENT, CARE_OF, Packets.ping(CORRESPONDENT, CARE_OF, 0, 0, 11)));
            // The last one is good: when it has come, all before it have had their chance.
            inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 12)));
            assertThat(home.await(datagram -> datagram.ipv4(12).equals(HOME))).isPresent();

            assertThat(eventually(() -> world.nodeTunnels.total().droppedPackets() == 2))
                    .as("%s", world.nodeTunnels.total())
                    .isTrue();
            assertThat(world.nodeTunnels.total().dropped())
                    .containsEntry("outer_source_not_home_agent", 1L)
                    .containsEntry("destination_not_home", 1L);
            // What the kernel forwards by itself overtakes what it leaves to us.
            assertThat(eventually(() -> world.agentTunnels.total().dropped().containsKey("nested_tunnel")))
                    .as("%s", world.agentTunnels.total())
                    .isTrue();
            assertThat(world.agentTunnels.total().dropped())
                    .containsEntry("outer_source_not_care_of", 1L)
                    .containsEntry("source_not_home", 1L)
                    .containsEntry("nested_tunnel", 1L);
            assertThat(home.datagrams().stream()
                            .filter(datagram -> datagram.ipv4(16).equals(CORRESPONDENT)))
                    .hasSize(1);
            assertThat(visited.datagrams().stream().filter(icmp(3, 2).or(icmp(3, 3))))
                    .isEmpty();
        }
        assertConserved(world.agentTunnels.total());
    }

    @Test
    void beforeTheFirstRegistrationNobodyIsListenedToAndNobodyIsAnswered() {
        try (Capture visited = new Capture(world.agent, "n0")) {
            Octets packet = Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 8));
            inject(world.node, packet);
            inject(world.node, Packets.ping(CARE_OF, Ipv4.parse("192.0.2.1"), 0, 0, 8));
            assertThat(visited.await(to(CARE_OF).and(echoReply()))).isPresent();
            assertThat(visited.datagrams().stream().filter(icmp(3, 2))).isEmpty();
            assertThat(world.agentTunnels.total().decapsulatedPackets()).isZero();
            assertThat(world.agentTunnels.total().received()
                            - world.agentTunnels.total().droppedPackets())
                    .isZero();
        }
    }

    @Test
    void randomPacketsOfProtocol4AreDroppedAndTheNextGoodOnePasses() {
        world.register();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            inject(world.node, Packets.ipv4(0, 1, 0, 64, 4, CARE_OF, AGENT, Octets.of(payload)));
        }
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 16));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
        assertThat(world.agentTunnels.total().droppedPackets()).isGreaterThanOrEqualTo(2000);
        assertConserved(world.agentTunnels.total());
        assertThat(world.faults).isEmpty();
    }

    @Test
    void aPacketThatArrivesWithOurOwnSourceIsNotTunnelled() {
        world.register();
        try (Capture visited = new Capture(world.agent, "n0")) {
            inject(world.correspondent, Packets.ping(AGENT, HOME, 0, 0, 8)); // RFC 2003 §3.2, the first rule
            inject(world.correspondent, Packets.ping(CARE_OF, HOME, 0, 0, 8)); // and the second
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 9));
            assertThat(visited.await(to(CARE_OF))).isPresent();
            assertThat(visited.datagrams().stream().filter(to(CARE_OF))).hasSize(1);
        }
    }

    @Test
    void theHomeAgentItselfReachesTheMobileNodeThroughTheTunnel() {
        world.register();
        try (Capture visited = new Capture(world.agent, "n0")) {
            inject(world.agent, Packets.ping(AGENT, HOME, 0, 0, 8));
            Octets reply = visited.await(to(AGENT)).orElseThrow();
            assertThat(reply.slice(20).ipv4(16)).isEqualTo(AGENT);
        }
    }

    @Test
    void aStoppedTunnelCarriesNothingAndTheNextOneDoes() {
        world.register();
        world.agentTunnels.stop(HOME);
        try (Capture visited = new Capture(world.agent, "n0");
                Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 8));
            assertThat(eventually(() -> world.agentTunnels.total().dropped("no_binding") == 1))
                    .isTrue();
            assertThat(visited.datagrams().stream().filter(to(CARE_OF))).isEmpty();
            world.register();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 8));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
    }

    @Test
    void aCareOfAddressRoutedToOurOwnInterfaceMakesNoLoop() {
        Ipv4 other = Ipv4.parse("10.10.0.58");
        ip(world.agent, "route add 10.10.0.58/32 dev mipha0");
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(other)));
        world.agentTunnels.forward(other, AGENT, List.of(TunnelPath.to(HOME)));
        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 8));
        assertThat(eventually(() -> world.agentTunnels.total().dropped("tunnel_loop") == 1))
                .isTrue();
        assertThat(world.agentTunnels.total().encapsulatedPackets()).isEqualTo(1);
    }

    @Test
    void theLossOfItsInterfaceIsTold() {
        ip(world.agent, "link delete mipha0");
        assertThat(eventually(() -> !world.faults.isEmpty())).isTrue();
        assertThat(world.faults.peek()).hasMessageContaining("mipha0").isInstanceOf(HostException.class);
    }

    @Test
    void closingTakesTheInterfaceAwayAndLeavesNoThread() {
        world.agentTunnels.close();
        world.agentTunnels.close();
        assertThat(ip(world.agent, "-o link")).doesNotContain("mipha");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mipha0"));
    }

    @Test
    void eachSideRefusesTheOthersMethods() {
        assertThatThrownBy(() -> world.agentTunnels.tunnelHome(Optional.empty()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> world.nodeTunnels.stop(HOME)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRehearsalMovesNoPacket() {
        try (Capture visited = new Capture(world.agent, "n0")) {
            world.agentTunnels.rehearse();
            assertThat(visited.datagrams()).noneMatch(datagram -> datagram.u8(9) == 4);
        }
        assertThat(world.agentTunnels.total().decapsulatedPackets()).isZero();
        assertThat(world.agentTunnels.total().encapsulatedPackets()).isZero();
    }

    byte[] transfer(byte[] octets) throws Exception {
        try (ServerSocket server = world.node.call(() -> new ServerSocket(0, 1, address(HOME)));
                Socket client = world.correspondent.call(() -> new Socket(address(HOME), server.getLocalPort()));
                Socket accepted = server.accept()) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readAll(accepted));
            client.getOutputStream().write(octets);
            client.shutdownOutput();
            return received.get();
        }
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static InetAddress address(Ipv4 address) throws IOException {
        return InetAddress.getByAddress(
                Octets.ofHex(String.format("%08x", address.bits())).toArray());
    }

    static void assertConserved(TunnelCounters counters) {
        assertThat(counters.received())
                .isEqualTo(counters.encapsulatedPackets() + counters.decapsulatedPackets() + counters.droppedPackets());
    }

    static Predicate<Octets> to(Ipv4 destination) {
        return datagram -> datagram.ipv4(16).equals(destination);
    }

    static Predicate<Octets> echoReply() {
        return icmp(0, 0);
    }

    static Predicate<Octets> icmp(int type, int code) {
        return datagram -> datagram.u8(9) == 1 && datagram.u8(20) == type && datagram.u8(21) == code;
    }
}
