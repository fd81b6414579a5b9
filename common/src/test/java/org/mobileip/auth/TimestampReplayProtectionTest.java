package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.TimestampReplayProtection.Verdict;
import org.mobileip.wire.Identification;

/** What RFC 5944 §5.7.1 has a home agent promise; the numbers are those of the acceptance checklist. */
class TimestampReplayProtectionTest {

    /** 0xeeaf9850 seconds after 1900. */
    private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");

    private static final TimestampReplayProtection PROTECTION =
            new TimestampReplayProtection(TimestampReplayProtection.DEFAULT_TOLERANCE);

    @Test
    void rpl07AllowsSevenSecondsUnlessToldOtherwise() {
        assertThat(PROTECTION.tolerance()).isEqualTo(Duration.ofSeconds(7));
        assertThatThrownBy(() -> new TimestampReplayProtection(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rpl08AcceptsOnlyWhatIsCloseToOurTimeOfDay() {
        assertThat(acceptsFirst(Identification.of(0xeeaf9850, 0))).isTrue();
        assertThat(acceptsFirst(Identification.of(0xeeaf9850 - 7, 0))).isTrue();
        assertThat(acceptsFirst(Identification.of(0xeeaf9850 - 8, 0xff000000))).isFalse();
        assertThat(acceptsFirst(Identification.of(0xeeaf9850 + 7, 0))).isTrue();
        assertThat(acceptsFirst(Identification.of(0xeeaf9850 + 7, 0x01000000))).isFalse();
        assertThat(acceptsFirst(new Identification(0))).isFalse();
        assertThat(acceptsFirst(new Identification(-1))).isFalse();
    }

    @Test
    void rpl08AcceptsOnlyWhatIsNewerThanEverythingAcceptedBefore() {
        Identification highest = Identification.of(0xeeaf984f, 0x80000000);
        assertThat(accepts(highest, Identification.of(0xeeaf984f, 0x80000001))).isTrue();
        assertThat(accepts(highest, Identification.of(0xeeaf9850, 0))).isTrue();
        assertThat(accepts(highest, Identification.of(0xeeaf984f, 0x7fffffff))).isFalse();
    }

    @Test
    void rpl08NeedsBoth() {
        Identification highest = Identification.of(0xeeaf9850, 0);
        assertThat(accepts(highest, Identification.of(0xeeaf9850 + 60, 0))).isFalse();
    }

    @Test
    void rpl09RepeatsTheWholeIdentificationOfAValidRequest() {
        Identification requested = Identification.of(0xeeaf9851, 0x12345678);
        assertThat(PROTECTION.check(Optional.empty(), requested, NOW)).isEqualTo(new Verdict(true, requested));
    }

    @Test
    void rpl10AnswersWithTheLowHalfOfTheRequestBelowOurOwnSeconds() {
        Identification anHourAhead = Identification.of(0xeeaf9850 + 3600, 0x12345678);
        Instant nearlyASecondLater = NOW.plusMillis(999);
        assertThat(PROTECTION.check(Optional.empty(), anHourAhead, nearlyASecondLater))
                .isEqualTo(new Verdict(false, Identification.of(0xeeaf9850, 0x12345678)));
    }

    @Test
    void doesNotLockANodeOutWhenOurClockIsSetBackAnHour() {
        Optional<Identification> highest = Optional.of(Identification.of(0xeeaf9850 + 3600, 0x40000000));
        Identification byTheRightClock = Identification.of(0xeeaf9850 + 3660, 0x12345678);
        Verdict told = PROTECTION.check(highest, byTheRightClock, NOW);
        assertThat(told).isEqualTo(new Verdict(false, Identification.of(0xeeaf9850 + 3601, 0x12345678)));
        assertThat(PROTECTION.check(highest, told.replyIdentification(), NOW).accepted())
                .isTrue();
    }

    @Test
    void refusesWhatWasOverheardWhenOurClockIsSetBack() {
        Optional<Identification> highest = Optional.of(Identification.of(0xeeaf9850 + 3600, 0x40000000));
        assertThat(PROTECTION
                        .check(highest, Identification.of(0xeeaf9850, 0), NOW)
                        .accepted())
                .isFalse();
        assertThat(PROTECTION
                        .check(highest, Identification.of(0xeeaf9850 + 3600, 0x40000000), NOW)
                        .accepted())
                .isFalse();
    }

    @Test
    void tellsItsOwnTimeToANodeThatIsAheadWithinTheTolerance() {
        Optional<Identification> highest = Optional.of(Identification.of(0xeeaf9850 + 6, 0));
        assertThat(PROTECTION
                        .check(highest, Identification.of(0xeeaf9850 + 5, 0x12345678), NOW)
                        .replyIdentification())
                .isEqualTo(Identification.of(0xeeaf9850, 0x12345678));
    }

    @Test
    void rpl18HoldsAnEqualIdentificationForNoNewerOne() {
        Identification accepted = Identification.of(0xeeaf9850, 0x12345678);
        assertThat(accepts(accepted, accepted)).isFalse();
    }

    @Test
    void rpl20RefusesARequestThatWasOvertakenSoThatAnOlderCareOfAddressCannotReplaceANewer() {
        Identification sentFirst = Identification.of(0xeeaf984e, 0);
        Identification sentSecond = Identification.of(0xeeaf984f, 0);
        assertThat(acceptsFirst(sentSecond)).isTrue();
        assertThat(accepts(sentSecond, sentFirst)).isFalse();
    }

    @Test
    void goesOnOverTheEndOfTheEraIn2036() {
        Instant lastSecond = Instant.parse("2036-02-07T06:28:15Z");
        Identification before = new Identification(0xffffffff_80000000L);
        Identification after = new Identification(0x00000000_80000000L);
        assertThat(PROTECTION.check(Optional.of(before), after, lastSecond).accepted())
                .isTrue();
        assertThat(PROTECTION.check(Optional.of(after), before, lastSecond).accepted())
                .isFalse();
    }

    private static boolean acceptsFirst(Identification requested) {
        return PROTECTION.check(Optional.empty(), requested, NOW).accepted();
    }

    private static boolean accepts(Identification highest, Identification requested) {
        return PROTECTION.check(Optional.of(highest), requested, NOW).accepted();
    }
}
