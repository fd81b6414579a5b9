package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scope;

/** Datagrams sent and never received: how many, of how many, and whose they are. */
class LossTest {

    private static final Scope AFTER_EACH = new Scope.AfterEachMove();

    private static Verdict count(Cafe script, Seen seen, Scope scope) {
        Condition condition = new Condition.LostCount("voice", Comparison.EQUAL, 0);
        return new Judge(script.expect("loss of voice = 0", condition, scope).build(), seen.build())
                .verdicts()
                .get(0);
    }

    private static Verdict share(Cafe script, Seen seen, double limit, Scope scope) {
        Condition condition = new Condition.LostShare("voice", Comparison.BELOW, limit);
        return new Judge(script.expect("loss of voice < 1%", condition, scope).build(), seen.build())
                .verdicts()
                .get(0);
    }

    private static double measured(Verdict verdict) {
        return verdict.figure().orElseThrow().measured().orElseThrow();
    }

    private static Cafe moveAt1000() {
        return Cafe.scenario().move(1000, "lte").stop(2000);
    }

    /**
     * A move at 1000 over a path of 12 ms: 990 and 1000 were under way or sent into the void, as were 1010 to 1040. The
     * first packet by the new path arrives at 1085. At 300 one is lost for another reason.
     */
    private static Seen sixLostByTheMoveAndOneBefore() {
        return Seen.until(2000)
                .move(1000, "cafe", "lte", 1085)
                .voice(Direction.DOWN, 0, 12, 300, 990, 1000, 1010, 1020, 1030, 1040);
    }

    @Test
    void ofAMoveIncludesWhatWasUnderWayWhenTheLinkWasCut() {
        assertThat(measured(count(moveAt1000(), sixLostByTheMoveAndOneBefore(), AFTER_EACH)))
                .isEqualTo(6.0);
    }

    @Test
    void outsideMovesIsAllTheRest() {
        Verdict verdict = count(moveAt1000(), sixLostByTheMoveAndOneBefore(), new Scope.OutsideMoves());
        assertThat(measured(verdict)).isEqualTo(1.0);
        assertThat(verdict.ok()).isFalse();
    }

    @Test
    void ofTheWholeRunIsBoth() {
        Verdict verdict = count(moveAt1000(), sixLostByTheMoveAndOneBefore(), new Scope.WholeRun());
        assertThat(measured(verdict)).isEqualTo(7.0);
        assertThat(verdict.detail()).isEqualTo("7 of 200");
        assertThat(measured(count(moveAt1000(), sixLostByTheMoveAndOneBefore(), new Scope.AtEnd())))
                .isEqualTo(7.0);
    }

    @Test
    void asAShareIsOfThoseSentInBothDirections() {
        Seen seen = sixLostByTheMoveAndOneBefore().voice(Direction.UP, 0, 12, 500);
        Verdict verdict = share(moveAt1000(), seen, 0.025, new Scope.WholeRun());
        assertThat(measured(verdict)).isEqualTo(2.0); // 8 of 400
        assertThat(verdict.figure().orElseThrow().limit()).isEqualTo(2.5);
        assertThat(verdict.figure().orElseThrow().unit()).isEqualTo("%");
        assertThat(verdict.detail()).isEqualTo("8 of 400");
        assertThat(verdict.ok()).isTrue();
    }

    @Test
    void ofTheWarmUpIsNobodys() {
        Seen seen = Seen.until(2000).move(1000, "cafe", "lte", 1022).voice(Direction.DOWN, -500, 12, -400, -300);
        Verdict verdict = count(moveAt1000(), seen, new Scope.WholeRun());
        assertThat(measured(verdict)).isZero();
        // 200 sent in the run, and the one sent at -10 that arrived at 2
        assertThat(verdict.detail()).isEqualTo("0 of 201");
    }

    @Test
    void byAMoveAtTimeZeroIncludesWhatTheWarmUpLeftUnderWay() {
        Cafe script = Cafe.scenario().move(0, "cafe").stop(1000);
        Seen seen = Seen.until(1000).move(0, "home", "cafe", 42).voice(Direction.DOWN, -500, 12, -10, 0, 10, 20);
        assertThat(measured(count(script, seen, AFTER_EACH))).isEqualTo(4.0);
    }

    /** A move at 1000 to a path of 12 ms; what was sent at 990 arrives by the old one, of 40 ms, at 1030. */
    @Test
    void ofWhatWasSentWhenTheMoveBeganIsTheMovesThoughTheNextOvertookTheOneBefore() {
        Seen seen = Seen.until(2000).move(1000, "cafe", "lte", 1022).overtaken(Direction.DOWN, 0, 40, 12, 1010, 1000);
        assertThat(measured(count(moveAt1000(), seen, AFTER_EACH))).isEqualTo(1.0);
        assertThat(measured(count(moveAt1000(), seen, new Scope.OutsideMoves())))
                .isZero();
    }

    @Test
    void atTheVeryEndCountsToo() {
        Seen seen = Seen.until(2000).move(1000, "cafe", "lte", 1022).voice(Direction.DOWN, 0, 35, 1990);
        assertThat(measured(count(moveAt1000(), seen, new Scope.WholeRun()))).isEqualTo(1.0);
        assertThat(measured(count(moveAt1000(), seen, new Scope.OutsideMoves())))
                .isEqualTo(1.0);
    }

    @Test
    void isEverythingWhenNothingArrives() {
        Seen seen = Seen.until(2000).deadMove(1000, "cafe", "lte").deaf(Direction.DOWN, 200);
        assertThat(measured(count(moveAt1000(), seen, new Scope.WholeRun()))).isEqualTo(200.0);
    }

    @Test
    void isNotZeroWhereNothingWasSent() {
        Seen seen = Seen.until(2000).move(1000, "cafe", "lte", 1022).deaf(Direction.DOWN, 0);
        Verdict verdict = share(moveAt1000(), seen, 0.01, new Scope.WholeRun());
        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.figure().orElseThrow().measured()).isEmpty();
        assertThat(measured(share(moveAt1000(), seen, 0.01, AFTER_EACH))).isZero();
    }

    @Test
    void ofAPingIsTheEchoesThatWereNeverAnswered() {
        Condition condition = new Condition.LostCount("probe", Comparison.BELOW, 10);
        Seen seen = Seen.until(110)
                .move(35, "cafe", "lte", 80)
                .probe(0, 2, 10, 2, 20, -1, 30, 2, 40, -1, 50, -1, 60, -1, 70, 12, 80, 12);
        Cafe script = Cafe.scenario().move(35, "lte").stop(110);
        script.expect("loss of probe < 10", condition, AFTER_EACH);
        script.expect("loss of probe < 10", condition, new Scope.OutsideMoves());
        assertThat(new Judge(script.build(), seen.build()).verdicts())
                .extracting(LossTest::measured)
                .containsExactly(3.0, 1.0);
    }

    @Test
    void duplicatesAreCountedForTheMoveThatBroughtThemAndAreNoLoss() {
        Seen seen = Seen.until(200)
                .move(35, "cafe", "lte", 40)
                .move(100, "lte", "cafe", 110)
                .arrivals(Direction.DOWN, 10, -20, 20, 30, 40, -45, -46, 50, 110, -120, 130);
        RunResult result = new Evaluator(Cafe.scenario()
                        .move(35, "lte")
                        .move(100, "cafe")
                        .stop(200)
                        .build())
                .evaluate(seen.build(), 1, ResultJsonTest.HERE);
        assertThat(result.moves())
                .extracting(MoveResult::streams)
                .containsExactly(
                        felt(new FlowResult(Duration.ZERO, 0, 2)), felt(new FlowResult(Duration.ofMillis(50), 0, 1)));
        // the longest silence is that before the end, from 130 to 200
        assertThat(result.datagrams())
                .isEqualTo(Map.of("voice", Map.of(Direction.DOWN, new StreamResult(7, 0, 4, Duration.ofMillis(60)))));
    }

    private static Map<String, Map<Direction, FlowResult>> felt(FlowResult down) {
        return Map.of("voice", Map.of(Direction.DOWN, down));
    }
}
