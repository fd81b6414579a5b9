package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.PingFlow;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Tag("alone")
@Timeout(60)
final class PingStreamNetnsTest {

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

    private static Stream ping(int size) {
        return new Stream(
                4,
                "ping",
                Stream.Kind.PING,
                "cn",
                "mn",
                true,
                Optional.of(Duration.ofMillis(2)),
                OptionalInt.of(size),
                Optional.empty());
    }

    @Test
    void measuresTheRoundTripOfEachRequestAndTellsTwoPingsApart() throws Exception {
        RunClock clock = RunClock.start();
        TrafficSeen seen;
        try (Traffic traffic = Traffic.prepare(Wire.scenario(ping(56), ping(0)), wire::place, clock, 1)) {
            traffic.start();
            Thread.sleep(300);
            ip(wire.node(), "link set eth0 down");
            Thread.sleep(200);
            ip(wire.node(), "link set eth0 up");
            Thread.sleep(500);
            seen = traffic.stop();
        }
        assertThat(seen.pings()).hasSize(4);
        for (PingFlow flow : seen.pings()) {
            long answered = flow.echoes().stream()
                    .filter(echo -> echo.answeredNanos().isPresent())
                    .count();
            long unanswered = flow.echoes().size() - answered;
            assertThat(unanswered).isGreaterThan(50);
            assertThat(answered).isGreaterThan(200);
            assertThat(flow.echoes()).allSatisfy(echo -> echo.answeredNanos()
                    .ifPresent(nanos -> assertThat(nanos - echo.sentNanos()).isPositive()));
        }
        long[] roundTrips = seen.pings().get(0).echoes().stream()
                .filter(echo -> echo.answeredNanos().isPresent())
                .mapToLong(echo -> echo.answeredNanos().getAsLong() - echo.sentNanos())
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "ping: %d answered, round trip median %.3f ms%n",
                roundTrips.length,
                roundTrips[roundTrips.length / 2] / 1e6);
    }
}
