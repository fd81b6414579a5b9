package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.ask;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.ControlClient;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** The daemon as a process, on real links, asked by a node that this project's product code has no part in. */
@Tag("netns")
class RegistrationNetnsTest {

    private static final int IPPROTO_IPIP = 4;
    private static final int IPPROTO_UDP = 17;

    private static final String TABLET = """
            [[node]]
            name = "tablet"
            address = "10.10.0.58"
            spi = 0x102
            key = "laptop.key"
            replay = "nonce"
            """;

    @TempDir
    private static Path directory = Path.of("");

    private static Optional<HomeLab> prepared = Optional.empty();

    /** One home agent for all tests: each finds the laptop at home. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        HomeLab made = new HomeLab(directory);
        prepared = Optional.of(made);
        made.write(TABLET);
        made.start();
    }

    @AfterAll
    static void end() {
        prepared.ifPresent(HomeLab::close);
    }

    @AfterEach
    void isAtHomeAgain() {
        prepared.ifPresent(HomeLab::bringTheLaptopHome);
    }

    private static HomeLab lab() {
        return prepared.orElseThrow();
    }

    /** §3.8.3.1: from where the request was sent to, to where it came from, ports changed over. */
    @Test
    void repliesFromTheAddressThatWasAskedToTheOneThatAsked() {
        HomeLab lab = lab();
        for (String asked : List.of(AGENT, UPLINK)) {
            DatagramSocket socket = lab.socket(lab.internet, CAFE);
            HomeLab.Answer answer =
                    ask(socket, asked, lab.node.request(CAFE, 60)).orElseThrow();
            assertThat(answer.from()).isEqualTo(new InetSocketAddress(asked, 434));
            assertThat(lab.node.codeOf(answer.octets())).isZero();
            assertThat(answer.octets().ipv4(8)).isEqualTo(Ipv4.parse(AGENT));
            if (asked.equals(UPLINK)) {
                isToldSomethingByTheSameWay(socket);
            }
        }
    }

    /** RFC 6098 §4.1: the addresses and ports of the last request, the other way round. */
    private void isToldSomethingByTheSameWay(DatagramSocket socket) {
        HomeLab lab = lab();
        Path control = directory.resolve("home-agent.sock");
        HomeLab.Answer told = HomeLab.receive(socket, () -> ControlClient.ask(control, "notify", "laptop", "H i"))
                .orElseThrow();
        assertThat(told.from()).isEqualTo(new InetSocketAddress(UPLINK, 434));
        assertThat(told.octets().slice(0, 4)).isEqualTo(Octets.ofHex("16 00 8000"));
        assertThat(told.octets().slice(24, 30)).isEqualTo(Octets.ofHex("91 04 01 482069"));
        HomeLab.send(socket, UPLINK, lab.node.acknowledge(told.octets()));
        HomeLab.await("the acknowledgement among the events", () -> lab.status()
                .toString()
                .contains("laptop was told something and answered: 0 notification accepted"));
    }

    /** FMT-19: what is sent has a checksum, and the right one. */
    @Test
    void putsAChecksumIntoItsReplies() {
        HomeLab lab = lab();
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            lab.register(CAFE, 60);
            ByteBuffer packet = ByteBuffer.wrap(AgentWire.await(capture, IPPROTO_UDP, each -> each.u16(20) == 434)
                    .toArray());
            assertThat(packet.getShort(26)).isNotZero();
            int size = packet.getShort(24);
            int pseudo = IPPROTO_UDP + size + AgentWire.words(packet, 12, 20);
            assertThat(AgentWire.onesComplement(packet, 20, 20 + size, pseudo)).isZero();
        }
    }

    /** §3.8.2.1: whoever does not know the agent asks by broadcast, and is told 136 with the unicast address. */
    @Test
    void tellsItsAddressToWhoeverAsksByBroadcast() throws IOException {
        HomeLab lab = lab();
        DatagramSocket away = lab.socket(lab.internet, CAFE);
        away.setBroadcast(true);
        DatagramSocket atHome = lab.socket(lab.laptop, LAPTOP);
        atHome.setBroadcast(true);
        ip(lab.laptop, "route add 255.255.255.255/32 dev eth0");
        for (Map.Entry<String, DatagramSocket> asked :
                Map.of("10.10.0.255", away, "255.255.255.255", atHome).entrySet()) {
            Octets request =
                    lab.node.request(CAFE, 60, PlainNode.CO_LOCATED, lab.node.timestamp(), Ipv4.parse(asked.getKey()));
            HomeLab.Answer answer =
                    ask(asked.getValue(), asked.getKey(), request).orElseThrow();
            assertThat(lab.node.codeOf(answer.octets())).isEqualTo(136);
            assertThat(answer.octets().ipv4(8)).isEqualTo(Ipv4.parse(AGENT));
            assertThat(answer.from()).isEqualTo(new InetSocketAddress(AGENT, 434));
        }
        Octets onTheLink =
                lab.node.request(CAFE, 60, PlainNode.CO_LOCATED, lab.node.timestamp(), Ipv4.parse("10.10.0.255"));
        assertThat(lab.node.codeOf(
                        ask(atHome, "10.10.0.255", onTheLink).orElseThrow().octets()))
                .isEqualTo(136);
    }

    /** RPL-19: what was accepted before the end is not accepted again after it, whatever the end was like. */
    @Test
    void refusesAfterACrashWhatItAcceptedBefore(@TempDir Path own) throws IOException {
        try (HomeLab lab = new HomeLab(own)) {
            lab.write(TABLET);
            lab.start();
            refusesAfterACrashWhatItAcceptedBefore(lab);
        }
    }

    private static void refusesAfterACrashWhatItAcceptedBefore(HomeLab lab) throws IOException {
        PlainNode tablet = new PlainNode("10.10.0.58", AGENT, 0x102, "1234567812345678");
        Octets overheard = lab.node.request(CAFE, 60);
        Octets current = lab.node.request(CAFE, 60);
        DatagramSocket socket = lab.socket(lab.internet, CAFE);
        assertThat(lab.node.codeOf(ask(socket, UPLINK, overheard).orElseThrow().octets()))
                .isZero();
        Octets reply = ask(socket, UPLINK, current).orElseThrow().octets();
        long nonce = nonceIn(ask(socket, UPLINK, nonceRequest(tablet, 0, 1)).orElseThrow());
        HomeLab.Answer accepted =
                ask(socket, UPLINK, nonceRequest(tablet, nonce, 2)).orElseThrow();
        assertThat(tablet.codeOf(accepted.octets())).isZero();
        lab.kill();
        lab.start();
        assertThat(lab.node.codeOf(ask(socket, UPLINK, overheard).orElseThrow().octets()))
                .isEqualTo(133);
        assertThat(ask(socket, UPLINK, current).orElseThrow().octets())
                .as("the binding is there still, and a copy of its request is answered as before")
                .isEqualTo(reply);
        assertThat(tablet.codeOf(ask(socket, UPLINK, nonceRequest(tablet, nonceIn(accepted), 3))
                        .orElseThrow()
                        .octets()))
                .as("no nonce of the last run is good")
                .isEqualTo(133);
        assertThat(lab.register(CAFE, 60)).isZero();
    }

    /** FWD-18: the very next datagram takes the new way, and none takes the old one after the reply. */
    @Test
    void sendsNothingToTheOldCareOfAddressAfterTheReply() throws Exception {
        HomeLab lab = lab();
        ip(lab.laptop, "link set eth0 down");
        assertThat(lab.register(CAFE, 60)).isZero();
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            DatagramSocket speaker = lab.socket(lab.host, "10.10.0.200");
            Thread stream = new Thread(() -> speak(speaker), "stream");
            stream.start();
            AgentWire.await(capture, IPPROTO_IPIP, packet -> packet.ipv4(16).equals(Ipv4.parse(CAFE)));
            assertThat(lab.register(TRAIN, 60)).isZero();
            AgentWire.await(capture, IPPROTO_IPIP, packet -> packet.ipv4(16).equals(Ipv4.parse(TRAIN)));
            List<Octets> seen = AgentWire.drain(capture, 100);
            stream.interrupt();
            stream.join();
            assertThat(seen)
                    .filteredOn(packet -> packet.u8(9) == IPPROTO_IPIP)
                    .isNotEmpty()
                    .allMatch(packet -> packet.ipv4(16).equals(Ipv4.parse(TRAIN)));
        }
    }

    private static void speak(DatagramSocket speaker) {
        while (!Thread.currentThread().isInterrupted()) {
            HomeLab.send(speaker, LAPTOP, Octets.ofHex("00"));
            LockSupport.parkNanos(500_000);
        }
    }

    /** FWD-03: with simultaneous bindings each care-of address gets its copy. */
    @Test
    void sendsACopyToEachCareOfAddress() {
        HomeLab lab = lab();
        ip(lab.laptop, "link set eth0 down");
        assertThat(lab.register(CAFE, 60)).isZero();
        try (PacketCapture capture = lab.capture(lab.internet, "up1");
                DatagramSocket train = lab.socket(lab.internet, TRAIN)) {
            int keepingOthers = PlainNode.CO_LOCATED | 0x80;
            Octets request = lab.node.request(TRAIN, 60, keepingOthers, lab.node.timestamp(), Ipv4.parse(AGENT));
            assertThat(lab.node.codeOf(ask(train, UPLINK, request).orElseThrow().octets()))
                    .isZero();
            HomeLab.send(lab.socket(lab.host, "10.10.0.200"), LAPTOP, Octets.ofHex("c0ffee"));
            List<Octets> copies = new ArrayList<>();
            HomeLab.await("two copies", () -> {
                AgentWire.packet(capture)
                        .filter(each -> each.u8(9) == IPPROTO_IPIP)
                        .filter(each -> each.toString().endsWith("c0ffee"))
                        .ifPresent(copies::add);
                return copies.size() == 2;
            });
            assertThat(copies)
                    .extracting(each -> each.ipv4(16))
                    .containsExactlyInAnyOrder(Ipv4.parse(CAFE), Ipv4.parse(TRAIN));
            assertThat(copies).extracting(each -> each.ipv4(12)).containsOnly(Ipv4.parse(AGENT));
            assertThat(copies.get(0).slice(20)).isEqualTo(copies.get(1).slice(20));
        }
        // Nothing has come out of either tunnel, and nobody there takes packets of protocol 4.
        assertThat(String.valueOf(lab.document("bindings").get("bindings")))
                .contains("care_of_address=" + CAFE, "care_of_address=" + TRAIN)
                .contains("mtu=1480, reachable=false, hops=null, black_hole=false");
    }

    /** FWD-04: a node without a binding is at home, and what comes from elsewhere is routed there as to any host. */
    @Test
    void routesOntoTheHomeNetworkWithoutABinding() throws IOException {
        HomeLab lab = lab();
        DatagramSocket ear = lab.socket(lab.laptop, LAPTOP);
        DatagramSocket mouth = lab.socket(lab.internet, CAFE);
        assertThat(hears(ear, mouth)).as("never away").isTrue();
        assertThat(lab.register(TRAIN, 60)).isZero();
        assertThat(hears(ear, mouth)).as("away").isFalse();
        HomeLab.Answer home = ask(lab.socket(lab.laptop, LAPTOP), AGENT, lab.node.request(LAPTOP, 0))
                .orElseThrow();
        assertThat(lab.node.codeOf(home.octets())).isZero();
        assertThat(hears(ear, mouth)).as("home again").isTrue();
    }

    /** F10: programs that tidy up take away what they do not know, and a node registers again minutes later only. */
    @Test
    void putsARouteBackThatAnotherProgramTakesAway() {
        HomeLab lab = lab();
        assertThat(lab.register(CAFE, 60)).isZero();
        String routes = ip(lab.agent, "route show proto 77");
        assertThat(routes).contains(LAPTOP);
        ip(lab.agent, "route flush proto 77");
        HomeLab.await("the route", () -> ip(lab.agent, "route show proto 77").equals(routes));
        HomeLab.await(
                "its line in the log", () -> lab.log().stream().anyMatch(line -> line.contains("routes-restored")));
    }

    private static boolean hears(DatagramSocket ear, DatagramSocket mouth) throws IOException {
        ear.setSoTimeout(1000);
        mouth.send(new DatagramPacket(new byte[] {7}, 1, new InetSocketAddress(LAPTOP, ear.getLocalPort())));
        try {
            ear.receive(new DatagramPacket(new byte[10], 10));
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    /** §3.8.3.1: what a node at home is told does not go through the tunnel that still leads elsewhere. */
    @Test
    void tellsANodeAtHomeOnTheHomeLinkThatItsDeregistrationIsRefused() {
        HomeLab lab = lab();
        assertThat(lab.register(CAFE, 60)).isZero();
        DatagramSocket atHome = lab.socket(lab.laptop, LAPTOP);
        int reserved = PlainNode.CO_LOCATED | 1;
        Octets refused = lab.node.request(LAPTOP, 0, reserved, lab.node.timestamp(), Ipv4.parse(AGENT));
        assertThat(lab.node.codeOf(ask(atHome, AGENT, refused).orElseThrow().octets()))
                .isEqualTo(134);
        assertThat(lab.status()).containsEntry("bindings", 1);
        saysWhatCarriesTheTunnelsAndWhy(lab);
    }

    private static void saysWhatCarriesTheTunnelsAndWhy(HomeLab lab) {
        Optional<String> refusal = BpfTrial.tried();
        Optional<String> second = KernelTrial.tried();
        String name = refusal.isEmpty() ? "bpf" : second.isEmpty() ? "kernel" : "tun";
        String why = refusal.isEmpty()
                ? "the kernel takes its programs, and they passed the self-test"
                : String.valueOf(lab.status().get("dataplane_reason"));
        assertThat(lab.status()).containsEntry("dataplane", name).containsEntry("dataplane_reason", why);
        assertThat(lab.log().stream().filter(line -> line.contains(" dataplane name=")))
                .as("once")
                .singleElement()
                .asString()
                .endsWith("dataplane name=" + name + " asked=auto reason=\"" + why + "\"");
    }

    /** RFC 3519 §4.6 and §4.9: a request through a NAT, and a keepalive, octet by octet, of a peer with a UDP socket. */
    @Test
    void reachesANodeBehindANatByThePortThatItsRequestCameFrom() {
        HomeLab lab = lab();
        DatagramSocket mapped = lab.socket(lab.internet, TRAIN);
        DatagramSocket other = lab.socket(lab.internet, TRAIN);
        Octets able = Octets.ofHex("9006 00 00 00 00 0000");
        Octets keepalive = Octets.ofHex("04040000 4500001c 00004000 40012694 0a0a0039 0a0a0001 0800aab0 4d4e0001");

        Octets reply = ask(
                        mapped,
                        AGENT,
                        lab.node.request(
                                "192.168.1.57",
                                60,
                                PlainNode.CO_LOCATED,
                                lab.node.timestamp(),
                                Ipv4.parse(AGENT),
                                able))
                .orElseThrow()
                .octets();

        assertThat(reply.slice(0, 2)).as("accepted").isEqualTo(Octets.ofHex("0300"));
        assertThat(reply.slice(20, 28)).isEqualTo(Octets.ofHex("2c06 00 00 0000 006e"));
        assertThat(lab.document("bindings").toString())
                .contains("care_of_address=192.168.1.57")
                .contains("encapsulation=udp")
                .contains("nat=" + TRAIN + ":" + mapped.getLocalPort());
        Octets answer = ask(mapped, AGENT, keepalive).orElseThrow().octets();
        assertThat(answer.slice(0, 4)).isEqualTo(Octets.ofHex("04040000"));
        assertThat(answer.slice(4 + 12, 4 + 20)).as("to the home address").isEqualTo(Octets.ofHex("0a0a0001 0a0a0039"));
        assertThat(answer.slice(4 + 20)).isEqualTo(Octets.ofHex("0000b2b0 4d4e0001"));
        assertThat(ask(other, AGENT, keepalive))
                .as("from a port that did not register")
                .isEmpty();
        assertThat(lab.status().toString()).contains("outer_port_not_bound=1");
    }

    private static Octets nonceRequest(PlainNode node, long nonce, int low) {
        return node.request(CAFE, 60, PlainNode.CO_LOCATED, nonce << 32 | low, Ipv4.parse(AGENT));
    }

    private static long nonceIn(HomeLab.Answer reply) {
        return reply.octets().u32(12);
    }
}
