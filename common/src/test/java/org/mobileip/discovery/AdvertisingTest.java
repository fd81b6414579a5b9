package org.mobileip.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

/** The times and numbers of RFC 5944 §2.3 and RFC 1256 §5, by hand. */
class AdvertisingTest {

    private static final int SCATTER = 0x0a0a0001;

    @Test
    void sendsTheFirstFewNoMoreThanSixteenSecondsApart() {
        Advertiser slow = advertiser(AdvertisingPlan.every(Duration.ofMinutes(10)));
        List<Tick> times = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            times.add(slow.nextDeadline());
            assertThat(slow.due(slow.nextDeadline())).hasValue(i);
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(times.get(i).since(times.get(i - 1)))
                    .isBetween(Duration.ofMillis(14_400), Duration.ofSeconds(16));
        }
        for (int i = 4; i < 6; i++) {
            assertThat(times.get(i).since(times.get(i - 1))).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }
    }

    @Test
    void waitsToBeAskedWhereItIsToldSo() {
        Advertiser shy = advertiser(new AdvertisingPlan(Duration.ofSeconds(1), true, true));
        assertThat(shy.nextDeadline()).isEqualTo(Tick.NEVER);
        assertThat(shy.due(at(3600))).isEmpty();
        shy.solicited(at(3600));
        assertThat(shy.due(at(3600))).hasValue(0);
        assertThat(shy.nextDeadline()).isEqualTo(Tick.NEVER);
        shy.solicited(at(3700));
        assertThat(shy.due(at(3700))).hasValue(1);
    }

    @Test
    void answersAtOnceButNoMoreThanAHundredTimesASecond() {
        Advertiser busy = advertiser(AdvertisingPlan.every(Duration.ofSeconds(1)));
        int sent = 0;
        for (int millis = 0; millis < 1000; millis++) {
            busy.solicited(at(millis / 1000.0));
            OptionalInt number = busy.due(at(millis / 1000.0));
            sent += number.isPresent() ? 1 : 0;
        }
        assertThat(sent).isEqualTo(100);
    }

    @Test
    void saysNothingWithoutAPlan() {
        Advertiser mute = new Advertiser(Optional.empty(), SCATTER, at(0));
        mute.solicited(at(1));
        assertThat(mute.due(at(1))).isEmpty();
        assertThat(mute.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void isTrueForThreeIntervalsWithinWhatRfc1256Allows() {
        assertThat(lifetimeOf(Duration.ofMillis(50))).isEqualTo(Duration.ofSeconds(3));
        assertThat(lifetimeOf(Duration.ofMillis(4500))).isEqualTo(Duration.ofSeconds(14));
        assertThat(lifetimeOf(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(90));
    }

    private static Duration lifetimeOf(Duration every) {
        return AdvertisingPlan.every(every).lifetime();
    }

    private static Advertiser advertiser(AdvertisingPlan plan) {
        return new Advertiser(Optional.of(plan), SCATTER, at(0));
    }

    private static Tick at(double second) {
        return new Tick((long) (second * 1e9));
    }
}
