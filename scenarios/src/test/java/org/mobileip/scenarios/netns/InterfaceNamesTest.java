package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.plan.InterfaceNames;

final class InterfaceNamesTest {

    private final InterfaceNames names = new InterfaceNames("lo", "mip0");

    @Test
    void areThoseOfTheScriptWhereTheKernelTakesThem() {
        assertThat(names.of("cafe")).isEqualTo("cafe");
        assertThat(names.of("lte-2")).isEqualTo("lte-2");
    }

    @Test
    void areCutToFifteenOctetsAndStayApart() {
        assertThat(names.of("the-wide-area-network")).isEqualTo("the-wide-area-n");
        assertThat(names.of("the-wide-area-net")).isEqualTo("the-wide-area-2");
    }

    @Test
    void areNeverReservedOnesOrOddOnes() {
        assertThat(names.of("lo")).isEqualTo("lo-2");
        assertThat(names.of("mip0")).isEqualTo("mip0-2");
        assertThat(names.of("café*:1")).isEqualTo("caf---1");
    }
}
