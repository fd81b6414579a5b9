package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Tag("alone")
@Timeout(60)
final class DatagramStreamNetnsTest {

    private Wire wire;

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

    /** Ten streams both ways, each every millisecond: 20,000 datagrams a second in all. */
    @Test
    void keepsTwentyThousandDatagramsASecondOnTimeAndLosesNone() throws Exception {
        Stream[] streams = new Stream[10];
        Arrays.fill(streams, Wire.voice(1000, 160));
        TrafficSeen seen = play(3000, streams);

        assertThat(seen.flows()).hasSize(20);
        assertThat(seen.notes()).noneMatch(note -> note.contains("lost"));
        for (DatagramFlow flow : seen.flows()) {
            assertThat(flow.arrivals()).hasSameSizeAs(flow.sentNanos());
            assertThat(flow.arrivals()).noneMatch(DatagramFlow.Arrival::duplicate);
            assertThat(flow.sentNanos()).hasSizeBetween(2990, 3500);
        }
        report("20,000 a second", seen.flows());
    }

    private TrafficSeen play(int millis, Stream... streams) throws Exception {
        RunClock clock = RunClock.start();
        try (Traffic traffic = Traffic.prepare(Wire.scenario(streams), wire::place, clock, 1)) {
            traffic.start();
            Thread.sleep(millis);
            return traffic.stop();
        }
    }

    /** How late datagrams left, against the punctual ones of the same flow. */
    private static void report(String what, List<DatagramFlow> flows) {
        long[] lateness =
                flows.stream().flatMapToLong(flow -> lateness(flow)).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %d datagrams, sent late by (ms) median %.3f p99 %.3f worst %.3f%n",
                what,
                lateness.length,
                lateness[lateness.length / 2] / 1e6,
                lateness[lateness.length * 99 / 100] / 1e6,
                lateness[lateness.length - 1] / 1e6);
    }

    private static LongStream lateness(DatagramFlow flow) {
        List<Long> sent = flow.sentNanos();
        long[] drift = IntStream.range(0, sent.size())
                .mapToLong(i -> sent.get(i) - i * flow.intervalNanos())
                .toArray();
        long punctual = Arrays.stream(drift).min().orElseThrow();
        return Arrays.stream(drift).map(nanos -> nanos - punctual);
    }

    @Test
    void tellsTheDirectionsApart() throws Exception {
        List<DatagramFlow> flows = play(200, Wire.voice(5000, 160)).flows();
        assertThat(flows).extracting(DatagramFlow::direction).containsExactly(Direction.DOWN, Direction.UP);
    }
}
