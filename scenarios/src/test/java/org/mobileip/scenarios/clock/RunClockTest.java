package org.mobileip.scenarios.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunClockTest {

    @Test
    void convertsBothWaysByTheDistanceTakenAtTheStart() {
        AtomicLong distance = new AtomicLong(1_000);
        RunClock clock = RunClock.withDistance(distance::get);
        distance.set(5_000_000);
        assertThat(clock.ofWall(1_007)).isEqualTo(7);
        assertThat(clock.toWall(7)).isEqualTo(1_007);
    }

    @Test
    void tellsOfAWallClockThatWasSetAndByHowMuch() {
        AtomicLong distance = new AtomicLong(1_000);
        RunClock clock = RunClock.withDistance(distance::get);
        assertThat(clock.step()).isEmpty();
        distance.set(1_000 - 2_500_000);
        assertThat(clock.step())
                .hasValue("the wall clock was set by -2.5 ms during the run: "
                        + "times of arrival after that are wrong by as much");
    }

    @Test
    void itsTwoClocksStayTogether() {
        assertThat(RunClock.start().step()).isEmpty();
    }
}
