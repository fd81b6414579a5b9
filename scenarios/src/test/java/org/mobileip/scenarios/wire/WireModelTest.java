package org.mobileip.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireModelTest {

    private static final long MILLI = 1_000_000;
    private static final long NEVER = WireModel.NEVER;

    private static WireModel model(Impairment impairment) {
        return new WireModel(1, impairment);
    }

    private static Impairment delay(long millis) {
        return Impairment.NONE.withDelay(Duration.ofMillis(millis));
    }

    /** One frame of 100 octets a millisecond: when each departs. */
    private static List<Long> departures(WireModel model, int frames) {
        List<Long> departures = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            departures.add(model.departure(i * MILLI, 100));
        }
        return departures;
    }

    @Test
    void aWireLikeAnyOtherTakesNoTime() {
        assertThat(departures(model(Impairment.NONE), 3)).containsExactly(0L, MILLI, 2 * MILLI);
    }

    @Test
    void everyFrameTakesTheDelay() {
        assertThat(departures(model(delay(12)), 3)).containsExactly(12 * MILLI, 13 * MILLI, 14 * MILLI);
    }

    /** 8 Mbit/s are an octet a microsecond. */
    @Test
    void framesEnterOneAfterTheOtherAtTheRate() {
        WireModel model = model(delay(10).withRate(8_000_000));
        assertThat(model.departure(0, 1000)).isEqualTo(11 * MILLI);
        assertThat(model.departure(0, 500)).isEqualTo(11 * MILLI + MILLI / 2);
        assertThat(model.departure(1_000_000, 500)).isEqualTo(12 * MILLI);
        assertThat(model.departure(5_000_000, 1000)).isEqualTo(16 * MILLI);
    }

    @Test
    void whatFindsATenthOfASecondsWorthWaitingIsLost() {
        WireModel model = model(Impairment.NONE.withRate(8_000_000));
        for (int i = 1; i <= 100; i++) {
            assertThat(model.departure(0, 1000)).isEqualTo(i * MILLI);
        }
        assertThat(model.departure(0, 1000)).isEqualTo(NEVER);
        assertThat(model.isQueueFull()).isTrue();
        assertThat(model.departure(MILLI, 1000)).isEqualTo(101 * MILLI);
        assertThat(model.departure(MILLI, 1)).isEqualTo(NEVER);
    }

    @Test
    void aSlowWireHasRoomForSixteenFrames() {
        WireModel model = model(Impairment.NONE.withRate(8000));
        for (int i = 1; i <= 16; i++) {
            assertThat(model.departure(0, 1500)).isEqualTo(i * 1500L * MILLI);
        }
        assertThat(model.departure(0, 1500)).isEqualTo(NEVER);
    }

    @Test
    void whatWaitsIsSentAtTheNewRateWhenThatChanges() {
        WireModel model = model(Impairment.NONE.withRate(8_000_000));
        assertThat(model.departure(0, 1000)).isEqualTo(MILLI);
        assertThat(model.departure(0, 1000)).isEqualTo(2 * MILLI);
        // 1000 octets are left, which now take 10 ms.
        model.change(MILLI, Impairment.NONE.withRate(800_000));
        assertThat(model.departure(MILLI, 100)).isEqualTo(12 * MILLI);
        // And now 1100 octets at 11 a microsecond: those that wait are on the wire already, and are not overtaken.
        model.change(MILLI, Impairment.NONE.withRate(88_000_000));
        assertThat(model.departure(MILLI, 11)).isEqualTo(12 * MILLI);
        assertThat(model.departure(20 * MILLI, 11_000)).isEqualTo(21 * MILLI);
    }

    @Test
    void jitterIsBetweenNothingAndItsLimitAndKeepsTheOrder() {
        WireModel model = model(delay(10).withJitter(Duration.ofMillis(4)));
        long latest = 0;
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            long now = i * 10L * MILLI;
            long departure = model.departure(now, 100);
            assertThat(departure - now).isBetween(10 * MILLI, 14 * MILLI);
            assertThat(departure).isGreaterThanOrEqualTo(latest);
            latest = departure;
            sum += departure - now;
        }
        assertThat(sum / 10_000 / MILLI).isBetween(11.95, 12.05);
    }

    @Test
    void framesCloseTogetherDoNotOvertakeEachOtherByJitter() {
        List<Long> departures = departures(model(delay(10).withJitter(Duration.ofMillis(50))), 1000);
        assertThat(departures).isSorted();
    }

    @Test
    void losesTheShareItShould() {
        List<Long> departures = departures(model(Impairment.NONE.withLoss(0.1)), 100_000);
        // Three standard deviations of 10,000 are 285.
        assertThat(departures.stream().filter(it -> it == NEVER).count()).isBetween(9715L, 10_285L);
        assertThat(departures(model(Impairment.NONE.withLoss(1)), 1000)).containsOnly(NEVER);
    }

    @Test
    void theSameSeedLosesTheSameFramesWhateverElseTheWireDoes() {
        List<Integer> lost = lost(new WireModel(7, Impairment.NONE.withLoss(0.1)));
        Impairment more =
                delay(10).withLoss(0.1).withJitter(Duration.ofMillis(3)).withDuplication(0.5);
        assertThat(lost(new WireModel(7, more))).isEqualTo(lost);
        assertThat(lost(new WireModel(8, more))).isNotEqualTo(lost);
    }

    private static List<Integer> lost(WireModel model) {
        List<Integer> lost = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            if (model.departure(i * MILLI, 100) == NEVER) {
                lost.add(i);
            }
        }
        return lost;
    }

    @Test
    void doublesTheShareItShould() {
        WireModel model = model(Impairment.NONE.withDuplication(0.25));
        int twice = 0;
        for (int i = 0; i < 100_000; i++) {
            model.departure(i, 100);
            twice += model.isTwice() ? 1 : 0;
        }
        // Three standard deviations of 25,000 are 411.
        assertThat(twice).isBetween(24_589, 25_411);
    }

    @Test
    void holdsBackTheShareItShouldAndTheOthersPassThem() {
        WireModel model = model(delay(10).withReordering(0.2, Duration.ofMillis(3)));
        int behind = 0;
        for (int i = 0; i < 10_000; i++) {
            long departure = model.departure(i * MILLI, 100);
            assertThat(departure).isEqualTo((i + (model.isBehind() ? 13 : 10)) * MILLI);
            behind += model.isBehind() ? 1 : 0;
        }
        // Three standard deviations of 2000 are 120.
        assertThat(behind).isBetween(1880, 2120);
    }

    @Test
    void aShorterDelayDoesNotTurnTheOrderAround() {
        WireModel model = model(delay(100));
        assertThat(model.departure(0, 100)).isEqualTo(100 * MILLI);
        model.change(MILLI, delay(1));
        assertThat(model.departure(MILLI, 100)).isEqualTo(100 * MILLI);
        assertThat(model.departure(150 * MILLI, 100)).isEqualTo(151 * MILLI);
    }

    @Test
    void refusesImpairmentsThatNoWireHas() {
        assertThatThrownBy(() -> Impairment.NONE.withLoss(1.01)).hasMessage("loss of 1.01 is not within 0 to 1");
        assertThatThrownBy(() -> Impairment.NONE.withLoss(Double.NaN)).hasMessage("loss of NaN is not within 0 to 1");
        assertThatThrownBy(() -> delay(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Impairment.NONE.withRate(0)).hasMessage("a rate of 0 bit/s");
    }
}
