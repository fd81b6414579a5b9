package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mobileip.control.Json;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Scope;

/** Several runs side by side. */
class SpreadTest {

    private static Verdict check(Comparison comparison, OptionalDouble measured) {
        Figure figure = new Figure(measured, comparison, 50, "ms");
        return new Verdict(
                20,
                "interruption of voice < 50ms",
                "p95 over runs",
                figure.holds(),
                false,
                Optional.of(figure),
                OptionalDouble.empty(),
                OptionalDouble.of(5),
                "");
    }

    private static Spread spread(Comparison comparison, double... values) {
        List<List<Verdict>> runs = Arrays.stream(values)
                .mapToObj(value -> List.of(check(comparison, OptionalDouble.of(value))))
                .toList();
        return Spread.of(runs).get(0);
    }

    private static double[] oneTo(int last) {
        return IntStream.rangeClosed(1, last).asDoubleStream().toArray();
    }

    @Test
    void hasMedianPercentileAndExtremes() {
        Spread odd = spread(Comparison.BELOW, 40, 36, 38, 61, 35);
        assertThat(odd.least()).hasValue(35);
        assertThat(odd.median()).hasValue(38);
        assertThat(odd.p95()).hasValue(61);
        assertThat(odd.most()).hasValue(61);
        assertThat(odd.missed()).isEqualTo(1);
        assertThat(spread(Comparison.BELOW, 36, 38, 40, 61).median()).hasValue(39);
        // nearest rank: of 100 the 95th, of 20 the 19th, of 19 the 19th
        assertThat(spread(Comparison.BELOW, oneTo(100)).p95()).hasValue(95);
        assertThat(spread(Comparison.BELOW, oneTo(20)).p95()).hasValue(19);
        assertThat(spread(Comparison.BELOW, oneTo(19)).p95()).hasValue(19);
    }

    @Test
    void overRunsOneInTwentyMayBeWorse() {
        double[] values = oneTo(20);
        values[7] = 900;
        assertThat(spread(Comparison.BELOW, values).overRuns().ok()).isTrue();
        values[3] = 800;
        Verdict missed = spread(Comparison.BELOW, values).overRuns();
        assertThat(missed.ok()).isFalse();
        assertThat(missed.figure()
                        .flatMap(figure -> figure.measured().stream().boxed().findFirst()))
                .contains(800.0);
        assertThat(missed.detail()).isEqualTo("20 runs");
    }

    @Test
    void overRunsWhatShallBeLargeIsHeldAgainstTheSmall() {
        // 1 to 20: all but one reach 2
        assertThat(spread(Comparison.AT_LEAST, oneTo(20))
                        .overRuns()
                        .figure()
                        .orElseThrow()
                        .measured())
                .hasValue(2);
        assertThat(spread(Comparison.ABOVE, 60).overRuns().ok()).isTrue();
    }

    @Test
    void overRunsARunThatMeasuredNothingDecides() {
        Spread spread = Spread.of(List.of(
                        List.of(check(Comparison.BELOW, OptionalDouble.of(1))),
                        List.of(check(Comparison.BELOW, OptionalDouble.empty()))))
                .get(0);
        assertThat(spread.missed()).isEqualTo(1);
        assertThat(spread.overRuns().ok()).isFalse();
    }

    @Test
    void namesAColdFirstRunAndOutliers() {
        assertThat(spread(Comparison.BELOW, 120, 38, 40, 41).coldStart()).hasValue(3.0);
        assertThat(spread(Comparison.BELOW, 60, 38, 40, 41).coldStart()).isEmpty();
        assertThat(spread(Comparison.BELOW, 120, 38).coldStart()).isEmpty();
        // median 38, median deviation 1: beyond 38 + 14.8
        assertThat(spread(Comparison.BELOW, 37, 38, 39, 37, 39, 38, 52, 60).slowOutliers())
                .isEqualTo(1);
        assertThat(spread(Comparison.BELOW, 38, 38, 38, 41).slowOutliers()).isZero();
    }

    private static RunResult run(double registered) {
        Seen seen = Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, registered, registered + 1, registered + 2);
        return evaluator().evaluateOneOfSeveral(seen.build(), 1, ResultJsonTest.HERE);
    }

    private static List<Verdict> overRuns(double registered) {
        Seen seen = Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, registered, registered + 1, registered + 2);
        return evaluator().overRuns(seen.build());
    }

    private static Evaluator evaluator() {
        Condition within100 = new Condition.RegisteredWithin(Duration.ofMillis(100));
        return new Evaluator(Cafe.scenario()
                .move(5000, "lte")
                .stop(12_000)
                .expect("registered within 100ms", within100, new Scope.AfterEachMove())
                .expect("registered within 100ms", within100, new Scope.OverRuns())
                .build());
    }

    @Test
    void aRunOfSeveralSaysNothingOfAllAndTheSummarySaysIt() throws IOException {
        List<Double> registered = List.of(300.0, 74.0, 76.0);
        List<RunResult> results = registered.stream().map(SpreadTest::run).toList();
        assertThat(results.get(0).expectations()).extracting(Verdict::scope).containsExactly("move at 5s");
        RunSummary summary = RunSummary.of(
                results, registered.stream().map(SpreadTest::overRuns).toList());
        assertThat(summary.passed()).isFalse();
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.overRuns()).extracting(Verdict::ok).containsExactly(false);
        assertThat(new ArrayList<>(summary.warnings())).first().asString().contains("run 1 was 4.0 times slower");
        assertThat(Json.parse(summary.json()))
                .containsEntry("schema", "mobileip.summary/1")
                .containsEntry("result", "failed")
                .containsEntry("runs", 3)
                .containsEntry("failed", 1);
    }

    @Test
    void aRunThatStandsForItselfIsAllRunsThereAre() {
        Seen seen = Seen.until(12_000).steps(5000, "cafe", "lte", 0, 4, 30, 31, 32);
        assertThat(evaluator().evaluate(seen.build(), 1, ResultJsonTest.HERE).expectations())
                .extracting(Verdict::scope)
                .containsExactly("move at 5s", "p95 over runs");
    }
}
