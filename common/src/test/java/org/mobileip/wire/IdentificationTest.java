package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Seconds since 1900 by Python's calendar.timegm. */
class IdentificationTest {

    @Test
    void readsTheTimeOfDay() {
        assertThat(new Identification(0xdc12c500_40000000L).toInstant()).isEqualTo("2017-01-01T00:00:00.25Z");
        assertThat(new Identification(0x83aa7e80_00000000L).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(new Identification(0xeeaf9850_80000000L).toInstant()).isEqualTo("2026-11-24T05:00:00.5Z");
    }

    @Test
    void goesOnInTheNextEraAfterFebruary2036() {
        assertThat(new Identification(0xffffffff_80000000L).toInstant()).isEqualTo("2036-02-07T06:28:15.5Z");
        assertThat(new Identification(0L).toInstant()).isEqualTo("2036-02-07T06:28:16Z");
        assertThat(new Identification(0x7830d580_00000000L).toInstant()).isEqualTo("2100-01-01T00:00:00Z");
        assertThat(Identification.ofTimestamp(Instant.parse("2100-01-01T00:00:00Z"), 0))
                .isEqualTo(new Identification(0x7830d580_00000000L));
        assertThat(new Identification(1).isNewerThan(new Identification(0xffffffff_ffffffffL)))
                .isTrue();
    }

    @Test
    void writesTheTimeOfDayToTheMicrosecondAndNoiseBelow() {
        Instant quarter = Instant.parse("2017-01-01T00:00:00.25Z");
        assertThat(Identification.ofTimestamp(quarter, 0)).isEqualTo(new Identification(0xdc12c500_40000000L));
        assertThat(Identification.ofTimestamp(quarter, -1)).isEqualTo(new Identification(0xdc12c500_40000fffL));
        assertThat(Identification.ofTimestamp(quarter, 0xabcde123)).isEqualTo(new Identification(0xdc12c500_40000123L));
        Instant last = Instant.parse("2017-01-01T00:00:00.999999999Z");
        assertThat(Identification.ofTimestamp(last, 0).high()).isEqualTo(0xdc12c500);
        assertThat(Duration.between(Identification.ofTimestamp(last, 0).toInstant(), last))
                .isLessThan(Duration.ofNanos(1000));
    }

    @Test
    void comparesWholeNumbersNotHalves() {
        Identification one = Identification.of(0xeeaf9850, 0x7fffffff);
        assertThat(Identification.of(0xeeaf9850, 0x80000000).isNewerThan(one)).isTrue();
        assertThat(Identification.of(0xeeaf9851, 0).isNewerThan(one)).isTrue();
        assertThat(Identification.of(0xeeaf984f, 0xffffffff).isNewerThan(one)).isFalse();
        assertThat(one.isNewerThan(one)).isFalse();
    }

    @Test
    void keepsTheLowHalfBelowAnotherHighHalf() {
        Identification replied = new Identification(0xdc12c500_87654321L).withHigh(0xeeaf9850);
        assertThat(replied).isEqualTo(new Identification(0xeeaf9850_87654321L));
        assertThat(replied.high()).isEqualTo(0xeeaf9850);
        assertThat(replied.low()).isEqualTo(0x87654321);
        assertThat(replied).hasToString("eeaf9850.87654321");
    }
}
