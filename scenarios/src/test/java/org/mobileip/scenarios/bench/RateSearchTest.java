package org.mobileip.scenarios.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class RateSearchTest {

    /** A path that loses nothing up to {@code limit}, and delivers {@code flooded} of what is more; a sender that has a limit, too. */
    private static DoubleFunction<PacedLoad.Trial> path(double limit, double flooded, double sender) {
        return wanted -> {
            double sent = Math.min(wanted, sender);
            double arrived = sent <= limit ? sent : Math.min(limit, flooded);
            return new PacedLoad.Trial((long) sent, (long) arrived, sent);
        };
    }

    @Test
    void theHighestRateWithoutLossIsFoundWithinThreePercent() {
        for (double limit : new double[] {1_500, 12_000, 79_000, 293_000, 1_900_000}) {
            assertEquals(
                    limit, RateSearch.highest(path(limit, limit, 1e8)), Math.max(limit * 0.03, 100), "limit " + limit);
        }
    }

    @Test
    void aPathThatCollapsesWhenFloodedIsMeasuredBelowTheCollapse() {
        assertEquals(100_000, RateSearch.highest(path(100_000, 2_000, 1e8)), 3_000);
    }

    @Test
    void whatTheSenderSendsAtMostIsTheLimitWhereAllOfItArrives() {
        assertEquals(180_000, RateSearch.highest(path(1e8, 1e8, 180_000)), 1);
    }

    @Test
    void aPathThatLosesAlwaysHasNoSuchRate() {
        assertEquals(
                0, RateSearch.highest(wanted -> new PacedLoad.Trial((long) wanted, (long) (wanted * 0.99), wanted)));
    }

    @Test
    void fourInAThousandMayBeLost() {
        assertTrue(RateSearch.highest(wanted -> new PacedLoad.Trial((long) wanted, (long) (wanted * 0.996), wanted))
                > 1e7);
    }
}
