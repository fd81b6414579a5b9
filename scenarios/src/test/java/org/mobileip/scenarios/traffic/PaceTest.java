package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Stream;

class PaceTest {

    private static final long MILLI = 1_000_000;

    @Test
    void aScheduleDoesNotDriftHoweverLateItIsKept() {
        Schedule schedule = new Schedule(3, 10 * MILLI, 100);
        schedule.begin(1000);
        assertThat(schedule.dueNanos()).isEqualTo(1003);
        schedule.kept(1003 + 500_000);
        assertThat(schedule.dueNanos()).isEqualTo(1003 + 10 * MILLI);
        schedule.kept(1003 + 35 * MILLI);
        assertThat(schedule.dueNanos()).isEqualTo(1003 + 20 * MILLI);
        schedule.kept(1003 + 35 * MILLI);
        assertThat(schedule.remark("voice up"))
                .hasValue("voice up: the sender fell behind: 2 of 3 left late, by 25.0 ms at most");
    }

    @Test
    void aScheduleEndsWhereNoMoreCanBeRecorded() {
        Schedule schedule = new Schedule(0, 10 * MILLI, 2);
        schedule.begin(0);
        schedule.kept(0);
        assertThat(schedule.remark("voice up")).isEmpty();
        schedule.kept(10 * MILLI);
        assertThat(schedule.dueNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(schedule.remark("voice up"))
                .hasValue("voice up: no more than 2 can be recorded; the rest was not sent");
    }

    private static Stream tcp(Optional<Duration> every, OptionalInt size, Optional<Long> rate) {
        return new Stream(1, "file", Stream.Kind.TCP, "cn", "mn", false, every, size, rate);
    }

    @Test
    void feedsAConnectionAtItsRateInPiecesOfTwoMilliseconds() {
        TcpPace pace = TcpPace.of(tcp(Optional.empty(), OptionalInt.empty(), Optional.of(8_000_000L)));
        assertThat(pace).isEqualTo(new TcpPace(2000, 2 * MILLI, Long.MAX_VALUE, false));
    }

    @Test
    void feedsASlowConnectionInPiecesThatAreWorthAPacket() {
        TcpPace pace = TcpPace.of(tcp(Optional.empty(), OptionalInt.of(10_000), Optional.of(8_000L)));
        assertThat(pace).isEqualTo(new TcpPace(256, 256 * MILLI, 10_000, false));
    }

    @Test
    void sendsMessagesWhereTheScriptSaysHowOften() {
        TcpPace pace = TcpPace.of(tcp(Optional.of(Duration.ofMillis(100)), OptionalInt.of(500), Optional.empty()));
        assertThat(pace).isEqualTo(new TcpPace(500, 100 * MILLI, Long.MAX_VALUE, true));
    }

    /** The first five numbers of SplitMix64 for the seed 1234567, as published with its reference implementation. */
    @Test
    void theOctetsOfAConnectionAreThoseOfSplitMix64() {
        ByteBuffer octets = ByteBuffer.allocate(40);
        new OctetPattern(1_234_567).fill(octets, 0);
        assertThat(octets.getLong(0)).isEqualTo(Long.parseUnsignedLong("6457827717110365317"));
        assertThat(octets.getLong(8)).isEqualTo(Long.parseUnsignedLong("3203168211198807973"));
        assertThat(octets.getLong(16)).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
        assertThat(octets.getLong(24)).isEqualTo(Long.parseUnsignedLong("4593380528125082431"));
        assertThat(octets.getLong(32)).isEqualTo(Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void theOctetsAreTheSameFromWhereverOneBegins() {
        OctetPattern pattern = new OctetPattern(1);
        ByteBuffer all = ByteBuffer.allocate(100);
        pattern.fill(all, 0);
        for (int from = 0; from < 30; from++) {
            for (int to = from; to < 60; to++) {
                ByteBuffer part = ByteBuffer.allocate(to - from);
                pattern.fill(part, from);
                assertThat(Octets.of(part.array())).isEqualTo(Octets.of(all.array(), from, to - from));
                assertThat(pattern.matches(part.flip(), from)).isTrue();
            }
        }
    }

    @Test
    void everyOctetThatIsWrongOrAtAWrongPlaceIsFound() {
        OctetPattern pattern = new OctetPattern(1);
        ByteBuffer octets = ByteBuffer.allocate(50);
        pattern.fill(octets, 3);
        octets.flip();
        assertThat(pattern.matches(octets.duplicate(), 4)).isFalse();
        assertThat(pattern.matches(octets.duplicate(), 11)).isFalse();
        for (int at = 0; at < 50; at++) {
            octets.put(at, (byte) (octets.get(at) ^ 1));
            assertThat(pattern.matches(octets.duplicate(), 3)).isFalse();
            octets.put(at, (byte) (octets.get(at) ^ 1));
        }
        assertThat(pattern.matches(octets.duplicate(), 3)).isTrue();
    }
}
