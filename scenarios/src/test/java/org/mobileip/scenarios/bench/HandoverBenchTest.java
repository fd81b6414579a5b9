package org.mobileip.scenarios.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.bench.HandoverBench.MoveKind;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.sim.SimWorldProvider;

/** In the simulated world, where a handover takes what the speed of light takes. */
class HandoverBenchTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(20);

    @TempDir
    private Path directory = Path.of("");

    private final List<String> said = new ArrayList<>();
    private final WorldProvider sim = new SimWorldProvider();

    private static MoveKind kind(Duration overlap) {
        return new MoveKind(
                "moves", "moves", ROUND_TRIP, 4, 2, Duration.ofMillis(500), true, Duration.ofMillis(1), overlap);
    }

    @Test
    void aMoveWithoutOverlapInterruptsForOneRoundTrip() throws Exception {
        List<HandoverFigures> figures =
                new HandoverBench(directory, said::add).measure(kind(Duration.ZERO), List.of(sim));
        assertThat(figures).hasSize(1);
        assertThat(figures.get(0).moves()).hasSize(8);
        assertThat(figures.get(0).interruptionMillis(0.5)).isBetween(19.0, 22.0);
        assertThat(figures.get(0).lost()).isPositive();
    }

    @Test
    void aMoveWithOverlapLosesNothingAndDeliversNothingTwice() throws Exception {
        HandoverFigures figures = new HandoverBench(directory, said::add)
                .measure(kind(Duration.ofMillis(200)), List.of(sim))
                .get(0);
        assertThat(figures.moves()).hasSize(8);
        assertThat(figures.lost()).isZero();
        assertThat(figures.duplicated()).isZero();
    }

    @Test
    void worldsTakeTurnsAndNothingOfTheirRunsIsLeft() throws Exception {
        List<HandoverFigures> figures =
                new HandoverBench(directory, said::add).measure(kind(Duration.ZERO), List.of(sim, sim));
        assertThat(figures).hasSize(2);
        assertThat(said.stream().filter(line -> line.startsWith("moves: ")))
                .containsExactly(
                        "moves: sim, run 1 of 2",
                        "moves: sim, run 1 of 2",
                        "moves: sim, run 2 of 2",
                        "moves: sim, run 2 of 2");
        assertThat(said)
                .filteredOn(line -> line.startsWith("  4 moves, interruption "))
                .hasSize(4);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theShareOfMovesIsCountedByNearestRank() {
        List<HandoverFigures.Move> moves = Stream.of(5, 1, 4, 2, 3)
                .map(millis -> new HandoverFigures.Move(
                        Duration.ofMillis(millis), millis, 0, Optional.of(Duration.ofMillis(10 * millis))))
                .toList();
        List<HandoverFigures.Move> sixty = moves.stream()
                .map(move -> new HandoverFigures.Move(Duration.ofMillis(60), 0, 0, move.withoutAddress()))
                .toList();
        assertThat(new HandoverFigures(kind(Duration.ZERO), "netns", sixty).interruptionWithAddressMillis(0.4))
                .as("60 less 50, 40, 30, 20, 10: the second")
                .hasValue(20.0);
        HandoverFigures figures = new HandoverFigures(kind(Duration.ZERO), "netns", moves);
        assertThat(figures.interruptionMillis(0.5)).isEqualTo(3.0);
        assertThat(figures.interruptionMillis(0.95)).isEqualTo(5.0);
        assertThat(figures.interruptionMillis(0.2)).isEqualTo(1.0);
        assertThat(figures.withoutAddressMillis()).hasValue(30.0);
        assertThat(figures.lost()).isEqualTo(15);
        assertThat(figures.document())
                .containsEntry("round_trip_ms", 20.0)
                .containsEntry("interruption_ms", List.of(5.0, 1.0, 4.0, 2.0, 3.0));
    }
}
