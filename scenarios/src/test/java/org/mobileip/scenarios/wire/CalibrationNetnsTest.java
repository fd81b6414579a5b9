package org.mobileip.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Tag("alone")
@Timeout(120)
final class CalibrationNetnsTest {

    @BeforeEach
    void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ROUNDS = 5;
    private static final double HALF = 0.5;

    /**
     * What share of them is as punctual as that is a matter of the machine and of who else uses it ({@code scenarios calibrate} measures it); of
     * some rounds one has to show that the middle one is. None may lose anything.
     */
    @Test
    void delaysFiftyThousandPacketsASecondToAFifthOfAMillisecond() throws Exception {
        Impairment delay = Impairment.NONE.withDelay(Duration.ofMillis(20));
        try (Calibration calibration = new Calibration()) {
            double best = 0;
            for (int round = 0; round < ROUNDS && best < HALF; round++) {
                CalibrationReport report = calibration.run(delay, 50_000, SECOND, 200, round);
                System.out.println(report);
                assertThat(report.arrived()).isEqualTo(report.sent());
                assertThat(report.counters().overrun()).isZero();
                best = Math.max(best, report.shareWithin(200_000));
            }
            assertThat(best).isGreaterThanOrEqualTo(HALF);
        }
    }

    @Test
    void delaysFewPacketsAsWell() throws Exception {
        try (Calibration calibration = new Calibration()) {
            for (int millis : new int[] {0, 1, 50}) {
                Impairment delay = Impairment.NONE.withDelay(Duration.ofMillis(millis));
                CalibrationReport report = calibration.run(delay, 1000, SECOND, 200, 1);
                System.out.println(report);
                assertThat(report.arrived()).isEqualTo(report.sent());
                assertThat(report.shareWithin(500_000)).isGreaterThan(0.9);
            }
        }
    }

    /** Not what a kernel says by itself in the first seconds of an interface. */
    @Test
    void countsNoPacketsButItsOwn() throws Exception {
        try (Calibration calibration = new Calibration()) {
            CalibrationReport report = calibration.run(Impairment.NONE.withLoss(1), 100, SECOND, 200, 1);
            assertThat(report.counters().lost()).isEqualTo(100);
            assertThat(report.missing()).isZero();
        }
    }
}
