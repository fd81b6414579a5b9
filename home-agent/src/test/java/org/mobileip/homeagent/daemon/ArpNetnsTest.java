package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENTS_MAC;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.HOSTS_MAC;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOPS_MAC;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.homeagent.daemon.HomeLab.ask;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/**
 * ARP on the home link as tcpdump at a host sees it, and that host's own cache: a stale one must be right again within a
 * second of every change of hands (RFC 5944 §4.6).
 */
@Tag("netns")
class ArpNetnsTest {

    private static final int SECOND = 1000;
    private static final Ipv4 HOME = Ipv4.parse(LAPTOP);

    /** Octets as {@code tcpdump -xx} prints them: {@code 0x0000:  ffff ffff ffff 0200 0000 0001 0806 0001}. */
    private static final Pattern OCTETS = Pattern.compile("\\s+0x([0-9a-f]{4}):\\s+((?:[0-9a-f]{2,4} ?)+).*");

    /** An ARP packet in its frame, by the diagram of RFC 826; {@code operation} 1 asks, 2 answers. */
    private record Sighting(String to, String from, int operation, String senderMac, Ipv4 sender, Ipv4 target) {
        static Sighting of(Octets frame) {
            return new Sighting(
                    mac(frame, 0), mac(frame, 6), frame.u16(20), mac(frame, 22), frame.ipv4(28), frame.ipv4(38));
        }

        private static String mac(Octets frame, int at) {
            return new MacAddress(frame.i64(at) >>> 16).toString();
        }
    }

    @TempDir
    private static Path directory = Path.of("");

    private static final List<Sighting> SIGHTINGS = new ArrayList<>();
    private static final StringBuilder FRAME = new StringBuilder();
    private static Optional<HomeLab> prepared = Optional.empty();
    private static Optional<Process> tcpdump = Optional.empty();

    /** One home agent and one tcpdump for all tests: each finds the laptop at home, and nobody talking of it. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        HomeLab lab = new HomeLab(directory);
        prepared = Optional.of(lab);
        lab.start();
        Process process = lab.host.startTied(
                new ProcessBuilder("tcpdump", "-n", "-xx", "-l", "--immediate-mode", "-i", "eth0", "arp"));
        tcpdump = Optional.of(process);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); !String.valueOf(line).contains("listening on"); line = err.readLine()) {
            assertThat(line).as("tcpdump").isNotNull();
        }
        Thread reader = new Thread(() -> process.inputReader().lines().forEach(ArpNetnsTest::seen), "tcpdump");
        reader.setDaemon(true);
        reader.start();
    }

    @AfterAll
    static void end() {
        tcpdump.ifPresent(Process::destroyForcibly);
        prepared.ifPresent(HomeLab::close);
    }

    @AfterEach
    void isAtHomeAgain() {
        forgetSightings();
        if (lab().bringTheLaptopHome()) {
            HomeLab.await(
                    "three announcements", () -> announcements(LAPTOPS_MAC).size() == 3);
        }
        ip(lab().host, "neighbour flush dev eth0");
        forgetSightings();
    }

    private static HomeLab lab() {
        return prepared.orElseThrow();
    }

    /** A frame is whole when its 42 octets are there; the lines of the next begin at 0 again. */
    private static synchronized void seen(String line) {
        Matcher octets = OCTETS.matcher(line);
        if (!octets.matches()) {
            return;
        }
        if (octets.group(1).equals("0000")) {
            FRAME.setLength(0);
        }
        FRAME.append(octets.group(2));
        Octets soFar = Octets.ofHex(FRAME.toString());
        if (soFar.size() == 42) {
            Sighting sighting = Sighting.of(soFar);
            if (sighting.target().equals(HOME) || sighting.sender().equals(HOME)) {
                SIGHTINGS.add(sighting);
            }
        }
    }

    private static synchronized List<Sighting> sightings() {
        return List.copyOf(SIGHTINGS);
    }

    private static synchronized void forgetSightings() {
        SIGHTINGS.clear();
    }

    /** ARP-01, -02, -03, -05: a node that was at home leaves, and who talked to it goes on talking. */
    @Test
    void takesOverFromANodeThatLeaves() {
        HomeLab lab = lab();
        assertThat(reaches(lab)).as("at home").isTrue();
        assertThat(cache(lab)).isEqualTo(LAPTOPS_MAC.toString());
        forgetSightings();
        leaveAndRegister(CAFE);
        long millis =
                HomeLab.await("the host sends to the agent", () -> cache(lab).equals(AGENTS_MAC.toString()));
        assertThat(millis).isLessThan(SECOND);
        long reached = timeUntilTunnelled(lab, CAFE);
        assertThat(reached).isLessThan(SECOND);
        HomeLab.await("three announcements", () -> announcements(AGENTS_MAC).size() == 3);
        rest(1500);
        assertThat(announcements(AGENTS_MAC)).as("three and no more").hasSize(3);
    }

    /** ARP-01: whoever asks is told the agent's address, him alone. */
    @Test
    void answersForANodeThatIsAway() {
        HomeLab lab = lab();
        leaveAndRegister(CAFE);
        HomeLab.await("three announcements", () -> announcements(AGENTS_MAC).size() == 3);
        forgetSightings();
        ip(lab.host, "neighbour flush dev eth0");
        timeUntilTunnelled(lab, CAFE);
        HomeLab.await("an answer", () -> answers().size() >= 1);
        assertThat(answers())
                .containsOnly(new Sighting(
                        HOSTS_MAC.toString(),
                        AGENTS_MAC.toString(),
                        2,
                        AGENTS_MAC.toString(),
                        HOME,
                        Ipv4.parse("10.10.0.200")));
        assertThat(cache(lab)).isEqualTo(AGENTS_MAC.toString());
    }

    /** ARP-06 and ARP-07, ARP-09: a renewal, a move and every refusal leave ARP as it is. */
    @Test
    void saysNothingWhenNothingChangesHands() {
        HomeLab lab = lab();
        PlainNode wrongKey = new PlainNode(LAPTOP, HomeLab.AGENT, 0x101, "8765432187654321");
        try (DatagramSocket socket = lab.socket(lab.internet, CAFE)) {
            assertThat(ask(socket, HomeLab.UPLINK, wrongKey.request(CAFE, 60))).isEmpty();
            assertThat(lab.node.codeOf(ask(socket, HomeLab.UPLINK, lab.node.request(HomeLab.AGENT, 60))
                            .orElseThrow()
                            .octets()))
                    .isEqualTo(134);
        }
        rest(300);
        assertThat(announcements(AGENTS_MAC))
                .as("ARP-07, a refusal of a node at home")
                .isEmpty();
        assertThat(reaches(lab)).isTrue();
        assertThat(cache(lab)).isEqualTo(LAPTOPS_MAC.toString());
        leaveAndRegister(CAFE);
        HomeLab.await("three announcements", () -> announcements(AGENTS_MAC).size() == 3);
        forgetSightings();
        assertThat(lab.register(CAFE, 60)).isZero();
        assertThat(lab.register(TRAIN, 60)).isZero();
        int reserved = PlainNode.CO_LOCATED | 1;
        try (DatagramSocket socket = lab.socket(lab.internet, TRAIN)) {
            Octets refused = lab.node.request(LAPTOP, 0, reserved, lab.node.timestamp(), Ipv4.parse(HomeLab.AGENT));
            assertThat(lab.node.codeOf(
                            ask(socket, HomeLab.UPLINK, refused).orElseThrow().octets()))
                    .isEqualTo(134);
        }
        rest(1200);
        assertThat(announcements(AGENTS_MAC)).isEmpty();
        assertThat(announcements(LAPTOPS_MAC)).isEmpty();
        ip(lab.host, "neighbour flush dev eth0");
        assertThat(timeUntilTunnelled(lab, TRAIN))
                .as("ARP-09, still answered for")
                .isLessThan(3L * SECOND);
    }

    /** ARP-08, ARP-18: a node comes home; the agent stops answering, then says where the node is, in its own frames. */
    @Test
    void handsBackToANodeThatComesHome() {
        HomeLab lab = lab();
        assertThat(reaches(lab)).isTrue();
        leaveAndRegister(CAFE);
        HomeLab.await("three announcements", () -> announcements(AGENTS_MAC).size() == 3);
        assertThat(cache(lab)).isEqualTo(AGENTS_MAC.toString());
        forgetSightings();
        comeHome(lab);
        long millis =
                HomeLab.await("the host sends to the node", () -> cache(lab).equals(LAPTOPS_MAC.toString()));
        assertThat(millis).isLessThan(SECOND);
        assertThat(reaches(lab)).isTrue();
        HomeLab.await("three announcements", () -> announcements(LAPTOPS_MAC).size() == 3);
        ip(lab.host, "neighbour flush dev eth0");
        forgetSightings();
        assertThat(reaches(lab)).isTrue();
        rest(300);
        assertThat(answers()).isNotEmpty().allMatch(seen -> seen.from().equals(LAPTOPS_MAC.toString()));
        rest(1500);
        assertThat(announcements(LAPTOPS_MAC)).as("no more").isEmpty();
    }

    /** ARP-10: nobody knows where the node is: nothing is announced, and nobody answers. */
    @Test
    void fallsSilentWhenTheLastBindingExpires() {
        HomeLab lab = lab();
        ip(lab.laptop, "link set eth0 down");
        assertThat(lab.register(CAFE, 3)).isZero();
        HomeLab.await("three announcements", () -> announcements(AGENTS_MAC).size() == 3);
        HomeLab.await("the end of the lifetime", () -> Integer.valueOf(0)
                .equals(lab.status().get("bindings")));
        forgetSightings();
        ip(lab.host, "neighbour flush dev eth0");
        speak(lab);
        rest(1200);
        assertThat(answers()).isEmpty();
        assertThat(announcements(AGENTS_MAC)).isEmpty();
        assertThat(sightings()).as("the host did ask").isNotEmpty();
    }

    /** T18: somebody else says that he has the address; people are told. */
    @Test
    void tellsOfAnImpostor() {
        HomeLab lab = lab();
        leaveAndRegister(CAFE);
        announceFrom(lab, HOSTS_MAC, "host");
        HomeLab.await("a word about it", () -> lab.log().stream()
                .anyMatch(line -> line.contains("home-address-claimed home=10.10.0.57 by=" + HOSTS_MAC)));
        assertThat(String.valueOf(lab.status().get("events"))).contains("10.10.0.57 is claimed by " + HOSTS_MAC);
    }

    private static void leaveAndRegister(String careOf) {
        ip(lab().laptop, "link set eth0 down");
        assertThat(lab().register(careOf, 60)).isZero();
    }

    /** As §4.6 has it: answer ARP again, announce, deregister from the home address on the home link. */
    private static void comeHome(HomeLab lab) {
        ip(lab.laptop, "link set eth0 up");
        announceFrom(lab, LAPTOPS_MAC, "laptop");
        try (DatagramSocket socket = lab.socket(lab.laptop, LAPTOP)) {
            HomeLab.Answer answer =
                    ask(socket, HomeLab.AGENT, lab.node.request(LAPTOP, 0)).orElseThrow();
            assertThat(lab.node.codeOf(answer.octets())).isZero();
        }
    }

    /** A gratuitous ARP for the laptop's address, after RFC 826. */
    private static void announceFrom(HomeLab lab, MacAddress mac, String machine) {
        var namespace = machine.equals("host") ? lab.host : lab.laptop;
        int index = NetnsSupport.indexOf(namespace, "eth0");
        String digits = mac.toString().replace(":", "");
        Octets frame = Octets.ofHex("ffffffffffff" + digits + "0806" + "0001080006040001" + digits + "0a0a0039"
                + "000000000000" + "0a0a0039");
        try (PacketSocket socket = namespace.call(() -> PacketSocket.open(
                index, PacketSocket.ETHERTYPE_ARP, PacketSocket.Kind.RAW, PacketSocket.Options.PLAIN))) {
            socket.send(index, MacAddress.BROADCAST, frame);
        }
    }

    /** What the host believes the laptop's Ethernet address to be. */
    private static String cache(HomeLab lab) {
        Matcher entry = Pattern.compile("lladdr (\\S+)").matcher(ip(lab.host, "neighbour show " + LAPTOP));
        return entry.find() ? entry.group(1) : "nothing";
    }

    /** Whether the laptop itself hears the host, at home. */
    private static boolean reaches(HomeLab lab) {
        try (DatagramSocket ear = lab.socket(lab.laptop, LAPTOP)) {
            ear.setSoTimeout(1000);
            DatagramSocket mouth = lab.socket(lab.host, "10.10.0.200");
            DatagramPacket word = new DatagramPacket(new byte[1], 1, InetAddress.getByName(LAPTOP), ear.getLocalPort());
            mouth.send(word);
            ear.receive(new DatagramPacket(new byte[10], 10));
            return true;
        } catch (IOException silence) {
            return false;
        }
    }

    private static void speak(HomeLab lab) {
        HomeLab.send(lab.socket(lab.host, "10.10.0.200"), LAPTOP, Octets.ofHex("00"));
    }

    /** How long until what the host sends to the laptop arrives at its care-of address, in milliseconds. */
    private static long timeUntilTunnelled(HomeLab lab, String careOf) {
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            DatagramSocket mouth = lab.socket(lab.host, "10.10.0.200");
            return HomeLab.await("a datagram at " + careOf, () -> {
                HomeLab.send(mouth, LAPTOP, Octets.ofHex("00"));
                LockSupport.parkNanos(1_000_000);
                return capture.receive()
                        .filter(frame -> !frame.isOutgoing() && frame.octets().u16(12) == 0x0800)
                        .map(frame -> frame.octets().slice(14))
                        .filter(packet -> packet.u8(9) == 4 && packet.ipv4(16).equals(Ipv4.parse(careOf)))
                        .isPresent();
            });
        }
    }

    /** Gratuitous ARP, broadcast by the agent, that says the laptop is at {@code mac}. */
    private static List<Sighting> announcements(MacAddress mac) {
        return sightings().stream()
                .filter(seen -> seen.sender().equals(HOME) && seen.target().equals(HOME))
                .filter(seen -> seen.from().equals(AGENTS_MAC.toString()))
                .filter(seen -> seen.to().equals(MacAddress.BROADCAST.toString()))
                .filter(seen -> seen.senderMac().equals(mac.toString()))
                .toList();
    }

    private static List<Sighting> answers() {
        return sightings().stream().filter(seen -> seen.operation() == 2).toList();
    }

    /** Time for what must not happen. */
    private static void rest(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
