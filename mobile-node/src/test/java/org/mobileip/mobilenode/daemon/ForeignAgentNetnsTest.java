package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.mobilenode.PlainForeignAgent;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/**
 * The daemon on links where it has no address, but a foreign agent is heard: a kernel that routes to the home address by a
 * neighbour entry, as a foreign agent does by its visitor list, and octets of this test for what it says.
 */
@Tag("netns")
class ForeignAgentNetnsTest {

    private static final MacAddress ALL_SYSTEMS = MacAddress.parse("01:00:5e:00:00:01");
    private static final InetAddress CORRESPONDENT = new InetSocketAddress("203.0.113.200", 7).getAddress();
    private static final String CAFE_AGENT_MAC = "02:00:00:00:02:02";
    private static final String OFFICE_AGENT_MAC = "02:00:00:00:02:03";
    private static final String NODE_AT_CAFE = "02:00:00:00:01:02";
    private static final String NODE_AT_OFFICE = "02:00:00:00:01:03";

    @TempDir
    private static Path sharedDirectory = Path.of("");

    private static Optional<Roaming> shared = Optional.empty();

    @TempDir
    private Path directory = Path.of("");

    private Optional<Roaming> own = Optional.empty();
    private final PlainForeignAgent atCafe = new PlainForeignAgent("192.0.2.1", CAFE_AGENT_MAC, "192.0.2.1");
    private final PlainForeignAgent atOffice = new PlainForeignAgent("198.51.100.1", OFFICE_AGENT_MAC, "198.51.100.1");

    /** A node for the tests that do not end it. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        shared = Optional.of(started(sharedDirectory));
    }

    private static Roaming started(Path directory) throws IOException {
        Roaming made = new Roaming(directory);
        ip(made.world, "address add 203.0.113.200/32 dev lo");
        ip(made.world, "link set lo up");
        // The strictest machine there is: what comes by a way that does not lead back is dropped.
        for (String link : List.of("all", "cafe0", "office0")) {
            made.machine.run(() -> Sysctl.write("net/ipv4/conf/" + link + "/rp_filter", "1"));
        }
        made.start();
        return made;
    }

    @AfterAll
    static void end() {
        shared.ifPresent(Roaming::close);
    }

    @AfterEach
    void isNowhereAgain() {
        own.ifPresentOrElse(Roaming::close, () -> shared.ifPresent(Roaming::leaveAllLinks));
    }

    private Roaming lab() {
        return own.or(() -> shared).orElseThrow();
    }

    /** What the foreign agent at that far end would deliver goes there, to that Ethernet address. */
    private void deliverAt(String farEnd, String mac) {
        ip(lab().world, "route replace 10.10.0.57/32 dev " + farEnd);
        ip(lab().world, "neighbour replace 10.10.0.57 lladdr " + mac + " dev " + farEnd + " nud permanent");
    }

    private void advertise(String farEnd, PlainForeignAgent agent, String address) {
        Octets message = agent.advertisement();
        byte[] header = ByteBuffer.allocate(20)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + message.size()))
                .putInt(0)
                .put((byte) 1)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(Ipv4.parse(address).bits())
                .putInt(0xe000_0001)
                .array();
        int sum = 0;
        for (int at = 0; at < header.length; at += 2) {
            sum += (header[at] & 0xff) << 8 | (header[at + 1] & 0xff);
        }
        sum = ~((sum & 0xffff) + (sum >>> 16));
        header[10] = (byte) (sum >>> 8);
        header[11] = (byte) sum;
        lab().send(
                        farEnd,
                        PacketSocket.ETHERTYPE_IPV4,
                        ALL_SYSTEMS,
                        Octets.of(header).plus(message));
    }

    private void arriveAtCafe() {
        deliverAt("cafe1", NODE_AT_CAFE);
        ip(lab().machine, "link set cafe0 up");
        Roaming.await("registered at the café", () -> {
            advertise("cafe1", atCafe, "192.0.2.1");
            pause();
            return "away".equals(lab().status().get("state"));
        });
    }

    /** Between two advertisements, as a foreign agent would. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** How many of three datagrams, one after the other, a correspondent gets and the node hears back, with their sender. */
    private List<String> speak() throws IOException {
        List<String> heard = new ArrayList<>();
        try (DatagramSocket correspondent = lab().world.call(() -> new DatagramSocket(7, CORRESPONDENT));
                DatagramSocket application = lab().machine.call(() -> new DatagramSocket())) {
            correspondent.setSoTimeout(2000);
            application.setSoTimeout(2000);
            for (int i = 0; i < 3; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100, CORRESPONDENT, 7);
                application.send(packet);
                correspondent.receive(packet);
                heard.add(packet.getAddress().getHostAddress());
                correspondent.send(packet);
                application.receive(packet);
            }
        }
        return heard;
    }

    private void assertSpeaks() throws IOException {
        assertThat(speak()).containsExactly("10.10.0.57", "10.10.0.57", "10.10.0.57");
    }

    private Map<?, ?> careOf() {
        return lab().status().get("care_of") instanceof Map<?, ?> shown ? shown : Map.of();
    }

    @Test
    void registersThroughAForeignAgentAndSpeaksByItWithoutAnAddressOnTheLinkAndWithoutArp() throws IOException {
        try (Tcpdump arp = new Tcpdump(lab().world, "cafe1", "arp");
                PacketCapture wire = lab().capture("cafe1")) {
            arriveAtCafe();
            assertThat(lab().agent.next().request().careOf()).hasToString("192.0.2.1");
            assertSpeaks();
            assertThat(careOf().get("via")).isEqualTo("foreign-agent");
            assertThat(careOf().get("foreign_agent")).isEqualTo("192.0.2.1");
            assertThat(careOf().get("address")).isEqualTo("192.0.2.1");
            assertThat(ip(lab().machine, "-4 address show dev cafe0")).doesNotContain("inet");
            assertThat(arp.lines()).noneMatch(line -> line.contains(NODE_AT_CAFE));
            isSentAsTheRfcSays(request(wire));
        }
    }

    /** The first frame with a UDP datagram to port 434. */
    private static Octets request(PacketCapture wire) {
        Octets[] found = new Octets[1];
        Roaming.await("a request on the wire", () -> {
            wire.receive()
                    .map(PacketCapture.Frame::octets)
                    .filter(frame -> frame.size() > 42 && frame.u16(12) == 0x0800 && frame.u8(23) == 17)
                    .filter(frame -> frame.u16(36) == 434)
                    .ifPresent(frame -> found[0] = found[0] == null ? frame : found[0]);
            return found[0] != null;
        });
        return found[0];
    }

    private static void isSentAsTheRfcSays(Octets frame) {
        assertThat(frame.slice(0, 6)).isEqualTo(Octets.ofHex("020000000202"));
        assertThat(frame.u8(22)).as("TTL, RFC 3024 section 4.1.1").isEqualTo(255);
        assertThat(frame.ipv4(26)).hasToString("10.10.0.57");
        assertThat(frame.ipv4(30)).hasToString("192.0.2.1");
    }

    @Test
    void movesFromOneForeignAgentToTheNextAndGoesOnSpeaking() throws IOException {
        arriveAtCafe();
        deliverAt("office1", NODE_AT_OFFICE);
        ip(lab().machine, "link set office0 up");
        ip(lab().machine, "link set cafe0 down");
        Roaming.await("registered at the office", () -> {
            advertise("office1", atOffice, "198.51.100.1");
            pause();
            return "198.51.100.1".equals(careOf().get("address"))
                    && "away".equals(lab().status().get("state"));
        });
        assertSpeaks();
    }

    /** What hears advertisements and replies does so on each link by itself; on all links alike hears the tunnel's socket at most. */
    private void isDeafToWhatComesOutOfTheTunnel() {
        List<PacketSockets.Row> ofIpv4 = PacketSockets.of(lab().machine).stream()
                .filter(row -> row.type().equals("0800"))
                .toList();
        List<String> links = ofIpv4.stream().map(PacketSockets.Row::link).toList();
        assertThat(links.stream().filter("0"::equals)).hasSizeLessThanOrEqualTo(1);
        assertThat(links.stream().filter(link -> !link.equals("0")))
                .containsExactlyInAnyOrder(
                        index("home0"),
                        index("home0"),
                        index("cafe0"),
                        index("cafe0"),
                        index("office0"),
                        index("office0"));
    }

    private String index(String link) {
        return Integer.toString(NetnsSupport.indexOf(lab().machine, link));
    }

    @Test
    void leavesNothingBehindWhenItEnds() throws IOException {
        own = Optional.of(started(directory));
        arriveAtCafe();
        isDeafToWhatComesOutOfTheTunnel();
        assertThat(ip(lab().machine, "neighbour show")).contains("192.0.2.1").contains("PERMANENT");
        assertThat(lab().terminate()).isEqualTo(143);
        assertThat(ip(lab().machine, "neighbour show")).doesNotContain("192.0.2.1");
        assertThat(ip(lab().machine, "rule show")).doesNotContain("5210");
        assertThat(ip(lab().machine, "route show table all")).doesNotContain("192.0.2.1");
    }

    @Test
    void startsCleanlyAfterACrash() throws IOException {
        own = Optional.of(started(directory));
        arriveAtCafe();
        lab().kill();
        ip(lab().machine, "link set cafe0 down");
        ip(lab().machine, "link set cafe0 up");
        ip(lab().machine, "neighbour replace 192.0.2.1 lladdr 02:66:66:66:66:66 dev cafe0 nud permanent protocol 78");
        lab().start();
        assertThat(ip(lab().machine, "neighbour show")).doesNotContain("02:66:66:66:66:66");
        arriveAtCafe();
        assertSpeaks();
    }
}
