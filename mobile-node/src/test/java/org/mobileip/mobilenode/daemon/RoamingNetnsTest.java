package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** The daemon as a process, on real links, against a home agent that this project's product code has no part in. */
@Tag("netns")
class RoamingNetnsTest {

    /** So often may something be slower than it is when nothing else has the processors. */
    private static final int TRIALS = 3;

    @TempDir
    private static Path sharedDirectory = Path.of("");

    private static Optional<Roaming> shared = Optional.empty();

    @TempDir
    private Path directory = Path.of("");

    private Optional<Roaming> own = Optional.empty();

    /** A node that has rehearsed, for all tests that neither end it nor look at its very first registration. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        Roaming made = new Roaming(sharedDirectory);
        shared = Optional.of(made);
        made.rehearse();
        made.start();
    }

    @AfterAll
    static void end() {
        shared.ifPresent(Roaming::close);
    }

    @AfterEach
    void isNowhereAgain() {
        own.ifPresentOrElse(Roaming::close, () -> shared.ifPresent(Roaming::leaveAllLinks));
    }

    /** A node of this test alone. */
    private Roaming ownRoaming() throws IOException {
        Roaming made = new Roaming(directory);
        own = Optional.of(made);
        return made;
    }

    private Roaming roaming() {
        return own.or(() -> shared).orElseThrow();
    }

    private static Ipv4 careOf(ScriptedAgent.Arrival arrival) {
        assertThat(arrival.request().isAuthentic()).isTrue();
        return arrival.request().careOf();
    }

    private void awaitState(String state) {
        roaming().awaitState(state);
    }

    @Test
    void registersAtTheCafeAndAgainAtTheOfficeWithinMilliseconds() throws IOException {
        Roaming lab = ownRoaming();
        lab.rehearse();
        lab.start();
        double slower = slowerOfCafeAndOffice(lab, 0);
        for (int again = 1;
                again < TRIALS && slower >= 100;
                again++) { // Others' tests have the processors now and then.
            lab.leaveAllLinks();
            slower = slowerOfCafeAndOffice(lab, again);
        }
        assertThat(slower).isLessThan(100);
        assertThat(lab.log()).anyMatch(line -> line.contains("registration-accepted care-of=198.51.100."));
    }

    /** With addresses that are others each time: one care-of address is asked for once a second at most. */
    private double slowerOfCafeAndOffice(Roaming lab, int trial) {
        Ipv4 cafe = new Ipv4(Ipv4.parse("192.0.2.44").bits() + trial);
        Ipv4 office = new Ipv4(Ipv4.parse("198.51.100.23").bits() + trial);
        try (PacketCapture atCafe = lab.capture("cafe1");
                PacketCapture atOffice = lab.capture("office1")) {
            ip(lab.machine, "link set cafe0 up");
            ip(lab.machine, "address add " + cafe + "/24 dev cafe0");
            double first = millisFromRouteToRequest("cafe0", "192.0.2.1", atCafe);
            assertThat(careOf(lab.agent.next())).isEqualTo(cafe);
            awaitState("away");
            lab.agent.forgetArrivals();
            ip(lab.machine, "link set office0 up");
            ip(lab.machine, "address add " + office + "/24 dev office0");
            ip(lab.machine, "link set cafe0 down");
            double second = millisFromRouteToRequest("office0", "198.51.100.1", atOffice);
            assertThat(careOf(lab.agent.next())).isEqualTo(office);
            awaitState("away");
            System.err.printf("from route to request on the wire: %.2f ms, then %.2f ms%n", first, second);
            return Math.max(first, second);
        }
    }

    /** From just before the kernel is given the route until a request, or the ARP request before it, is on the link. */
    private double millisFromRouteToRequest(String link, String router, PacketCapture farEnd) {
        while (farEnd.receive().isPresent()) {
            Thread.onSpinWait();
        }
        Roaming lab = roaming();
        int index = NetnsSupport.indexOf(lab.machine, link);
        Route route = new Route(
                Ipv4Prefix.ALL, Optional.of(Ipv4.parse(router)), index, Optional.empty(), Route.TABLE_MAIN, 4, 0);
        long before = lab.machine.call(() -> {
            try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
                Instant now = Instant.now();
                network.putRoute(route);
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }
        });
        long[] seen = new long[1];
        Roaming.await("a frame from the mobile node", () -> {
            Optional<PacketCapture.Frame> frame = farEnd.receive();
            frame.filter(each -> !each.isOutgoing() && isArpOrUdp(each.octets()))
                    .ifPresent(each -> seen[0] = each.atNanos());
            return seen[0] != 0;
        });
        return (seen[0] - before) / 1e6;
    }

    private static boolean isArpOrUdp(Octets frame) {
        int type = frame.u16(12);
        return type == 0x0806 || (type == 0x0800 && frame.u8(23) == 17);
    }

    @Test
    void asksAgainEverMoreRarelyWhileTheHomeAgentIsSilent() {
        Roaming lab = roaming();
        lab.agent.keepSilent(true);
        lab.cafeUp();
        long first = lab.agent.next().nanos();
        long second = lab.agent.next().nanos();
        long third = lab.agent.next().nanos();
        assertThat((second - first) / 1e9).isBetween(0.9, 1.4);
        assertThat((third - second) / 1e9).isBetween(1.9, 2.4);
        lab.agent.keepSilent(false);
        lab.agent.next();
        awaitState("away");
    }

    @Test
    void putsBackARuleARouteAndAnAddressThatAnotherProgramTookAway() {
        Roaming lab = roaming();
        lab.cafeUp();
        awaitState("away");
        assertThat(restored(
                        "rule del priority 5204", () -> ip(lab.machine, "rule").contains("5204:")))
                .isTrue();
        assertThat(restored("route flush table 5210", () -> ip(lab.machine, "route show table 5210")
                        .contains("mip0")))
                .isTrue();
        assertThat(restored(
                        "address del 10.10.0.57/32 dev mip0",
                        () -> ip(lab.machine, "address show dev mip0").contains("10.10.0.57/32")
                                && ip(lab.machine, "route show table 5210").contains("src 10.10.0.57")))
                .isTrue();
        assertThat(lab.log()).anyMatch(line -> line.contains("rule-restored"));
    }

    /** Within 100 ms and what it takes to look; once of a few times, for others' tests have the processors now and then. */
    private boolean restored(String removal, BooleanSupplier isThere) {
        double millis = 200;
        for (int trial = 0; trial < TRIALS && millis >= 200; trial++) {
            ip(roaming().machine, removal);
            long start = System.nanoTime();
            Roaming.await("restored after " + removal, isThere);
            millis = (System.nanoTime() - start) / 1e6;
            System.err.printf("restored after \"ip %s\" in at most %.1f ms%n", removal, millis);
        }
        return millis < 200;
    }

    @Test
    void leavesNothingBehindAndDeregistersOnSigterm() throws IOException {
        Roaming lab = ownRoaming();
        lab.start();
        lab.cafeUp();
        awaitState("away");
        lab.agent.next();
        assertThat(arpIgnore("cafe0")).isEqualTo("1");
        assertThat(lab.terminate()).isEqualTo(143);
        ScriptedAgent.Arrival farewell = lab.agent.nextWithLifetime(0);
        assertThat(farewell.request().careOf()).isEqualTo(Ipv4.parse("10.10.0.57"));
        assertThat(farewell.from()).isEqualTo("192.0.2.44");
        assertNothingOfOurs();
        assertThat(arpIgnore("cafe0")).isEqualTo("0");
        assertThat(ip(lab.machine, "link")).doesNotContain("mip0");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as("what the next start needs, and what was there")
                    .containsExactlyInAnyOrder("laptop.key", "mobile-node.toml", "mobile-node.sock.state");
        }
    }

    private void assertNothingOfOurs() {
        Roaming lab = roaming();
        lab.machine.run(() -> {
            try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
                assertThat(network.rules()).extracting(Rule::protocol).doesNotContain(78);
                assertThat(network.routes()).extracting(Route::protocol).doesNotContain(78);
                assertThat(network.addresses())
                        .noneMatch(address -> address.address().address().equals(Ipv4.parse("10.10.0.57")));
            }
        });
    }

    private String arpIgnore(String link) {
        return roaming().machine.call(() -> Sysctl.read("net/ipv4/conf/" + link + "/arp_ignore"));
    }

    @Test
    void takesAwayExactlyItsOwnThingsAfterAKill() throws IOException {
        Roaming lab = ownRoaming();
        lab.start();
        roaming().comeHome();
        ip(lab.machine, "rule add priority 5300 from 203.0.113.0/24 lookup main protocol 99");
        ip(lab.machine, "route add 203.0.113.0/24 dev home0 protocol 99");
        lab.kill();
        assertThat(ip(lab.machine, "address show dev home0")).contains("10.10.0.57/24");
        ip(lab.machine, "link set home0 down");
        ip(lab.machine, "link set home0 up");
        lab.start();
        assertThat(ip(lab.machine, "address show dev home0")).doesNotContain("10.10.0.57/24");
        assertThat(ip(lab.machine, "rule")).contains("5300:");
        lab.cafeUp();
        awaitState("away");
        lab.kill();
        assertThat(ip(lab.machine, "rule")).contains("5204:");
        assertThat(arpIgnore("cafe0")).isEqualTo("1");
        lab.start();
        awaitState("away");
        assertThat(lab.terminate()).isEqualTo(143);
        assertNothingOfOurs();
        assertThat(ip(lab.machine, "rule")).contains("5300:");
        assertThat(arpIgnore("cafe0")).isEqualTo("0");
    }

    private static final String WAY_FROM_HOME = "route get 203.0.113.9 from 10.10.0.57";

    @Test
    void comesHomeWhereItsAgentIsHeardAndLeavesAgain() {
        Roaming lab = roaming();
        lab.cafeUp();
        awaitState("away");
        lab.agent.next();
        ip(lab.machine, "link set cafe0 down");
        try (PacketCapture atHome = lab.capture("home1")) {
            roaming().comeHome();
            ScriptedAgent.Arrival farewell = lab.agent.nextWithLifetime(0);
            assertThat(farewell.from()).isEqualTo("10.10.0.57");
            assertThat(isGratuitousArpBeforeRequest(atHome)).isTrue();
        }
        assertThat(ip(lab.machine, "address show dev home0")).contains("10.10.0.57/24");
        assertThat(ip(lab.machine, "route")).contains("default via 10.10.0.1 dev home0 proto 78 src 10.10.0.57");
        assertThat(ip(lab.machine, "rule")).doesNotContain("5203:", "5204:");
        assertThat(ip(lab.machine, WAY_FROM_HOME)).contains("via 10.10.0.1 dev home0");
        assertThat(arpIgnore("home0")).isEqualTo("0");
        assertThat(ip(lab.world, "neighbour show dev home1")).contains("10.10.0.57 lladdr 02:00:00:00:01:01");
        ip(lab.machine, "link set home0 down");
        ip(lab.machine, "link set cafe0 up");
        ip(lab.machine, "route append default via 192.0.2.1 dev cafe0");
        assertThat(ip(lab.machine, WAY_FROM_HOME)).contains("dev mip0");
        assertThat(careOf(lab.agent.next())).isEqualTo(Ipv4.parse("192.0.2.44"));
        awaitState("away");
        assertThat(ip(lab.machine, "address show dev home0")).doesNotContain("10.10.0.57");
    }

    private static boolean isGratuitousArpBeforeRequest(PacketCapture link) {
        boolean isAnnounced = false;
        while (true) {
            Optional<PacketCapture.Frame> frame = link.receive();
            if (frame.isEmpty()) {
                return false;
            }
            Octets octets = frame.get().octets();
            boolean isArp = octets.u16(12) == 0x0806;
            isAnnounced |= isArp && octets.ipv4(28).equals(octets.ipv4(38));
            if (octets.u16(12) == 0x0800 && octets.u8(23) == 17) {
                return isAnnounced;
            }
        }
    }
}
