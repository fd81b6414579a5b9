package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scope;

/** Where a reader of the capture is told that an expectation failed. */
final class EvidenceTest {

    private static final long MILLI = 1_000_000;

    private static RunResult run(MoveFrames frames, OptionalLong reply, Cafe script) {
        long start = Seen.at(1000);
        MoveObserved move = new MoveObserved(
                Duration.ofSeconds(1),
                start,
                "mn",
                Optional.of("cafe"),
                "lte",
                new MoveObserved.Steps(
                        OptionalLong.of(start),
                        OptionalLong.of(start),
                        reply,
                        reply,
                        reply.isPresent() ? OptionalLong.of(reply.getAsLong() + MILLI) : reply),
                MoveFrames.NONE);
        Seen seen = Seen.until(2000)
                .move(move.shownBy(frames))
                .voice(Direction.DOWN, 0, 12, 1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070);
        return new Evaluator(script.build()).evaluate(seen.build(), 1, ResultJsonTest.HERE);
    }

    private static Cafe script() {
        return Cafe.scenario()
                .move(1000, "lte")
                .stop(2000)
                .expect(
                        "registered within 50ms",
                        new Condition.RegisteredWithin(Duration.ofMillis(50)),
                        new Scope.AfterEachMove())
                .expect(
                        "interruption of voice < 60ms",
                        new Condition.Interruption("voice", Comparison.BELOW, Duration.ofMillis(60)),
                        new Scope.AfterEachMove());
    }

    @Test
    void isTheReplyThatCameTooLateAndThePacketThatEndedTheSilence() {
        MoveFrames frames = new MoveFrames(List.of(11, 12), Optional.of(15), Optional.of(17));
        RunResult result = run(frames, OptionalLong.of(Seen.at(1078)), script());
        assertThat(Evidence.of(result))
                .isEqualTo(Map.of(
                        15, List.of("expectation on line 20 failed here: registered within 50ms: 78.0 ms"),
                        17, List.of("expectation on line 21 failed here: interruption of voice < 60ms: 80.0 ms")));
    }

    @Test
    void isTheLastRequestWhereNoReplyCame() {
        MoveFrames frames = new MoveFrames(List.of(11, 12), Optional.empty(), Optional.empty());
        assertThat(Evidence.of(run(frames, OptionalLong.empty(), script())).get(12))
                .contains("expectation on line 20 failed here: registered within 50ms: no reply");
    }

    @Test
    void isNothingWhereEverythingHeld() {
        MoveFrames frames = new MoveFrames(List.of(11), Optional.of(15), Optional.of(17));
        Cafe script = Cafe.scenario()
                .move(1000, "lte")
                .stop(2000)
                .expect(
                        "registered within 100ms",
                        new Condition.RegisteredWithin(Duration.ofMillis(100)),
                        new Scope.AfterEachMove());
        assertThat(Evidence.of(run(frames, OptionalLong.of(Seen.at(1078)), script)))
                .isEmpty();
    }
}
