package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Scope;

/** Registrations, bindings, replies and leaks. */
class ProtocolTest {

    private static final Scope AFTER_EACH = new Scope.AfterEachMove();
    private static final Condition WITHIN_100 = new Condition.RegisteredWithin(Duration.ofMillis(100));

    /** Home to café in 30 ms, to LTE in 101 ms, and home again in 5 ms. */
    private static Seen threeMoves() {
        return Seen.until(12_000)
                .steps(0, "home", "cafe", 0, 4, 30, 31, 43)
                .steps(5000, "cafe", "lte", 0, 29, 101, 102, 137)
                .steps(10_000, "lte", "home", 2, 3, 5, 6, 7);
    }

    private static List<Verdict> verdicts(Condition condition, Seen seen, Scope scope) {
        return new Judge(Cafe.withItsMoves().expect("it", condition, scope).build(), seen.build()).verdicts();
    }

    private static double measured(Verdict verdict) {
        return verdict.figure().orElseThrow().measured().orElseThrow();
    }

    @Test
    void registeredIsFromTheMoveToTheReplyThatAccepted() {
        List<Verdict> verdicts = verdicts(WITHIN_100, threeMoves(), AFTER_EACH);
        assertThat(verdicts).extracting(Verdict::scope).containsExactly("move at 0s", "move at 5s", "move at 10s");
        assertThat(verdicts).extracting(ProtocolTest::measured).containsExactly(30.0, 101.0, 5.0);
        assertThat(verdicts).extracting(Verdict::ok).containsExactly(true, false, true);
    }

    @Test
    void registeredInTheWholeRunIsTheSlowest() {
        assertThat(verdicts(WITHIN_100, threeMoves(), new Scope.WholeRun()))
                .extracting(ProtocolTest::measured)
                .containsExactly(101.0);
    }

    private static MoveObserved unanswered() {
        OptionalLong none = OptionalLong.empty();
        return new MoveObserved(
                Duration.ZERO,
                Seen.at(0),
                "mn",
                Optional.of("home"),
                "cafe",
                new MoveObserved.Steps(none, none, none, none, none),
                MoveFrames.NONE);
    }

    @Test
    void registeredSaysWhyItNeverWas() {
        Verdict silent = verdicts(
                        WITHIN_100, Seen.until(12_000).move(unanswered()), new Scope.AfterMoveAt(Duration.ZERO))
                .get(0);
        assertThat(silent.ok()).isFalse();
        assertThat(silent.figure().orElseThrow().measured()).isEmpty();
        assertThat(silent.detail()).isEqualTo("no reply");
        Seen denied = Seen.until(12_000)
                .move(unanswered())
                .reply(30, "192.0.2.10", 133)
                .reply(60, "192.0.2.10", 131);
        assertThat(verdicts(WITHIN_100, denied, new Scope.AfterMoveAt(Duration.ZERO))
                        .get(0)
                        .detail())
                .isEqualTo("denied with code 133, 131");
    }

    @Test
    void aMoveThatDidNotComeAboutIsMissed() {
        List<Verdict> verdicts =
                verdicts(WITHIN_100, Seen.until(12_000).steps(0, "home", "cafe", 0, 4, 30, 31, 43), AFTER_EACH);
        assertThat(verdicts).extracting(Verdict::ok).containsExactly(true, false, false);
        assertThat(verdicts.get(1).detail()).isEqualTo("there was no such move");
    }

    @Test
    void aBindingIsTheLastBeforeTheNextMove() {
        Seen seen = threeMoves()
                .binding(-900)
                .binding(17, "192.0.2.10")
                .binding(5065, "198.51.100.10")
                .binding(10_004);
        Condition inCafe = new Condition.BindingOf("mn", "cafe");
        assertThat(verdicts(inCafe, seen, AFTER_EACH)).extracting(Verdict::ok).containsExactly(true, false, false);
        assertThat(verdicts(inCafe, seen, AFTER_EACH))
                .extracting(Verdict::detail)
                .containsExactly("192.0.2.10", "198.51.100.10", "at home");
        assertThat(verdicts(new Condition.BindingOf("mn", "home"), seen, new Scope.AtEnd()))
                .extracting(Verdict::ok)
                .containsExactly(true);
        assertThat(verdicts(new Condition.BindingOf("mn", "lte"), seen, new Scope.AfterMoveAt(Duration.ofSeconds(5))))
                .extracting(Verdict::ok)
                .containsExactly(true);
    }

    @Test
    void aBindingThatNobodySawIsNotAtHome() {
        assertThat(verdicts(new Condition.BindingOf("mn", "home"), threeMoves(), new Scope.AtEnd()))
                .extracting(Verdict::ok)
                .containsExactly(false);
    }

    @Test
    void simultaneousBindingsAreInEachOfTheirNetworks() {
        Seen seen = threeMoves().binding(5065, "198.51.100.10", "192.0.2.10");
        assertThat(verdicts(new Condition.BindingOf("mn", "cafe"), seen, new Scope.AfterMoveAt(Duration.ofSeconds(5))))
                .extracting(Verdict::ok)
                .containsExactly(true);
    }

    @Test
    void aReplyWithACodeIsLookedForWhereTheScopeSays() {
        Seen seen = threeMoves()
                .reply(30, "192.0.2.10", 0)
                .reply(5050, "198.51.100.10", 133)
                .reply(5101, "198.51.100.10", 0);
        Condition resynchronised = new Condition.ReplyFrom(133, "ha");
        assertThat(verdicts(resynchronised, seen, AFTER_EACH))
                .extracting(Verdict::ok)
                .containsExactly(false, true, false);
        assertThat(verdicts(resynchronised, seen, new Scope.WholeRun()))
                .extracting(ProtocolTest::measured)
                .containsExactly(1.0);
        assertThat(verdicts(resynchronised, seen, new Scope.AtEnd()).get(0).detail())
                .isEqualTo("codes seen: 0");
        // 5050 and 5101 both lie in the window of the move at 5 s
        assertThat(verdicts(resynchronised, seen, new Scope.OutsideMoves()))
                .extracting(Verdict::ok)
                .containsExactly(false);
        assertThat(verdicts(new Condition.ReplyFrom(133, "fa"), seen, new Scope.WholeRun())
                        .get(0)
                        .detail())
                .isEqualTo("no reply");
    }

    @Test
    void aLeakIsChargedToTheMoveBeforeIt() {
        Seen seen = threeMoves().leak(5150, "192.0.2.10", 5066).leak(5200, "192.0.2.10", 5066);
        List<Verdict> verdicts = verdicts(new Condition.NoLeak(), seen, AFTER_EACH);
        assertThat(verdicts).extracting(ProtocolTest::measured).containsExactly(0.0, 2.0, 0.0);
        assertThat(verdicts).extracting(Verdict::ok).containsExactly(true, false, true);
        assertThat(verdicts.get(1).detail()).isEqualTo("the last to 192.0.2.10, up to 134 ms after the reply");
        assertThat(verdicts(new Condition.NoLeak(), threeMoves(), new Scope.WholeRun()))
                .extracting(Verdict::ok)
                .containsExactly(true);
    }

    @Test
    void aWarningNeverFailsARun() {
        Evaluator evaluator = new Evaluator(Cafe.withItsMoves()
                .warn("registered within 100ms", WITHIN_100, AFTER_EACH)
                .build());
        RunResult result = evaluator.evaluate(threeMoves().build(), 1, ResultJsonTest.HERE);
        assertThat(result.expectations()).extracting(Verdict::ok).containsExactly(true, false, true);
        assertThat(result.passed()).isTrue();
        assertThat(new Evaluator(Cafe.withItsMoves()
                                .expect("registered within 100ms", WITHIN_100, AFTER_EACH)
                                .build())
                        .evaluate(threeMoves().build(), 1, ResultJsonTest.HERE)
                        .passed())
                .isFalse();
    }
}
