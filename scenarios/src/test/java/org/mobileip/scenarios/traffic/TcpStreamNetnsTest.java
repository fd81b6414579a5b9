package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.TcpFlow;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(120)
final class TcpStreamNetnsTest {

    private Wire wire;
    private final RunClock clock = RunClock.start();

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        wire = new Wire();
    }

    @AfterEach
    void close() {
        if (wire != null) {
            wire.close();
        }
    }

    private static Stream file(boolean bothWays, OptionalInt size, Optional<Long> rate) {
        return new Stream(5, "file", Stream.Kind.TCP, "cn", "mn", bothWays, Optional.empty(), size, rate);
    }

    private static Stream download() {
        return file(false, OptionalInt.empty(), Optional.empty());
    }

    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

    private TrafficSeen play(Stream stream, Meanwhile meanwhile) throws Exception {
        try (Traffic traffic = Traffic.prepare(Wire.scenario(stream), wire::place, clock, 1)) {
            traffic.start();
            meanwhile.happens();
            return traffic.stop();
        }
    }

    @Test
    void everyOctetArrivesOverALinkThatIsDownFor300Milliseconds() throws Exception {
        long[] down = new long[2];
        TrafficSeen seen = play(download(), () -> {
            Thread.sleep(700);
            ip(wire.node(), "link set eth0 down");
            down[0] = clock.nanos();
            Thread.sleep(300);
            down[1] = clock.nanos();
            ip(wire.node(), "link set eth0 up");
            Thread.sleep(1500);
        });

        TcpFlow flow = seen.tcpFlows().get(0);
        assertThat(seen.notes()).isEmpty();
        assertThat(flow.direction()).isEqualTo(Direction.DOWN);
        assertThat(flow.connections()).isEqualTo(1);
        assertThat(flow.resets()).isZero();
        assertThat(flow.inOrder()).isTrue();
        assertThat(flow.hashEqual()).isTrue();
        assertThat(flow.bytes()).isGreaterThan(4_000_000);
        assertThat(flow.progress()).last().isEqualTo(lastOf(flow));
        TcpFlow.Received before = lastBefore(flow, longestStallEnd(flow));
        assertThat(before.nanos()).isLessThan(down[0] + 50_000_000);
        assertThat(longestStallEnd(flow)).isGreaterThan(down[1] - 1_000_000);
        System.out.printf(
                Locale.ROOT,
                "tcp: %.1f MB, %d readings, a link down for 300 ms stalled it for %.1f ms%n",
                flow.bytes() / 1e6,
                flow.progress().size(),
                (longestStallEnd(flow) - before.nanos()) / 1e6);
    }

    private static TcpFlow.Received lastOf(TcpFlow flow) {
        return new TcpFlow.Received(
                flow.progress().get(flow.progress().size() - 1).nanos(), flow.bytes());
    }

    private static long longestStallEnd(TcpFlow flow) {
        List<TcpFlow.Received> readings = flow.progress();
        int longest = 1;
        for (int i = 1; i < readings.size(); i++) {
            long stall = readings.get(i).nanos() - readings.get(i - 1).nanos();
            if (stall
                    > readings.get(longest).nanos() - readings.get(longest - 1).nanos()) {
                longest = i;
            }
        }
        return readings.get(longest).nanos();
    }

    private static TcpFlow.Received lastBefore(TcpFlow flow, long nanos) {
        List<TcpFlow.Received> before =
                flow.progress().stream().filter(it -> it.nanos() < nanos).toList();
        return before.get(before.size() - 1);
    }

    @Test
    void keepsToTheRateBothWays() throws Exception {
        List<TcpFlow> flows = play(file(true, OptionalInt.empty(), Optional.of(4_000_000L)), () -> Thread.sleep(2000))
                .tcpFlows();
        assertThat(flows).extracting(TcpFlow::direction).containsExactly(Direction.DOWN, Direction.UP);
        assertThat(flows).allMatch(TcpFlow::hashEqual);
        assertThat(flows).allSatisfy(flow -> assertThat(flow.bytes()).isBetween(700_000L, 1_050_000L));
    }

    @Test
    void sendsAFileOfItsSizeAndLeavesTheConnectionOpen() throws Exception {
        TrafficSeen seen =
                play(file(false, OptionalInt.of(1_234_567), Optional.of(50_000_000L)), () -> Thread.sleep(1000));
        assertThat(seen.tcpFlows())
                .singleElement()
                .matches(flow -> flow.bytes() == 1_234_567
                        && flow.connections() == 1
                        && flow.resets() == 0
                        && flow.inOrder()
                        && flow.hashEqual());
    }

    @Test
    void tellsOfAConnectionThatWasReset() throws Exception {
        TrafficSeen seen = play(download(), () -> {
            Thread.sleep(500);
            NetnsSupport.run(wire.node(), "ss", "-K", "dst", "10.10.0.200");
            Thread.sleep(200);
        });
        TcpFlow flow = seen.tcpFlows().get(0);
        assertThat(flow.resets()).isEqualTo(1);
        assertThat(flow.connections()).isEqualTo(1);
        assertThat(flow.hashEqual()).isFalse();
        assertThat(flow.inOrder()).isTrue();
    }

    @Test
    void isNotIntactWhereTheEndNeverArrives() throws Exception {
        TrafficSeen seen = play(download(), () -> {
            Thread.sleep(500);
            ip(wire.node(), "link set eth0 down");
            Thread.sleep(100);
        });
        TcpFlow flow = seen.tcpFlows().get(0);
        assertThat(flow.hashEqual()).isFalse();
        assertThat(seen.notes()).singleElement().asString().endsWith("had not arrived and none arrived any more");
    }

    @Test
    void waitsForANodeThatHasNoAddressYet() throws Exception {
        ip(wire.node(), "address flush dev eth0");
        Stream upload = new Stream(
                5, "file", Stream.Kind.TCP, "mn", "cn", false, Optional.empty(), OptionalInt.empty(), Optional.empty());
        TrafficSeen seen = play(upload, () -> {
            Thread.sleep(300);
            ip(wire.node(), "address add 10.10.0.57/24 dev eth0");
            Thread.sleep(700);
        });
        TcpFlow flow = seen.tcpFlows().get(0);
        assertThat(flow.direction()).isEqualTo(Direction.UP);
        assertThat(flow.connections()).isEqualTo(1);
        assertThat(flow.hashEqual()).isTrue();
        assertThat(flow.bytes()).isPositive();
    }
}
