package org.mobileip.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final long MILLI = 1_000_000;

    /** Ten requests, one a millisecond from the moment 0 on. */
    private final Tally tally = new Tally(new Schedule(0, 1, 0, 1000, 10));

    @Test
    void latencyCountsFromWhenTheRequestWasMeantToLeave() {
        tally.left(10, 9 * MILLI);
        tally.granted(2, 9 * MILLI);
        Step step = tally.result(OptionalLong.empty());
        assertThat(step.latency().getMaxValue() / 1e6).isCloseTo(7, within(0.01));
        assertThat(step.lateness().getMaxValue() / 1e6).isCloseTo(9, within(0.01));
    }

    @Test
    void whatIsAnsweredTwiceCountsOnce() {
        tally.left(10, 0);
        assertThat(tally.granted(2, MILLI)).isTrue();
        assertThat(tally.granted(2, MILLI)).isFalse();
        Step step = tally.result(OptionalLong.empty());
        assertThat(step.accepted()).isEqualTo(1);
        assertThat(step.repeated()).isEqualTo(1);
    }

    @Test
    void nobodyCanAnswerWhatHasNotLeft() {
        tally.left(2, 0);
        assertThat(tally.granted(2, MILLI)).isFalse();
        assertThat(tally.result(OptionalLong.empty()).strange()).isEqualTo(1);
    }

    @Test
    void lostIsWhatNobodyAnsweredWhetherItLeftOrNot() {
        tally.left(8, 0);
        tally.granted(0, MILLI);
        tally.denied(133);
        tally.denied(133);
        Step step = tally.result(OptionalLong.of(90_000));
        assertThat(step.lost()).isEqualTo(0.7);
        assertThat(step.notGranted()).isEqualTo(0.9);
        assertThat(step.denied()).isEqualTo(Map.of(133, 2));
        assertThat(step.serverMicros()).isEqualTo(90);
        assertThat(step.serverProcessors()).isCloseTo(0.009, within(1e-9));
        assertThat(step.grantedPerSecond()).isEqualTo(100);
    }

    @Test
    void itIsCompleteWhenAllHaveLeftAndAreAnswered() {
        tally.left(9, 0);
        for (int number = 0; number < 9; number++) {
            tally.granted(number, MILLI);
        }
        assertThat(tally.isComplete()).isFalse();
        tally.left(1, 0);
        assertThat(tally.isComplete()).isFalse();
        tally.denied(128);
        assertThat(tally.isComplete()).isTrue();
    }
}
