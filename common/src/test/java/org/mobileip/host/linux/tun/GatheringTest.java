package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.tunnel.PathCounters;

class GatheringTest {

    private static final long MICROSECOND = 1_000;
    private static final int FULL = 1460;
    private static final int SMALL = 64;

    private final PathCounters counters = new PathCounters();
    private final Gathering gathering = new Gathering(0);
    private long now;

    /** Woken each {@code every} microseconds for so many packets of so many octets, for {@code millis} milliseconds: its pauses, together. */
    private long pauses(int millis, int every, int packets, int octets) {
        long pauses = 0;
        for (int done = 0; done < 1000 * millis; done += every) {
            now += every * MICROSECOND;
            for (int i = 0; i < packets; i++) {
                counters.received(1);
                counters.forwarded().decapsulated(octets);
            }
            pauses += gathering.pause(now, counters);
        }
        return pauses;
    }

    @Test
    void makesAShortPauseEachTimeInAStreamOfManySmallPackets() {
        pauses(10, 20, 2, SMALL);
        assertThat(pauses(100, 100, 10, SMALL)).isEqualTo(1000 * Gathering.PAUSE);
    }

    @Test
    void holdsUpNoLongPackets() {
        assertThat(pauses(100, 50, 10, FULL)).isZero();
    }

    @Test
    void holdsUpNobodyWhereFewCome() {
        assertThat(pauses(100, 50, 1, SMALL))
                .as("a ball there and back in 50 us")
                .isZero();
        assertThat(pauses(100, 100, 4, SMALL))
                .as("acknowledgements of a download")
                .isZero();
    }

    @Test
    void takesNoFewThatComeTogetherForAStream() {
        for (int i = 0; i < 10; i++) {
            now += 20_000 * MICROSECOND;
            assertThat(pauses(1, 1000, 1, SMALL) + pauses(1, 100, 20, SMALL)).isZero();
        }
    }

    @Test
    void countsBothWays() {
        for (int i = 0; i < 1000; i++) {
            counters.received(1);
            counters.forwarded().encapsulated(FULL);
        }
        assertThat(gathering.pause(Gathering.LOOK, counters)).isZero();
    }

    @Test
    void makesNoMorePausesWhenFewComeAgain() {
        pauses(100, 20, 2, SMALL);
        pauses(10, 1000, 1, SMALL);
        assertThat(pauses(100, 1000, 1, SMALL)).isZero();
    }

    @Test
    void doesNotPauseForWhatIsLongOver() {
        pauses(9, 20, 2, SMALL);
        now += 1_000_000 * MICROSECOND;
        assertThat(gathering.pause(now, counters)).isZero();
    }
}
