package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

class LifetimeTest {

    private static final Tick NOW = new Tick(1_000_000_000L);

    @Test
    void endsItsSecondsAfterItBegan() {
        assertThat(new Lifetime(60).endFrom(NOW)).isEqualTo(new Tick(61_000_000_000L));
        assertThat(new Lifetime(65534).endFrom(NOW)).isEqualTo(new Tick(65_535_000_000_000L));
        assertThat(Lifetime.ZERO.endFrom(NOW)).isEqualTo(NOW);
    }

    @Test
    void neverEndsWhenItIsInfinite() {
        assertThat(Lifetime.INFINITE.endFrom(NOW)).isEqualTo(Tick.NEVER);
        assertThat(new Lifetime(0xffff).isInfinite()).isTrue();
        assertThat(new Lifetime(0xfffe).isInfinite()).isFalse();
    }

    @Test
    void isNotLongerThanTheLimit() {
        Lifetime tenMinutes = Lifetime.of(Duration.ofMinutes(10));
        assertThat(new Lifetime(601).atMost(tenMinutes)).isEqualTo(new Lifetime(600));
        assertThat(new Lifetime(599).atMost(tenMinutes)).isEqualTo(new Lifetime(599));
        assertThat(Lifetime.INFINITE.atMost(tenMinutes)).isEqualTo(tenMinutes);
        assertThat(tenMinutes.atMost(Lifetime.INFINITE)).isEqualTo(tenMinutes);
    }

    @Test
    void neverBecomesDeregistrationOrInfinityByAccident() {
        assertThat(Lifetime.of(Duration.ZERO)).isEqualTo(Lifetime.ZERO);
        assertThat(Lifetime.of(Duration.ofMillis(1999))).isEqualTo(new Lifetime(1));
        assertThat(Lifetime.of(Duration.ofSeconds(65534, 999_999_999))).isEqualTo(new Lifetime(65534));
        for (Duration refused : new Duration[] {
            Duration.ofNanos(1),
            Duration.ofMillis(999),
            Duration.ofSeconds(65535),
            Duration.ofDays(40),
            Duration.ofSeconds(-1)
        }) {
            assertThatThrownBy(() -> Lifetime.of(refused))
                    .as(refused.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isToldInSeconds() {
        assertThat(new Lifetime(600)).hasToString("600 s");
        assertThat(Lifetime.INFINITE).hasToString("infinite");
    }

    @Test
    void onlyZeroSecondsAreZero() {
        assertThat(Lifetime.ZERO.isZero()).isTrue();
        assertThat(new Lifetime(1).isZero()).isFalse();
        assertThat(Lifetime.of(Duration.ofSeconds(1))).isEqualTo(new Lifetime(1));
    }
}
