package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.host.TunnelCounters;
import org.mobileip.net.Ipv4;

/** The kernel has only a small stock of room for new entries at hand, and fills it up by and by. */
@Tag("netns")
class ManyBindingsNetnsTest {

    /** {@code MOST_BINDINGS} of tunnel.bpf.c. */
    private static final int MOST = 131_072;

    @Test
    void asManyAsThereMayBeCanComeAtOnceAndOneMoreIsRefused() {
        Assumptions.assumeTrue(BpfTrial.tried().isEmpty(), "no BPF here");
        int first = Ipv4.parse("10.9.0.0").bits();
        Ipv4 oneMore = new Ipv4(first + MOST);
        TunnelMaps.Binding binding =
                new TunnelMaps.Binding(Ipv4.parse("192.0.2.2"), Ipv4.parse("192.0.2.1"), 1500, false);
        try (TunnelPrograms programs = TunnelPrograms.open(TunnelPrograms.End.HOME_AGENT)) {
            TunnelMaps maps = programs.maps();
            for (int i = 0; i < MOST; i++) {
                maps.countFor(new Ipv4(first + i));
                maps.putBinding(new Ipv4(first + i), binding);
            }
            assertThat(maps.of(new Ipv4(first + MOST - 1))).isEqualTo(TunnelCounters.ZERO);
            assertThatThrownBy(() -> maps.countFor(oneMore))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("of_home, which is full");
            assertThatThrownBy(() -> maps.putBinding(oneMore, binding)).isInstanceOf(HostException.class);
        }
    }
}
