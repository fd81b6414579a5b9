package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mobileip.control.Json;
import org.mobileip.scenarios.wire.CalibrationReport;
import org.mobileip.scenarios.wire.LongSeries;
import org.mobileip.scenarios.wire.WireCounters;
import org.mobileip.time.Tick;

class CalibrationAnswerTest {

    private static final Surroundings HERE =
            new Surroundings(new Worlds(List.of()), Path.of(""), () -> new Tick(0), "1", "17", "Linux", 2);

    /** A round of 1 s in which these many of 1000 packets were off by so much, early and late in turn, and the rest by 10 µs. */
    private static CalibrationReport round(int rate, int off, long nanos, int missing) {
        long[] errors = LongStream.range(0, 1000 - missing)
                .map(number -> (number < off ? nanos : 10_000) * (number % 2 == 0 ? 1 : -1))
                .toArray();
        WireCounters counters = new WireCounters(errors.length, 0, 0, 0, missing, 0);
        long took = 999 * 1_000_000_000L / rate;
        return new CalibrationReport(rate, 1000, took, errors.length, LongSeries.of(errors), 0.25, counters);
    }

    private static CalibrationAnswer answer(List<List<CalibrationReport>> rates) {
        return new CalibrationAnswer(
                HERE, Duration.ofMillis(20), 0, 200, 3, 1, Optional.of("Error: unknown.\nmore"), rates);
    }

    @Test
    void saysUpToWhichRateMostRoundsKeptTheirWord() throws IOException {
        CalibrationAnswer answer = answer(List.of(
                List.of(round(1000, 0, 0, 0), round(1000, 0, 0, 0), round(1000, 500, 900_000, 0)),
                List.of(round(5000, 11, 300_000, 0), round(5000, 9, 300_000, 0), round(5000, 11, 300_000, 0)),
                List.of(round(9000, 0, 0, 1), round(9000, 0, 0, 0), round(9000, 0, 0, 2))));

        assertThat(answer.table()).contains("no packet missing up to 5,000 packets/s, 99 % within 0.2 ms up to 1,000");
        Map<String, Object> json = Json.parse(answer.json());
        assertThat(json)
                .containsEntry("schema", "mobileip.calibration/1")
                .containsEntry("netem", false)
                .containsEntry("complete_up_to_packets_per_s", 5000)
                .containsEntry("punctual_up_to_packets_per_s", 1000);
    }

    @Test
    void figuresAreMediansOfTheRoundsAndDistancesFromTheRightMoment() {
        CalibrationAnswer answer = answer(
                List.of(List.of(round(1000, 20, 250_000, 0), round(1000, 20, 250_000, 0), round(1000, 0, 0, 8))));

        assertThat(answer.table())
                .containsPattern("1,000 +1,000 +10 µs +250 µs +250 µs +250 µs +98.00 % +0.00 % +0 +25");
    }

    @Test
    void aKernelWithoutNetemIsNamedInItsOwnWords() {
        assertThat(answer(List.of()).table()).contains("no packet missing up to no rate");
        assertThat(answer(List.of()).table()).endsWith("netem: not in this kernel (Error: unknown.)\n");
    }
}
