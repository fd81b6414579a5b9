package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TunnelExitTest {

    @Test
    void usesEveryIdentificationButZeroBeforeItRepeatsOne() {
        TunnelExit exit = new TunnelExit(1, 3);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 65535; i++) {
            assertThat(seen.add(exit.nextIdentification(false))).isTrue();
        }
        assertThat(seen).doesNotContain(0);
        assertThat(seen.add(exit.nextIdentification(false))).isFalse();
    }

    @Test
    void atomicDatagramsDoNotUseUpTheIdentificationsOfTheOthers() {
        TunnelExit exit = new TunnelExit(1, 0);
        int first = exit.nextIdentification(false);
        for (int i = 0; i < 100_000; i++) {
            exit.nextIdentification(true);
        }
        assertThat(exit.nextIdentification(false)).isEqualTo(first + 1);
    }

    @Test
    void anExitThatReturnsDoesNotBeginWhereItBeganBefore() {
        assertThat(new TunnelExit(1, 0).nextIdentification(false))
                .isNotEqualTo(new TunnelExit(1, 1).nextIdentification(false));
    }
}
