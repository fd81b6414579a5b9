package org.mobileip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tables and quantities. */
final class PresentationTest {

    @Test
    void columnsAreAsWideAsTheyMustBe() {
        assertThat(new Table("HOME ADDRESS", "NODE", "VIA")
                        .row("10.10.0.57", "laptop", "direct")
                        .row("10.10.0.5", "\u00fcber", "")
                        .toString())
                .isEqualTo("""
                        HOME ADDRESS  NODE    VIA
                        10.10.0.57    laptop  direct
                        10.10.0.5     \u00fcber
                        """);
    }

    @Test
    void durationsHaveTheTwoUnitsThatMatter() {
        assertThat(Human.duration(Duration.ofMillis(41))).isEqualTo("41 ms");
        assertThat(Human.duration(Duration.ofSeconds(12))).isEqualTo("12 s");
        assertThat(Human.duration(Duration.ofMinutes(31))).isEqualTo("31 min");
        assertThat(Human.duration(Duration.ofSeconds(3723))).isEqualTo("1 h 2 min");
        assertThat(Human.duration(Duration.ofHours(76))).isEqualTo("3 d 4 h");
        assertThat(Human.clock(588)).isEqualTo("9:48");
        assertThat(Human.clock(3723)).isEqualTo("1:02:03");
        assertThat(Human.clock(7)).isEqualTo("0:07");
    }

    @Test
    void bytesAreInBinaryUnits() {
        assertThat(Human.bytes(0)).isEqualTo("0 B");
        assertThat(Human.bytes(1023)).isEqualTo("1023 B");
        assertThat(Human.bytes(1024)).isEqualTo("1.0 KiB");
        assertThat(Human.bytes(19_293_798)).isEqualTo("18.4 MiB");
        assertThat(Human.bytes((1L << 20) - 1)).isEqualTo("1.0 MiB");
        assertThat(Human.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
