package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.wire.Netem;
import org.mobileip.testing.NetnsSupport;

/** What networks and links do to packets: hosts of several networks send datagrams to each other. */
@Tag("netns")
@Timeout(60)
final class WiringNetnsTest {

    private static final int TRIES = 10;

    /** On a machine with much else to do the quickest of a few is late too. */
    private static final int MOST_TRIES = 500;

    private static final int PORT = 4000;
    private static final double MILLI = 1e6;

    /** A host may ask by ARP before its cable carries, and asks again after a second. */
    private static final int PATIENCE_MILLIS = 3000;

    private static final int QUIET_MILLIS = 1000;

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    /** cn at home, a host in each of two slower networks, and one beside the first of them. */
    private static Scripts slowVillage() {
        return new Scripts()
                .network("home", "10.10.0.0/24")
                .slow("cafe", "192.0.2.0/24", 12)
                .slow("lte", "198.51.100.0/24", 35)
                .agent("ha", "home", "10.10.0.1")
                .mobile("mn", "10.10.0.57")
                .host("cn", "home", "10.10.0.200")
                .host("cup", "cafe", "192.0.2.9")
                .host("saucer", "cafe", "192.0.2.10")
                .host("phone", "lte", "198.51.100.9");
    }

    private static Plant build(Scenario scenario) throws WorldException {
        return Plant.build(scenario, AddressPlan.of(scenario), new Wiring(1, RunClock.start()));
    }

    private static DatagramSocket socket(Plant plant, String node) {
        return plant.machineOf(node).namespace().call(() -> {
            DatagramSocket socket = new DatagramSocket(PORT);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        });
    }

    /**
     * How long a datagram is on its way from one node to the other's address: the quickest of several, and of more while that is
     * longer than {@code most}.
     */
    private static double millis(Plant plant, String from, String to, String address, double most) throws IOException {
        try (DatagramSocket sender = socket(plant, from);
                DatagramSocket receiver = socket(plant, to)) {
            double quickest = Double.MAX_VALUE;
            for (int i = 0; i < TRIES || (quickest > most && i < MOST_TRIES); i++) {
                long sent = System.nanoTime();
                sender.send(new DatagramPacket(new byte[8], 8, InetAddress.getByName(address), PORT));
                receiver.receive(new DatagramPacket(new byte[8], 8));
                quickest = Math.min(quickest, (System.nanoTime() - sent) / MILLI);
            }
            return quickest;
        }
    }

    /** Checks that, and that it is no less than {@code least}. */
    private static void assertMillis(double least, double most, Plant plant, String from, String to, String address)
            throws IOException {
        assertThat(millis(plant, from, to, address, most))
                .as("from %s to %s", from, to)
                .isBetween(least, most);
    }

    private static int arrivalsOf(int count, Plant plant, String from, String to, String address) throws IOException {
        try (DatagramSocket sender = socket(plant, from);
                DatagramSocket receiver = socket(plant, to)) {
            for (int i = 0; i < count; i++) {
                sender.send(new DatagramPacket(new byte[8], 8, InetAddress.getByName(address), PORT));
            }
            receiver.setSoTimeout(QUIET_MILLIS);
            int arrived = 0;
            try {
                for (; arrived < 2 * count; arrived++) {
                    receiver.receive(new DatagramPacket(new byte[8], 8));
                }
            } catch (SocketTimeoutException noMore) {
                return arrived;
            }
            return arrived;
        }
    }

    @Test
    void aNetworksDelayIsOneWayBetweenItAndTheCore() throws Exception {
        try (Plant plant = build(slowVillage().end(0))) {
            assertMillis(11.9, 14.0, plant, "cn", "cup", "192.0.2.9");
            assertMillis(11.9, 14.0, plant, "cup", "cn", "10.10.0.200");
            assertMillis(34.9, 37.0, plant, "phone", "cn", "10.10.0.200");
            // Out of one and into the other; and within one.
            assertMillis(46.9, 50.0, plant, "phone", "cup", "192.0.2.9");
            assertMillis(0, 2, plant, "cup", "saucer", "192.0.2.10");
        }
    }

    @Test
    void onlyNetworksThatDoSomethingToPacketsHaveAWire() throws Exception {
        try (Plant plant = build(slowVillage().end(0))) {
            assertThat(plant.remarks()).isEmpty();
            assertThat(wireThreads()).containsExactlyInAnyOrder("wire network cafe", "wire network lte");
        }
        assertThat(wireThreads()).isEmpty();
        try (Plant plain = build(Scripts.village().end(0))) {
            assertThat(plain.nodes()).isEqualTo(3);
            assertThat(wireThreads()).isEmpty();
        }
    }

    private static List<String> wireThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("wire "))
                .toList();
    }

    @Test
    void delayLossRateNatAndMtuWorkTogether() throws Exception {
        LinkQuality poor = new LinkQuality(
                Optional.of(Duration.ofMillis(20)),
                Optional.of(Duration.ofMillis(5)),
                Optional.of(0.3),
                Optional.of(1_000_000L),
                OptionalInt.of(1280));
        Scenario scenario = new Scripts()
                .network("home", "10.10.0.0/24")
                .like(poor, "train", "192.168.1.0/24", true)
                .agent("ha", "home", "10.10.0.1")
                .mobile("mn", "10.10.0.57")
                .host("cn", "home", "10.10.0.200")
                .host("seat", "train", "192.168.1.9")
                .end(0);
        try (Plant plant = build(scenario);
                DatagramSocket seat = socket(plant, "seat");
                DatagramSocket cn = socket(plant, "cn")) {
            int arrived = 0;
            boolean lostSome = false;
            double quickest = Double.MAX_VALUE;
            for (int i = 0; i < 40; i++) {
                long sent = System.nanoTime();
                byte[] numbered = new byte[1000];
                numbered[0] = (byte) i;
                seat.send(new DatagramPacket(numbered, 1000, InetAddress.getByName("10.10.0.200"), PORT));
                DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
                try {
                    do { // One that was waited for too short is no answer to this one.
                        cn.receive(packet);
                        arrived++;
                    } while (packet.getData()[0] != i);
                    cn.setSoTimeout(100);
                    quickest = Math.min(quickest, (System.nanoTime() - sent) / MILLI);
                    assertThat(packet.getAddress().getHostAddress())
                            .isEqualTo(
                                    AddressPlan.of(scenario).routerEnd("train").toString());
                } catch (SocketTimeoutException lost) {
                    lostSome = true;
                }
            }
            assertThat(lostSome).isTrue();
            assertThat(arrived).as("of 40 with 30 %% loss").isBetween(18, 37);
            // 1028 octets at 1 Mbit/s take 8.2 ms, and then 20 ms, and up to 5 ms.
            assertThat(quickest).isBetween(28.1, 34.0);
            assertThat(ip(plant.machineOf("seat").namespace(), "link show train"))
                    .contains("mtu 1280");
        }
    }

    /** The numbers of what arrives of a volley to the host "end" of a network that is like this. */
    private static List<Integer> volleyInto(LinkQuality quality, long seed) throws Exception {
        Scenario scenario = new Scripts()
                .network("home", "10.10.0.0/24")
                .like(quality, "odd", "192.0.2.0/24", false)
                .agent("ha", "home", "10.10.0.1")
                .mobile("mn", "10.10.0.57")
                .host("cn", "home", "10.10.0.200")
                .host("end", "odd", "192.0.2.9")
                .end(0);
        List<Integer> arrived = new ArrayList<>();
        try (Plant plant = Plant.build(scenario, AddressPlan.of(scenario), new Wiring(seed, RunClock.start()));
                DatagramSocket cn = socket(plant, "cn");
                DatagramSocket end = socket(plant, "end")) {
            for (int number = 0; number < 200; number++) {
                byte[] payload = {(byte) number};
                cn.send(new DatagramPacket(payload, 1, InetAddress.getByName("192.0.2.9"), PORT));
            }
            DatagramPacket packet = new DatagramPacket(new byte[1], 1);
            while (true) {
                end.receive(packet);
                arrived.add(packet.getData()[0] & 0xff);
                end.setSoTimeout(QUIET_MILLIS);
            }
        } catch (SocketTimeoutException noMore) {
            return arrived;
        }
    }

    @Test
    void duplicatesAndReordersTheSamePacketsForTheSameSeedAndOthersForAnother() throws Exception {
        LinkQuality odd = new LinkQuality(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(0.1),
                Optional.of(0.1));
        List<Integer> arrived = volleyInto(odd, 1);
        assertThat(arrived.stream().distinct()).as("none is lost").hasSize(200);
        assertThat(arrived).as("one in ten arrives twice").hasSizeBetween(205, 240);
        assertThat(arrived).as("not in order").isNotEqualTo(sorted(arrived));
        assertThat(sorted(volleyInto(odd, 1))).isEqualTo(sorted(arrived));
        assertThat(sorted(volleyInto(odd, 2))).isNotEqualTo(sorted(arrived));
    }

    private static List<Integer> sorted(List<Integer> numbers) {
        return numbers.stream().sorted().toList();
    }

    @Test
    void aLinkIsPerfectUntilItIsChanged() throws Exception {
        Scenario scenario = slowVillage()
                .at(0, new Action.ChangeLink("cup", "cafe", new LinkChange.Loss(1)))
                .end(0);
        try (Plant plant = build(scenario)) {
            assertMillis(11.9, 14.0, plant, "cn", "cup", "192.0.2.9");

            plant.changeLink("cup", "cafe", new LinkChange.Delay(Duration.ofMillis(30)));
            // Its network's delay comes on top, a neighbour has only the link before it, and the neighbour's own is as
            // it was.
            assertMillis(41.9, 45.0, plant, "cn", "cup", "192.0.2.9");
            assertMillis(29.9, 33.0, plant, "saucer", "cup", "192.0.2.9");
            assertMillis(11.9, 14.0, plant, "cn", "saucer", "192.0.2.10");

            plant.changeLink("cup", "cafe", new LinkChange.Loss(1));
            assertThat(arrivalsOf(20, plant, "cn", "cup", "192.0.2.9")).isZero();
            plant.changeLink("cup", "cafe", new LinkChange.Loss(0));
            assertThat(arrivalsOf(20, plant, "cn", "cup", "192.0.2.9")).isEqualTo(20);
        }
    }

    /** Where the kernel has it; machines that have may be slow ones, so only the least is looked at closely. */
    @Test
    void theKernelDoesTheSameWhereItHasNetem() throws Exception {
        assumeTrue(Netem.obstacle().isEmpty(), "this kernel has no netem");
        Scenario scenario = slowVillage()
                .at(0, new Action.ChangeLink("cup", "cafe", new LinkChange.Loss(1)))
                .end(0);
        try (Plant plant = Plant.build(scenario, AddressPlan.of(scenario), new Wiring(1, RunClock.start(), true))) {
            assertMillis(11.9, 30.0, plant, "cn", "cup", "192.0.2.9");
            assertMillis(46.9, 80.0, plant, "phone", "cup", "192.0.2.9");
            assertThat(wireThreads()).isEmpty();

            plant.changeLink("cup", "cafe", new LinkChange.Delay(Duration.ofMillis(30)));
            assertMillis(41.9, 70.0, plant, "cn", "cup", "192.0.2.9");
            plant.changeLink("cup", "cafe", new LinkChange.Loss(1));
            assertThat(arrivalsOf(20, plant, "cn", "cup", "192.0.2.9")).isZero();
            plant.changeLink("cup", "cafe", new LinkChange.Loss(0));
            assertThat(arrivalsOf(20, plant, "cn", "cup", "192.0.2.9")).isEqualTo(20);
        }
    }

    @Test
    void aLinkThatIsChangedIsStillACableThatCanBePulled() throws Exception {
        Scenario scenario = slowVillage()
                .at(0, new Action.ChangeLink("mn", "cafe", new LinkChange.Loss(0)))
                .end(0);
        try (Plant plant = build(scenario)) {
            assertThat(ip(plant.machineOf("mn").namespace(), "-o link show dev cafe"))
                    .contains("NO-CARRIER");
            Roamer roamer = plant.roamer("mn");
            for (int round = 0; round < 3; round++) {
                roamer.leaveAllBut("cafe");
                roamer.join("cafe");
                assertThat(ip(plant.machineOf("mn").namespace(), "-o link show dev cafe"))
                        .contains("LOWER_UP");
                assertMillis(11.9, 14.0, plant, "mn", "cn", "10.10.0.200");
                roamer.leaveAllBut("home");
                assertThat(ip(plant.machineOf("mn").namespace(), "-o link show dev cafe"))
                        .contains("NO-CARRIER");
            }
        }
    }
}
