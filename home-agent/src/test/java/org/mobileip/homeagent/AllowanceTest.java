package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.at;

import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

class AllowanceTest {

    @Test
    void holdsSoManyAtOnce() {
        Allowance allowance = new Allowance(10, 3);
        assertThat(allowance.take(at(0))).isTrue();
        assertThat(allowance.take(at(0))).isTrue();
        assertThat(allowance.take(at(0))).isTrue();
        assertThat(allowance.take(at(0))).isFalse();
    }

    @Test
    void getsOneBackEachIntervalAndNoMoreThanItHolds() {
        Allowance allowance = new Allowance(10, 2);
        allowance.take(at(0));
        allowance.take(at(0));
        assertThat(allowance.take(at(0.099))).isFalse();
        assertThat(allowance.take(at(0.1))).isTrue();
        assertThat(allowance.take(at(0.1))).isFalse();
        assertThat(allowance.take(at(60))).isTrue();
        assertThat(allowance.take(at(60))).isTrue();
        assertThat(allowance.take(at(60))).isFalse();
    }

    @Test
    void takesNothingByLooking() {
        Allowance allowance = new Allowance(1, 1);
        assertThat(allowance.has(at(5))).isTrue();
        assertThat(allowance.has(at(5))).isTrue();
        assertThat(allowance.take(at(5))).isTrue();
        assertThat(allowance.has(at(5.999))).isFalse();
        assertThat(allowance.has(at(6))).isTrue();
    }

    @Test
    void isFullAtTheBeginningOfTime() {
        assertThat(new Allowance(1, 1).take(new Tick(0))).isTrue();
        assertThat(new Allowance(1, 1).take(new Tick(-1_000_000_000_000L))).isTrue();
    }
}
