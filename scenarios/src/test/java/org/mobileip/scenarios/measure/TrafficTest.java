package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scope;

/** Round trips, stalls, throughput, and whether a download came through whole. */
class TrafficTest {

    private static final Scope AFTER_EACH = new Scope.AfterEachMove();

    private static Verdict verdict(Condition condition, Seen seen, Scope scope) {
        Cafe script = Cafe.scenario().move(1000, "lte").stop(3000);
        return new Judge(script.expect("it", condition, scope).build(), seen.build())
                .verdicts()
                .get(0);
    }

    private static double measured(Verdict verdict) {
        return verdict.figure().orElseThrow().measured().orElseThrow();
    }

    private static Seen moved() {
        return Seen.until(3000).move(1000, "cafe", "lte", 1080);
    }

    private static Condition roundTrip(Comparison comparison) {
        return new Condition.RoundTrip("probe", comparison, Duration.ofMillis(80));
    }

    @Test
    void roundTripAfterAMoveIsThatOfTheNewPath() {
        // 26 in the café, one of 500 within the move window, 72 and 74 in the new network
        Seen seen = moved().probe(500, 26, 1010, 500, 1100, 72, 2500, 74);
        assertThat(measured(verdict(roundTrip(Comparison.BELOW), seen, AFTER_EACH)))
                .isEqualTo(74.0);
        assertThat(measured(verdict(roundTrip(Comparison.ABOVE), seen, AFTER_EACH)))
                .isEqualTo(72.0);
        assertThat(measured(verdict(roundTrip(Comparison.BELOW), seen, new Scope.WholeRun())))
                .isEqualTo(500.0);
        assertThat(measured(verdict(roundTrip(Comparison.BELOW), seen, new Scope.OutsideMoves())))
                .isEqualTo(74.0);
        assertThat(measured(verdict(roundTrip(Comparison.BELOW), seen, new Scope.AtEnd())))
                .isEqualTo(74.0);
    }

    @Test
    void roundTripOfAPingThatIsNeverAnsweredHoldsAgainstNoLimit() {
        Verdict verdict = verdict(roundTrip(Comparison.BELOW), moved().probe(500, 26, 1100, -1, 2500, -1), AFTER_EACH);
        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.figure().orElseThrow().measured()).isEmpty();
        assertThat(verdict.detail()).isEqualTo("no echo was answered");
    }

    private static final Condition STALL = new Condition.Stall("file", Comparison.BELOW, Duration.ofMillis(300));

    @Test
    void stallIsTheLongestTimeInWhichTheReaderGotNothing() {
        Seen seen = moved().file(900, 0, 100, 400, 200, 990, 300, 1220, 400, 1300, 500, 2000, 600, 2990, 900);
        assertThat(measured(verdict(STALL, seen, AFTER_EACH))).isEqualTo(230.0);
        assertThat(measured(verdict(STALL, seen, new Scope.WholeRun()))).isEqualTo(990.0);
        assertThat(measured(verdict(STALL, seen, new Scope.OutsideMoves()))).isEqualTo(990.0);
    }

    @Test
    void stallLastsUntilTheEndWhereNothingMoreIsReceived() {
        Seen seen = moved().file(300, 0, 100, 400, 200, 990, 300);
        assertThat(measured(verdict(STALL, seen, AFTER_EACH))).isEqualTo(2010.0);
        assertThat(measured(verdict(STALL, moved().file(0), AFTER_EACH))).isEqualTo(2000.0);
    }

    @Test
    void throughputIsWhatArrivedWhileTheTrafficWasSettled() {
        // after the move: 1000 octets from 1080 to 3000: 8000 bit in 1.92 s; whole: 2000 octets in 3 s
        Seen seen = moved().file(2000, 500, 800, 1000, 1000, 2000, 1500, 2900, 2000);
        Condition condition = new Condition.Throughput("file", Comparison.AT_LEAST, 4000);
        assertThat(measured(verdict(condition, seen, AFTER_EACH))).isEqualTo(4166.666667);
        assertThat(measured(verdict(condition, seen, new Scope.WholeRun()))).isEqualTo(5333.333333);
        assertThat(measured(verdict(condition, seen, new Scope.AtEnd()))).isEqualTo(4000.0);
        // 0 to 1000 and 1080 to 3000: 2000 octets in 2.92 s
        assertThat(measured(verdict(condition, seen, new Scope.OutsideMoves()))).isEqualTo(5479.452055);
    }

    @Test
    void throughputOfAUdpStreamIsThatOfItsSlowerDirection() {
        // 160 octets every 10 ms are 128 kbit/s; the other way every second one is lost
        Seen seen = moved().voice(Direction.DOWN, 0, 0).voice(Direction.UP, 0, 0, everySecond());
        Condition condition = new Condition.Throughput("voice", Comparison.ABOVE, 100_000);
        Verdict verdict = verdict(condition, seen, new Scope.WholeRun());
        assertThat(measured(verdict)).isEqualTo(64_000.0);
        assertThat(verdict.ok()).isFalse();
    }

    private static double[] everySecond() {
        double[] lost = new double[150];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = i * 20;
        }
        return lost;
    }

    @ParameterizedTest
    @CsvSource({
        "900, 1, 0, true, true",
        "900, 2, 0, true, false",
        "900, 1, 1, true, false",
        "900, 1, 0, false, false",
        "0, 1, 0, true, false"
    })
    void intactIsOneConnectionWithoutResetAndEveryOctetOnceAndInOrder(
            long bytes, int connections, int resets, boolean sound, boolean intact) {
        Seen seen = moved().file(bytes, connections, resets, sound, 0, 100, 2990, (double) bytes);
        Verdict verdict = verdict(new Condition.Intact("file"), seen, new Scope.WholeRun());
        assertThat(verdict.ok()).isEqualTo(intact);
        assertThat(verdict.figure()).isEmpty();
    }

    @Test
    void intactSaysWhatHappened() {
        Seen whole = moved().file(43_201_000, 0, 100, 1200, 200, 1430, 300, 2990, 43_201_000);
        assertThat(verdict(new Condition.Intact("file"), whole, new Scope.WholeRun())
                        .detail())
                .isEqualTo("41.2 MiB, 1 connection, longest stall 1560 ms");
        Seen broken = moved().file(1 << 20, 2, 1, true, 0, 100, 2990, 1 << 20);
        assertThat(verdict(new Condition.Intact("file"), broken, new Scope.WholeRun())
                        .detail())
                .isEqualTo("1.0 MiB, 2 connections, 1 reset, longest stall 2990 ms");
        Seen altered = moved().file(1 << 20, 1, 0, false, 0, 100, 2990, 1 << 20);
        assertThat(verdict(new Condition.Intact("file"), altered, new Scope.WholeRun())
                        .detail())
                .isEqualTo("1.0 MiB, 1 connection, what arrived is not what was sent, longest stall 2990 ms");
        Seen cut = moved().cutFile(1 << 20, 0, 100, 2990, 1 << 20);
        assertThat(verdict(new Condition.Intact("file"), cut, new Scope.WholeRun())
                        .detail())
                .isEqualTo("1.0 MiB, 1 connection, the rest had not arrived at the end, longest stall 2990 ms");
        Seen nothing = moved().cutFile(0);
        assertThat(verdict(new Condition.Intact("file"), nothing, new Scope.WholeRun())
                        .detail())
                .startsWith("0.0 MiB, 1 connection, nothing arrived, longest stall");
        assertThat(verdict(new Condition.Intact("file"), moved(), new Scope.WholeRun())
                        .ok())
                .isFalse();
    }
}
