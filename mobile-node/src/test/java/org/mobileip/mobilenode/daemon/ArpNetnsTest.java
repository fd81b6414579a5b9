package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** The mobile node and ARP, as tcpdump sees it: RFC 5944 §4.6, §4.2.1. */
@Tag("netns")
class ArpNetnsTest {

    private static final String NODE_AT_HOME = "02:00:00:00:01:01";
    private static final String NODE_AT_CAFE = "02:00:00:00:01:02";
    private static final String EVERYBODY = "ff:ff:ff:ff:ff:ff";

    @TempDir
    private static Path directory = Path.of("");

    private static Optional<Roaming> prepared = Optional.empty();

    /** One node for all tests but one: each finds it without a link. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        Roaming made = new Roaming(directory);
        prepared = Optional.of(made);
        made.start();
    }

    @AfterAll
    static void end() {
        prepared.ifPresent(Roaming::close);
    }

    @AfterEach
    void isNowhereAgain() {
        prepared.ifPresent(Roaming::leaveAllLinks);
    }

    private static Roaming started() {
        return prepared.orElseThrow();
    }

    private static void move(Roaming lab, Path directory, String link) {
        try {
            ControlClient.ask(directory.resolve("mobile-node.sock"), "move", link);
        } catch (ControlException refused) {
            throw new AssertionError(refused);
        }
        lab.awaitState("away");
    }

    /** Asks who has an address, as a neighbour with an address of that link would. */
    private static void whoHas(
            Roaming lab, String farEnd, String askingMac, String askingHex, String wantedHex, String to) {
        lab.send(
                farEnd,
                0x0806,
                MacAddress.parse(to),
                Octets.ofHex(
                        "0001 0800 06 04 0001" + askingMac.replace(":", "") + askingHex + "000000000000" + wantedHex));
    }

    private static Predicate<String> reply(String address, String mac) {
        return line -> line.contains("Reply " + address + " is-at " + mac);
    }

    private static boolean isGratuitous(String line) {
        return line.startsWith("1")
                && line.contains(NODE_AT_HOME + " > " + EVERYBODY)
                && (line.contains("who-has 10.10.0.57 tell 10.10.0.57")
                        || line.contains("who-has 10.10.0.57 (" + EVERYBODY + ") tell 10.10.0.57")
                        || line.contains("Announcement 10.10.0.57")
                        || line.contains("Reply 10.10.0.57 is-at " + NODE_AT_HOME));
    }

    private static boolean isRequestFrom(String line, String source) {
        return line.contains(source + ".") && line.contains("> 10.10.0.1.434");
    }

    @Test
    void answersAnnouncesItselfAndOnlyThenAsksWhenItComesHome() {
        Roaming lab = started();
        lab.cafeUp();
        lab.awaitState("away");
        ip(lab.machine, "link set cafe0 down");
        try (Tcpdump home = new Tcpdump(lab.world, "home1")) {
            lab.comeHome();
            int request = home.await("a request", 0, line -> isRequestFrom(line, "10.10.0.57"));
            int announced = home.await("a gratuitous ARP", 0, ArpNetnsTest::isGratuitous);
            assertThat(announced).isLessThan(request);
            whoHas(lab, "home1", "02:00:00:00:02:01", "0a0a0001", "0a0a0039", EVERYBODY);
            home.await("an answer", request, reply("10.10.0.57", NODE_AT_HOME));
            // Once more after 200 ms and after a second, each time as a request and as a reply.
            int last = announced;
            for (int more = 0; more < 5; more++) {
                last = home.await("gratuitous ARP " + more, last + 1, ArpNetnsTest::isGratuitous);
            }
            assertThat(home.secondsAt(last) - home.secondsAt(announced)).isBetween(0.9, 2.0);
        }
    }

    @Test
    void putsStaleNeighboursRightWithinASecond() {
        Roaming lab = started();
        lab.cafeUp();
        lab.awaitState("away");
        ip(lab.machine, "link set cafe0 down");
        // As if the home agent had answered for the node until now.
        ip(lab.world, "neighbour replace 10.10.0.57 lladdr 02:00:00:00:09:99 dev home1 nud stale");
        long before = System.nanoTime();
        ip(lab.machine, "link set home0 up");
        lab.advertise("home1");
        Roaming.await("a neighbour entry that is right", () -> ip(lab.world, "neighbour show dev home1")
                .contains("10.10.0.57 lladdr " + NODE_AT_HOME));
        assertThat((System.nanoTime() - before) / 1e9).isLessThan(1.5);
    }

    @Test
    void stopsAnsweringBeforeItRegistersFromElsewhere() {
        Roaming lab = started();
        lab.comeHome();
        lab.cafeUp();
        try (Tcpdump home = new Tcpdump(lab.world, "home1");
                Tcpdump cafe = new Tcpdump(lab.world, "cafe1")) {
            whoHas(lab, "home1", "02:00:00:00:02:01", "0a0a0001", "0a0a0039", EVERYBODY);
            home.await("an answer", 0, reply("10.10.0.57", NODE_AT_HOME));
            // The home link stays up: only the node's own silence keeps it from answering there.
            move(lab, directory, "cafe0");
            int request = cafe.await("a request", 0, line -> isRequestFrom(line, "192.0.2.44"));
            int from = home.lines().size();
            for (int i = 0; i < 5; i++) {
                whoHas(lab, "home1", "02:00:00:00:02:01", "0a0a0001", "0a0a0039", EVERYBODY);
            }
            whoHas(lab, "home1", "02:00:00:00:02:01", "0a0a0001", "0a0a0039", NODE_AT_HOME);
            home.await("all questions", from, line -> line.contains("> " + NODE_AT_HOME));
            aMoment();
            double asked = cafe.secondsAt(request);
            for (int i = 0; i < home.lines().size(); i++) {
                boolean isAnswer =
                        reply("10.10.0.57", NODE_AT_HOME).test(home.lines().get(i));
                assertThat(isAnswer && home.secondsAt(i) >= asked)
                        .as(home.lines().get(i))
                        .isFalse();
            }
        }
    }

    @Test
    void saysNothingOfItsHomeAddressOnAVisitedLinkButAnswersForItsCareOfAddress() {
        Roaming lab = started();
        lab.cafeUp();
        lab.awaitState("away");
        try (Tcpdump cafe = new Tcpdump(lab.world, "cafe1")) {
            whoHas(lab, "cafe1", "02:00:00:00:02:02", "c0000201", "0a0a0039", EVERYBODY);
            whoHas(lab, "cafe1", "02:00:00:00:02:02", "c0000201", "0a0a0039", NODE_AT_CAFE);
            whoHas(lab, "cafe1", "02:00:00:00:02:02", "c0000201", "c000022c", EVERYBODY);
            cafe.await("an answer for the care-of address", 0, reply("192.0.2.44", NODE_AT_CAFE));
            whoHas(lab, "cafe1", "02:00:00:00:02:02", "c0000201", "c000022c", NODE_AT_CAFE);
            whoHas(lab, "cafe1", "02:00:00:00:02:02", "c0000201", "0a0a0039", EVERYBODY);
            aMoment();
            assertThat(cafe.lines()).noneMatch(line -> line.contains("Reply 10.10.0.57"));
        }
    }

    @Test
    void neverAsksInTheNameOfItsHomeAddressOnAVisitedLink(@TempDir Path own) throws IOException {
        try (Roaming lab = new Roaming(own, """
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                [security]
                spi = 0x101
                key = "laptop.key"
                [tunnel]
                reverse = false
                """)) {
            lab.start();
            neverAsksInTheNameOfItsHomeAddressOnAVisitedLink(lab);
        }
    }

    private static void neverAsksInTheNameOfItsHomeAddressOnAVisitedLink(Roaming lab) {
        lab.cafeUp();
        lab.awaitState("away");
        ip(lab.machine, "neighbour flush dev cafe0");
        try (Tcpdump cafe = new Tcpdump(lab.world, "cafe1")) {
            // Without a reverse tunnel what comes from the home address leaves by the visited link.
            speak(lab, "10.10.0.57", "192.0.2.1");
            speak(lab, "10.10.0.57", "192.0.2.77");
            cafe.await("a question for the neighbour", 0, line -> line.contains("who-has 192.0.2.77"));
            aMoment();
            List<String> ours = cafe.lines().stream()
                    .filter(line -> line.contains(NODE_AT_CAFE + " > "))
                    .toList();
            assertThat(ours).isNotEmpty();
            assertThat(ours).noneMatch(line -> line.contains("tell 10.10.0.57") || line.contains("Reply 10.10.0.57"));
            assertThat(ours).anyMatch(line -> line.contains("who-has 192.0.2.77 tell 192.0.2.44"));
        }
    }

    @Test
    void followsNoRedirectsOnAVisitedLinkAndAsBeforeAtHome() {
        Roaming lab = started();
        lab.machine.run(() -> Sysctl.write("net/ipv4/conf/all/accept_redirects", "1"));
        lab.cafeUp();
        lab.awaitState("away");
        assertThat(redirects(lab, "all")).isEqualTo("0");
        assertThat(redirects(lab, "cafe0")).isEqualTo("0");
        ip(lab.machine, "link set cafe0 down");
        lab.comeHome();
        assertThat(redirects(lab, "all")).isEqualTo("1");
        assertThat(redirects(lab, "cafe0")).isEqualTo("1");
    }

    private static String redirects(Roaming lab, String link) {
        return lab.machine.call(() -> Sysctl.read("net/ipv4/conf/" + link + "/accept_redirects"));
    }

    /** One datagram to a port where nobody listens. */
    private static void speak(Roaming lab, String from, String to) {
        lab.machine.run(() -> {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
                socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(to, 9)));
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        });
    }

    /** Long enough for a kernel to have answered, if it would. */
    private static void aMoment() {
        long end = System.nanoTime() + 300_000_000L;
        Roaming.await("a moment later", () -> System.nanoTime() - end >= 0);
    }
}
