package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.TimestampReplayProtection.Verdict;
import org.mobileip.wire.Identification;

/** What RFC 5944 §5.7.1 has a mobile node promise. */
class IdentificationClockTest {

    private static final Instant NOW = Instant.parse("2026-11-24T05:00:00.5Z");
    private static final TimestampReplayProtection HOME_AGENT = new TimestampReplayProtection(Duration.ofSeconds(7));

    private final IdentificationClock clock = new IdentificationClock();

    @Test
    void rpl05GivesTheTimeOfDayWithNoiseWhereTheClockIsNotFineEnough() {
        assertThat(clock.next(NOW, 0x7fffffff)).isEqualTo(new Identification(0xeeaf9850_80000fffL));
    }

    @Test
    void rpl06RisesEvenWhenTheTimeOfDayStandsStillOrIsSetBack() {
        Identification last = clock.next(NOW, 0xfff);
        Set<Integer> lowHalves = new HashSet<>(Set.of(last.low()));
        for (int i = 0; i < 1000; i++) {
            Identification next = clock.next(NOW.minusSeconds(i), 1000 - i);
            assertThat(next.isNewerThan(last)).isTrue();
            assertThat(lowHalves.add(next.low()))
                    .as("rpl04: a low-order half of its own")
                    .isTrue();
            last = next;
        }
        assertThat(last.toInstant()).isBetween(NOW, NOW.plusMillis(1));
    }

    @Test
    void rpl11TakesNoTimeFromAReplyToAnotherRequest() {
        Identification requested = clock.next(NOW, 0);
        Identification other = Identification.of(0xeeaf9850 + 3600, requested.low() + 1);
        assertThat(clock.resynchronise(requested, other, NOW)).isFalse();
        assertThat(clock.next(NOW, 1).toInstant()).isBetween(NOW, NOW.plusMillis(1));
    }

    @Test
    void rpl12IsAcceptedAtTheSecondTryWhateverTheSystemsClockSays() {
        for (Duration wrong : new Duration[] {
            Duration.ofDays(-365 * 56),
            Duration.ofHours(-1),
            Duration.ofSeconds(-8),
            Duration.ofMillis(7500),
            Duration.ofSeconds(20),
            Duration.ofHours(1),
            Duration.ofDays(365 * 9)
        }) {
            IdentificationClock node = new IdentificationClock();
            Instant nodesTime = NOW.plus(wrong);
            Identification first = node.next(nodesTime, 5);
            Verdict denied = HOME_AGENT.check(Optional.empty(), first, NOW);
            assertThat(denied.accepted()).as(wrong.toString()).isFalse();
            assertThat(node.resynchronise(first, denied.replyIdentification(), nodesTime.plusMillis(30)))
                    .isTrue();
            Identification second = node.next(nodesTime.plusMillis(31), 6);
            assertThat(HOME_AGENT
                            .check(Optional.empty(), second, NOW.plusMillis(60))
                            .accepted())
                    .as(wrong.toString())
                    .isTrue();
            assertThat(Duration.between(second.toInstant(), NOW).abs()).isLessThan(Duration.ofMillis(600));
        }
    }

    @Test
    void rpl06StillRisesAfterAResynchronisationThatIsOnlyRounding() {
        Identification first = clock.next(NOW.plusMillis(400), 0);
        // The home agent is at the beginning of our second, so its middle is before what we sent.
        Identification replied = first.withHigh(0xeeaf984f);
        assertThat(clock.resynchronise(first, replied, NOW.plusMillis(410))).isTrue();
        assertThat(clock.next(NOW.plusMillis(420), 0).isNewerThan(first)).isTrue();
    }

    @Test
    void goesOnRisingInTheHomeAgentsTimeAfterAResynchronisation() {
        Identification first = clock.next(NOW.plus(Duration.ofHours(1)), 0);
        clock.resynchronise(first, first.withHigh(0xeeaf9850), NOW.plus(Duration.ofHours(1)));
        Identification last = clock.next(NOW.plus(Duration.ofHours(1)), 0);
        assertThat(last.high()).isEqualTo(0xeeaf9850);
        for (int i = 1; i < 100; i++) {
            Identification next = clock.next(NOW.plus(Duration.ofHours(1)).plusMillis(i - 50), i);
            assertThat(next.isNewerThan(last)).isTrue();
            last = next;
        }
    }

    @Test
    void goesOnOverTheEndOfTheEraIn2036() {
        Identification before = clock.next(Instant.parse("2036-02-07T06:28:15.999999Z"), 0);
        Identification after = clock.next(Instant.parse("2036-02-07T06:28:16Z"), 0);
        assertThat(before.high()).isEqualTo(-1);
        assertThat(after).isEqualTo(new Identification(0));
    }

    @Test
    void hearsTheTimeOfDayFromAMismatchOnly() {
        Identification first = clock.next(NOW, 0);
        Identification anHourLater = first.withHigh(first.high() + 3600);
        assertThat(clock.hear(first, anHourLater, false, NOW)).isTrue();
        assertThat(clock.next(NOW, 1).toInstant()).isBetween(NOW, NOW.plusMillis(1));
        assertThat(clock.hear(first, Identification.of(0, first.low() + 1), false, NOW))
                .isFalse();
        assertThat(clock.hear(first, anHourLater, true, NOW)).isTrue();
        assertThat(clock.next(NOW, 1).high()).isEqualTo(first.high() + 3600);
    }
}
