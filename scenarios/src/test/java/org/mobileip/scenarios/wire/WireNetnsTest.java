package org.mobileip.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.testing.NetnsSupport;

/** a 10.1.0.1 eth0 -- left [wire] right -- eth0 10.1.0.2 b, with the neighbours known. */
@Tag("netns")
@Tag("alone")
@Timeout(120)
final class WireNetnsTest {

    private static final Endpoint A = new Endpoint(Ipv4.parse("10.1.0.1"), 7000);
    private static final Endpoint B = new Endpoint(Ipv4.parse("10.1.0.2"), 7000);

    private final RunClock clock = RunClock.start();
    private NetworkNamespace a;
    private NetworkNamespace between;
    private NetworkNamespace b;

    /** A datagram that arrived: its number and its moment. */
    private record Arrival(int number, long nanos) {}

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        a = NetworkNamespace.create("a");
        between = NetworkNamespace.create("between");
        between.disableIpv6();
        b = NetworkNamespace.create("b");
        connect(a, "left", "10.1.0.1", "02:00:00:00:00:0a", "10.1.0.2", "02:00:00:00:00:0b");
        connect(b, "right", "10.1.0.2", "02:00:00:00:00:0b", "10.1.0.1", "02:00:00:00:00:0a");
    }

    private void connect(
            NetworkNamespace end, String wireEnd, String address, String mac, String peer, String peerMac) {
        end.disableIpv6();
        ip(end, "link add eth0 address " + mac + " type veth peer name " + wireEnd + " netns " + between.path());
        ip(end, "address add " + address + "/24 dev eth0");
        ip(end, "link set eth0 up");
        ip(between, "link set " + wireEnd + " up");
        ip(end, "neigh add " + peer + " lladdr " + peerMac + " dev eth0");
        takeOffloadsOff(end, "eth0");
        takeOffloadsOff(between, wireEnd);
    }

    private static void takeOffloadsOff(NetworkNamespace namespace, String name) {
        try (VirtualLinks links = new VirtualLinks(namespace)) {
            links.takeOffloadsOff(name);
        }
    }

    @AfterEach
    void close() {
        if (a != null) {
            a.close();
            between.close();
            b.close();
        }
    }

    private Wire wire(Impairment impairment, long seed) {
        return Wire.connect("test", new Wire.Ends(between, "left", "right"), impairment, seed, clock);
    }

    private ProbeSocket socket(NetworkNamespace namespace, Endpoint local) {
        return namespace.call(() -> ProbeSocket.udp(local, 8 << 20));
    }

    private static long send(ProbeSocket from, Endpoint to, int number, int size) {
        NativeBuffer buffer = NativeBuffer.allocate(size);
        buffer.inNetworkOrder().putInt(0, number);
        long now = System.nanoTime();
        assertThat(from.send(buffer, 0, size, to)).isEqualTo(size);
        return now;
    }

    private List<Arrival> arrivals(ProbeSocket at, long quietMillis) {
        List<Arrival> arrivals = new ArrayList<>();
        NativeBuffer buffer = NativeBuffer.allocate(2000);
        while (new PollSet(at.fd()).await((int) quietMillis)) {
            if (at.receive(buffer, 0, 2000) >= 0) {
                arrivals.add(new Arrival(buffer.inNetworkOrder().getInt(0), clock.ofWall(at.receivedAtNanos())));
            }
        }
        return arrivals;
    }

    /** What arrives of {@code count} datagrams sent at once. */
    private List<Arrival> volley(int count, int size) {
        try (ProbeSocket atA = socket(a, A);
                ProbeSocket atB = socket(b, B)) {
            IntStream.range(0, count).forEach(number -> send(atA, B, number, size));
            return arrivals(atB, 300);
        }
    }

    private static List<Integer> numbers(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::number).toList();
    }

    @Test
    void carriesEverythingBothWaysAfterItsDelay() {
        try (Wire wire = wire(Impairment.NONE.withDelay(Duration.ofMillis(30)), 1);
                ProbeSocket atA = socket(a, A);
                ProbeSocket atB = socket(b, B)) {
            for (int number = 0; number < 5; number++) {
                long sent = send(atA, B, number, 1000);
                List<Arrival> there = arrivals(atB, 60);
                assertThat(there).hasSize(1);
                assertThat(there.get(0).nanos() - sent).isBetween(29_900_000L, 45_000_000L);
                sent = send(atB, A, number, 20);
                List<Arrival> back = arrivals(atA, 60);
                assertThat(back).hasSize(1);
                assertThat(back.get(0).nanos() - sent).isBetween(29_900_000L, 45_000_000L);
            }
            assertThat(wire.rightwards()).isEqualTo(new WireCounters(5, 0, 0, 0, 0, 0));
            assertThat(wire.leftwards()).isEqualTo(new WireCounters(5, 0, 0, 0, 0, 0));
            assertThat(wire.failure()).isEmpty();
        }
    }

    @Test
    void losesTheSameFramesForTheSameSeedAndOthersForAnother() {
        Impairment lossy = Impairment.NONE.withLoss(0.3);
        List<List<Integer>> arrived = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            try (Wire wire = wire(lossy, seed)) {
                arrived.add(numbers(volley(1000, 100)));
                assertThat(wire.rightwards().lost())
                        .isEqualTo(1000 - arrived.get(arrived.size() - 1).size());
            }
        }
        assertThat(arrived.get(0))
                .hasSizeBetween(650, 750)
                .isEqualTo(arrived.get(1))
                .isNotEqualTo(arrived.get(2));
    }

    @Test
    void keepsToItsRateAndLosesWhatDoesNotFitIntoItsQueue() {
        // 10 Mbit/s and datagrams of 1000 octets with their IP headers: one every 0.8 ms, and room for 125 of them.
        try (Wire wire = wire(Impairment.NONE.withRate(10_000_000), 1)) {
            List<Arrival> arrivals = volley(300, 972);
            assertThat(arrivals).hasSizeBetween(125, 160);
            assertThat(millisecondsApart(arrivals)).isBetween(0.78, 0.82);
            assertThat(wire.rightwards().queueFull()).isEqualTo(300 - arrivals.size());
        }
    }

    /** The median over pairs that are half of all apart: not what a machine that stands still does to the first, or the last. */
    private static double millisecondsApart(List<Arrival> arrivals) {
        int half = arrivals.size() / 2;
        double[] each = IntStream.range(0, arrivals.size() - half)
                .mapToDouble(
                        i -> (arrivals.get(i + half).nanos() - arrivals.get(i).nanos()) / 1e6 / half)
                .sorted()
                .toArray();
        return each[each.length / 2];
    }

    @Test
    void doublesAndReordersWhatItShould() {
        Impairment odd = Impairment.NONE.withDuplication(0.1).withReordering(0.1, Duration.ofMillis(5));
        try (Wire wire = wire(odd, 1)) {
            List<Integer> arrived = numbers(volley(1000, 100));
            assertThat(arrived).hasSizeBetween(1050, 1150);
            assertThat(arrived.stream().distinct().sorted().toList())
                    .isEqualTo(IntStream.range(0, 1000).boxed().toList());
            assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
            assertThat(wire.rightwards().duplicated()).isEqualTo(arrived.size() - 1000);
        }
    }

    @Test
    void changesWhileItRuns() {
        try (Wire wire = wire(Impairment.NONE, 1);
                ProbeSocket atA = socket(a, A);
                ProbeSocket atB = socket(b, B)) {
            send(atA, B, 0, 100);
            assertThat(numbers(arrivals(atB, 100))).containsExactly(0);
            wire.changeRightwards(Impairment.NONE.withLoss(1));
            awaitLoss(wire, atA);
            send(atB, A, 7, 100);
            assertThat(numbers(arrivals(atA, 100))).containsExactly(7);
            arrivals(atB, 100);
            wire.change(Impairment.NONE.withDelay(Duration.ofMillis(80)));
            arrivals(atB, 100);
            long sent = send(atA, B, 9, 100);
            List<Arrival> late = arrivals(atB, 200);
            assertThat(numbers(late)).containsExactly(9);
            assertThat(late.get(0).nanos() - sent).isBetween(79_900_000L, 110_000_000L);
        }
    }

    private static void awaitLoss(Wire wire, ProbeSocket from) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (wire.rightwards().lost() == 0 && System.nanoTime() < end) {
            send(from, B, 99, 100);
        }
        assertThat(wire.rightwards().lost()).isPositive();
    }

    @Test
    void countsWhatItHasNoRoomFor() {
        try (Wire wire = wire(Impairment.NONE.withDelay(Duration.ofSeconds(3)), 1);
                ProbeSocket atA = socket(a, A)) {
            for (int number = 0; number < 20_000; number++) {
                send(atA, B, number, 1400);
            }
            long end = System.nanoTime() + 5_000_000_000L;
            while (wire.rightwards().overrun() == 0 && System.nanoTime() < end) {
                NetnsSupport.giveWay();
            }
            assertThat(wire.rightwards().overrun()).isPositive();
            assertThat(wire.failure()).isEmpty();
        }
    }
}
