package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Patience patience = new Patience();

    @Test
    void isTriedAgainAfterASecondAndThenTwiceAsLateEachTimeUpToAMinute() {
        long now = 7;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            patience.refused(now);
            assertThat(patience.isOver(now + seconds * SECOND - 1)).isFalse();
            now += seconds * SECOND;
            assertThat(patience.isOver(now)).isTrue();
        }
    }

    @Test
    void isNewsOnceAndAgainWhenItWentWellForMoreThanAMinute() {
        assertThat(patience.refused(0)).isTrue();
        assertThat(patience.refused(SECOND)).isFalse();
        assertThat(patience.refused(3 * SECOND + 60 * SECOND)).isFalse();
        long end = 63 * SECOND + 4 * SECOND;
        assertThat(patience.refused(end + 60 * SECOND + 1)).isTrue();
        assertThat(patience.isOver(end + 61 * SECOND + 1)).isTrue();
    }
}
