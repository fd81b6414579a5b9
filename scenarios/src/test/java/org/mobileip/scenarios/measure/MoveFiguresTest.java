package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scope;

/** Where the time of a move went, and what it could not be less than. */
class MoveFiguresTest {

    private static MoveResult only(Scenario scenario, Seen seen) {
        List<MoveResult> moves = new Evaluator(scenario)
                .evaluate(seen.build(), 1, ResultJsonTest.HERE)
                .moves();
        assertThat(moves).hasSize(1);
        return moves.get(0);
    }

    private static Optional<Duration> millis(double millis) {
        return Optional.of(Duration.ofNanos(Math.round(millis * 1e6)));
    }

    private static Cafe toLte() {
        return Cafe.scenario().move(5000, "lte").stop(12_000);
    }

    @Test
    void phasesFollowOneAnother() {
        MoveResult move =
                only(toLte().build(), Seen.until(12_000).steps(5000, "cafe", "lte", 0.5, 3.4, 76.3, 78.1, 79.7));
        assertThat(move.phases())
                .isEqualTo(new Phases(millis(2.9), millis(0.5), millis(72.9), millis(1.8), millis(1.6)));
        assertThat(move.registered()).isEqualTo(millis(76.3));
    }

    @Test
    void atHomeTheAddressComesAfterTheDetection() {
        Cafe home = Cafe.scenario().move(5000, "home").stop(12_000);
        MoveResult move = only(home.build(), Seen.until(12_000).steps(5000, "lte", "home", 3, 3.5, 5.5, 6, 7));
        assertThat(move.phases()).isEqualTo(new Phases(millis(3), millis(0.5), millis(2), millis(0.5), millis(1)));
    }

    @Test
    void aStepThatWasNotSeenHasNoPhaseAndOneThatWasEarlyTookNoTime() {
        MoveObserved seen = new MoveObserved(
                Duration.ofSeconds(5),
                Seen.at(5000),
                "mn",
                Optional.of("cafe"),
                "lte",
                new MoveObserved.Steps(
                        OptionalLong.of(Seen.at(5000)),
                        OptionalLong.of(Seen.at(5004)),
                        OptionalLong.empty(),
                        OptionalLong.of(Seen.at(5080)),
                        OptionalLong.of(Seen.at(5079))),
                MoveFrames.NONE);
        assertThat(only(toLte().build(), Seen.until(12_000).move(seen)).phases())
                .isEqualTo(new Phases(millis(4), millis(0), Optional.empty(), millis(76), millis(0)));
    }

    @Test
    void theFloorIsOneMillisecondToDetectAndOneRoundTripToTheHomeAgent() {
        // 1 ms to detect, LTE 35 ms and home 1 ms, both ways
        MoveResult lte = only(toLte().build(), Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, 77, 78, 79));
        assertThat(lte.floor()).isEqualTo(millis(73));
        Scenario home = Cafe.scenario().move(5000, "home").stop(12_000).build();
        assertThat(only(home, Seen.until(12_000).steps(5000, "lte", "home", 3, 4, 5, 6, 7))
                        .floor())
                .isEqualTo(millis(1));
    }

    @Test
    void aNodeThatKeepsItsOldLinkPaysOnlyForTheLongerWay() {
        Duration overlap = Duration.ofSeconds(1);
        Scenario scenario = Cafe.scenario()
                .at(5000, new Action.Move("mn", "lte", Optional.of(overlap)))
                .stop(12_000)
                .expect(
                        "registered within 100ms",
                        new Condition.RegisteredWithin(Duration.ofMillis(100)),
                        new Scope.AfterEachMove())
                .build();
        // 36 ms to the home agent in place of 13
        assertThat(only(scenario, Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, 77, 78, 79))
                        .floor())
                .isEqualTo(millis(23));
        // its registration takes the round trip all the same
        assertThat(new Judge(
                                scenario,
                                Seen.until(12_000)
                                        .steps(5000, "cafe", "lte", 0, 4, 77, 78, 79)
                                        .build())
                        .verdicts()
                        .get(0)
                        .floor())
                .hasValue(73.0);
        Scenario back = Cafe.scenario()
                .at(5000, new Action.Move("mn", "cafe", Optional.of(overlap)))
                .stop(12_000)
                .build();
        assertThat(only(back, Seen.until(12_000).steps(5000, "lte", "cafe", 0, 4, 30, 31, 32))
                        .floor())
                .isEqualTo(millis(0));
    }

    @Test
    void anOverlapThatIsOverBeforeTheReplyIsNoHelp() {
        Scenario scenario = Cafe.scenario()
                .at(5000, new Action.Move("mn", "lte", Optional.of(Duration.ofMillis(50))))
                .stop(12_000)
                .build();
        assertThat(only(scenario, Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, 77, 78, 79))
                        .floor())
                .isEqualTo(millis(73));
    }

    @Test
    void aDelayThatChangesOnTheWayHasNoFloor() {
        Action slower = new Action.ChangeLink("mn", "lte", new Action.LinkChange.Delay(Duration.ofMillis(100)));
        Scenario scenario =
                Cafe.scenario().at(1000, slower).move(5000, "lte").stop(12_000).build();
        assertThat(only(scenario, Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, 77, 78, 79))
                        .floor())
                .isEmpty();
    }

    @Test
    void figuresAreKnownWhileTheRunGoesOn() {
        Observations seen = Seen.until(12_000)
                .steps(5000, "cafe", "lte", 0, 4, 77, 78, 112)
                .voice(Direction.DOWN, 4000, 35, 4970, 4980, 4990, 5000)
                .build();
        MoveResult move = new Evaluator(toLte().build()).soFar(seen.moves().get(0), seen.flows());
        // 4960 arrived at 4995, 5010 at 5045
        assertThat(move.interruption()).isEqualTo(millis(40));
        assertThat(move.lost(Direction.DOWN)).isEqualTo(4);
        assertThat(move.registered()).isEqualTo(millis(77));
    }
}
