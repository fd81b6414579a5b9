package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scope;

/** The longest time without a received packet that overlaps the move window, less the send interval of 10 ms. */
class InterruptionTest {

    private static final Scope AFTER_EACH = new Scope.AfterEachMove();

    private static double measured(Cafe script, Seen seen, Scope scope) {
        List<Verdict> verdicts = verdicts(script, seen, scope);
        assertThat(verdicts).hasSize(1);
        return measured(verdicts.get(0));
    }

    private static double measured(Verdict verdict) {
        return verdict.figure().orElseThrow().measured().orElseThrow();
    }

    private static List<Verdict> verdicts(Cafe script, Seen seen, Scope scope) {
        Condition condition = new Condition.Interruption("voice", Comparison.BELOW, Duration.ofMillis(60));
        return new Judge(
                        script.expect("interruption of voice < 60ms", condition, scope)
                                .build(),
                        seen.build())
                .verdicts();
    }

    private static Cafe moveAt35() {
        return Cafe.scenario().move(35, "lte").stop(200);
    }

    @Test
    void isTheTimeBetweenTwoArrivalsLessTheSendInterval() {
        // arrivals 0 10 20 30 | move at 35 | 95 by the new path: 95 - 30 - 10
        Seen seen = Seen.until(110).move(35, "cafe", "lte", 95).arrivals(Direction.DOWN, 0, 10, 20, 30, 95, 100, 110);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isEqualTo(55.0);
    }

    @Test
    void isNothingWhenPacketsKeepArriving() {
        Seen seen =
                Seen.until(110).move(35, "cafe", "lte", 40).arrivals(Direction.DOWN, 0, 10, 20, 30, 40, 50, 60, 109);
        // 60 to 109 is no part of the move window, which ended at 40
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isZero();
    }

    @Test
    void beginsWithTheLastPacketBeforeTheMoveAlsoWhenThatArrivesAtTheSameMoment() {
        Seen seen = Seen.until(110).move(35, "cafe", "lte", 95).arrivals(Direction.DOWN, 0, 10, 20, 35, 95, 105);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isEqualTo(50.0);
    }

    @Test
    void leavesOutASilenceThatEndsTheMomentTheMoveBegins() {
        Seen seen = Seen.until(60).move(35, "cafe", "lte", 45).arrivals(Direction.DOWN, 0, 35, 45, 55);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isZero();
    }

    @Test
    void leavesOutASilenceThatBeginsTheMomentTheWindowEnds() {
        Seen seen = Seen.until(110).move(35, "cafe", "lte", 45).arrivals(Direction.DOWN, 25, 35, 45, 105);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isZero();
    }

    @Test
    void countsInFullASilenceThatOutlastsTheWindow() {
        // the other direction found the new path first, at 60
        Seen seen = Seen.until(110)
                .move(35, "cafe", "lte", 60)
                .arrivals(Direction.DOWN, 10, 20, 30, 100)
                .arrivals(Direction.UP, 10, 20, 30, 60, 70, 80, 90, 100);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isEqualTo(60.0);
    }

    @Test
    void isThatOfTheWorseDirection() {
        Seen seen = Seen.until(110)
                .move(35, "cafe", "lte", 75)
                .arrivals(Direction.DOWN, 10, 20, 30, 75, 85)
                .arrivals(Direction.UP, 12, 22, 32, 92, 102);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isEqualTo(50.0);
    }

    @Test
    void isWithinAWindowOfThreeSecondsWhereNothingComesByTheNewPath() {
        // silence 1000 to 4500 begins in the window; 5000 to 5900 is after it, though longer than nothing
        Cafe script = Cafe.scenario().move(1000, "lte").stop(6000);
        Seen seen =
                Seen.until(6000).deadMove(1000, "cafe", "lte").arrivals(Direction.DOWN, 990, 1000, 4500, 5000, 5900);
        assertThat(measured(script, seen, AFTER_EACH)).isEqualTo(3490.0);
    }

    @Test
    void lastsUntilTheEndOfTheRunWhenNothingIsReceivedAnyMore() {
        Cafe script = Cafe.scenario().move(400, "lte").stop(1000);
        Seen seen = Seen.until(1000).deadMove(400, "cafe", "lte").arrivals(Direction.DOWN, 370, 380, 390);
        assertThat(measured(script, seen, AFTER_EACH)).isEqualTo(600.0);
    }

    @Test
    void countsFromTheMoveOnWhenNothingWasEverReceived() {
        Cafe script = Cafe.scenario().move(400, "lte").stop(1000);
        Seen seen = Seen.until(1000).deadMove(400, "cafe", "lte").deaf(Direction.DOWN, 100);
        assertThat(measured(script, seen, AFTER_EACH)).isEqualTo(590.0);
        assertThat(measured(Cafe.scenario().move(400, "lte").stop(1000), seen, new Scope.WholeRun()))
                .isEqualTo(990.0);
    }

    @Test
    void countsFromTheMoveOnWhenTheFirstPacketCameAfterIt() {
        Cafe script = Cafe.scenario().move(400, "lte").stop(1000);
        Seen seen = Seen.until(1000).move(400, "cafe", "lte", 450).arrivals(Direction.DOWN, 450, 460, 990);
        assertThat(measured(script, seen, AFTER_EACH)).isEqualTo(40.0);
    }

    @Test
    void isEndedByADuplicateToo() {
        Seen seen = Seen.until(110).move(35, "cafe", "lte", 70).arrivals(Direction.DOWN, 10, 20, 30, -50, 70, 80);
        assertThat(measured(moveAt35(), seen, AFTER_EACH)).isEqualTo(10.0);
    }

    @Test
    void countsForBothMovesWhoseWindowsOverlapIt() {
        Cafe script = Cafe.scenario().move(100, "cafe").move(150, "lte").stop(300);
        Seen seen = Seen.until(300)
                .move(100, "home", "cafe", 240)
                .move(150, "cafe", "lte", 240)
                .arrivals(Direction.DOWN, 80, 90, 240, 250, 290);
        List<Verdict> verdicts = verdicts(script, seen, AFTER_EACH);
        assertThat(verdicts).extracting(Verdict::scope).containsExactly("move at 100ms", "move at 150ms");
        assertThat(verdicts).extracting(InterruptionTest::measured).containsExactly(140.0, 140.0);
        assertThat(verdicts).noneMatch(Verdict::ok);
    }

    @Test
    void ofOneMoveIsNotThatOfAnother() {
        Cafe script = Cafe.scenario().move(100, "cafe").move(200, "lte").stop(300);
        Seen seen = Seen.until(300)
                .move(100, "home", "cafe", 130)
                .move(200, "cafe", "lte", 250)
                .arrivals(Direction.DOWN, 80, 90, 130, 140, 190, 250, 260, 290);
        assertThat(measured(script, seen, new Scope.AfterMoveAt(Duration.ofMillis(200))))
                .isEqualTo(50.0);
    }

    @Test
    void outsideMovesAndInTheWholeRunAreWhatTheySay() {
        // 20 to 50 is no part of a move; 90 to 195 is one
        Seen seen = Seen.until(250)
                .move(100, "home", "cafe", 195)
                .arrivals(Direction.DOWN, 0, 10, 20, 50, 90, 195, 205, 245);
        Cafe script = Cafe.scenario().move(100, "cafe").stop(250);
        assertThat(measured(script, seen, new Scope.OutsideMoves())).isEqualTo(30.0);
        assertThat(measured(Cafe.scenario().move(100, "cafe").stop(250), seen, new Scope.WholeRun()))
                .isEqualTo(95.0);
        assertThat(measured(Cafe.scenario().move(100, "cafe").stop(250), seen, new Scope.AtEnd()))
                .isEqualTo(95.0);
    }

    @Test
    void ofAPingIsTheSilenceOfItsAnswers() {
        Condition condition = new Condition.Interruption("probe", Comparison.BELOW, Duration.ofMillis(60));
        Seen seen = Seen.until(110)
                .move(35, "cafe", "lte", 80)
                .probe(0, 2, 10, 2, 20, 2, 30, -1, 40, -1, 50, -1, 60, -1, 70, 12, 80, 12, 90, 12);
        Verdict verdict = new Judge(
                        moveAt35()
                                .expect("interruption of probe < 60ms", condition, AFTER_EACH)
                                .build(),
                        seen.build())
                .verdicts()
                .get(0);
        // answers at 22 and 82
        assertThat(measured(verdict)).isEqualTo(50.0);
        assertThat(verdict.ok()).isTrue();
    }

    @Test
    void isAsFineAsTheSendInterval() {
        Seen seen = Seen.until(110).move(35, "cafe", "lte", 95).arrivals(Direction.DOWN, 0, 10, 20, 30, 95, 100, 110);
        assertThat(verdicts(moveAt35(), seen, AFTER_EACH).get(0).resolution()).hasValue(10.0);
    }
}
