package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

class TunnelExitTest {

    private static final Ipv4 ADDRESS = Ipv4.parse("192.0.2.44");

    @Test
    void usesEveryIdentificationButZeroBeforeItRepeatsOne() {
        TunnelExit exit = new TunnelExit(ADDRESS, 3);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 65535; i++) {
            assertThat(seen.add(exit.nextIdentification(false))).isTrue();
        }
        assertThat(seen).doesNotContain(0);
        assertThat(seen.add(exit.nextIdentification(false))).isFalse();
    }

    @Test
    void atomicDatagramsDoNotUseUpTheIdentificationsOfTheOthers() {
        TunnelExit exit = new TunnelExit(ADDRESS, 0);
        int first = exit.nextIdentification(false);
        for (int i = 0; i < 100_000; i++) {
            exit.nextIdentification(true);
        }
        assertThat(exit.nextIdentification(false)).isEqualTo(first + 1);
    }

    @Test
    void anExitThatReturnsDoesNotBeginWhereItBeganBefore() {
        assertThat(new TunnelExit(ADDRESS, 0).nextIdentification(false))
                .isNotEqualTo(new TunnelExit(ADDRESS, 1).nextIdentification(false));
    }
}
