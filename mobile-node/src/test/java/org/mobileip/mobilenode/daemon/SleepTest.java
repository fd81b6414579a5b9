package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

/** A clock that goes on during suspend beside one that does not. */
class SleepTest {

    private final Sleep sleep = new Sleep(seconds(1000), seconds(40));

    private static Tick seconds(double count) {
        return new Tick((long) (count * 1e9));
    }

    @Test
    void isNoneWhileBothClocksGoOn() {
        assertThat(sleep.until(seconds(1000), seconds(40))).isEmpty();
        assertThat(sleep.until(seconds(5000), seconds(4040))).isEmpty();
    }

    @Test
    void isWhatOneClockHasMissedAndToldOnce() {
        assertThat(sleep.until(seconds(4610), seconds(50))).contains(Duration.ofHours(1));
        assertThat(sleep.until(seconds(4620), seconds(60))).isEmpty();
        assertThat(sleep.until(seconds(4650), seconds(61))).contains(Duration.ofSeconds(29));
    }

    /** The two are not read at the same time: whoever is interrupted in between has not slept. */
    @Test
    void isNotTheTimeBetweenTheTwoReadings() {
        assertThat(sleep.until(seconds(1010), seconds(53)))
                .as("read three seconds later")
                .isEmpty();
        assertThat(sleep.until(seconds(1020), seconds(60))).isEmpty();
        assertThat(sleep.until(seconds(1030.9), seconds(70))).isEmpty();
    }

    @Test
    void countsShortOnesThatFollowEachOtherTogether() {
        assertThat(sleep.until(seconds(1010.6), seconds(50))).isEmpty();
        assertThat(sleep.until(seconds(1020.6), seconds(59.4))).contains(Duration.ofMillis(1200));
    }
}
