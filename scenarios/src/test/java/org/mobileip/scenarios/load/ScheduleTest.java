package org.mobileip.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    /** Half a second after midnight of 1 January 1970, in seconds since 1900 (RFC 868: 2,208,988,800). */
    private static final long NINETEEN_SEVENTY = 2_208_988_800L;

    private static Schedule schedule(double rate, int count) {
        return new Schedule(7_000, NINETEEN_SEVENTY, 500_000_000, rate, count);
    }

    @Test
    void requestsLeaveEvenly() {
        Schedule schedule = schedule(1000, 50);
        assertThat(schedule.offset(0)).isZero();
        assertThat(schedule.offset(3)).isEqualTo(3_000_000);
        assertThat(schedule.due(6_999)).isZero();
        assertThat(schedule.due(7_000)).isEqualTo(1);
        assertThat(schedule.due(7_000 + 2_999_999)).isEqualTo(3);
        assertThat(schedule.due(7_000 + 3_000_000)).isEqualTo(4);
    }

    @Test
    void noMoreLeaveThanThereAre() {
        assertThat(schedule(1000, 50).due(Long.MAX_VALUE / 1_000_000)).isEqualTo(50);
    }

    @Test
    void theIdentificationIsTheTimeInTheFormatOfNtp() {
        Schedule schedule = schedule(4, 50);
        assertThat(schedule.identification(0)).isEqualTo(0x83aa7e80_80000000L);
        assertThat(schedule.identification(1)).isEqualTo(0x83aa7e80_c0000000L);
        assertThat(schedule.identification(2)).isEqualTo(0x83aa7e81_00000000L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 3, 7.7, 999, 20_000, 333_333.3, 1_000_000})
    void theReplySaysWhichRequestItAnswers(double rate) {
        Schedule schedule = schedule(rate, 3_000_000);
        long before = Long.MIN_VALUE;
        for (int number = 0; number < 3_000_000; number += 1 + number % 997) {
            long identification = schedule.identification(number);
            assertThat(schedule.number(identification)).isEqualTo(number);
            assertThat(identification).isGreaterThan(before);
            before = identification;
        }
    }

    @Test
    void whatIsOfNoRequestHasNoNumber() {
        Schedule schedule = schedule(1000, 50);
        assertThat(schedule.number(schedule.identification(1) + 1)).isEqualTo(-1);
        assertThat(schedule.number(schedule.identification(50))).isEqualTo(-1);
        assertThat(schedule.number(0x83aa7e80_00000000L)).isEqualTo(-1);
        assertThat(schedule.number(0)).isEqualTo(-1);
        assertThat(schedule.number(-1)).isEqualTo(-1);
    }
}
