package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.TunnelCounters;
import org.mobileip.net.Ipv4;

/** The kernel has only a small stock of room for values per processor at hand, and fills it up by and by. */
@Tag("netns")
class ManyBindingsNetnsTest {

    private static final int MANY = 100_000;

    @Test
    void aHundredThousandThatComeAtOnceAreAllCounted() {
        Assumptions.assumeTrue(BpfTrial.tried().isEmpty(), "no BPF here");
        int first = Ipv4.parse("10.9.0.0").bits();
        try (TunnelPrograms programs = TunnelPrograms.open()) {
            for (int i = 0; i < MANY; i++) {
                programs.maps().countFor(new Ipv4(first + i));
            }
            assertThat(programs.maps().of(new Ipv4(first + MANY - 1))).isEqualTo(TunnelCounters.ZERO);
        }
    }
}
