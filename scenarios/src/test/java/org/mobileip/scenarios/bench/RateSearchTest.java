package org.mobileip.scenarios.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** That path, on a machine that loses a tenth of the datagrams of some trials, whatever their rate. */
    private static DoubleFunction<PacedLoad.Trial> busy(
            DoubleFunction<PacedLoad.Trial> path, double chance, Random random) {
        return wanted -> {
            PacedLoad.Trial trial = path.apply(wanted);
            return random.nextDouble() >= chance
                    ? trial
                    : new PacedLoad.Trial(trial.sent(), trial.received() * 9 / 10, trial.perSecond());
        };
    }

    @Test
    void aTrialThatLosesByChanceDoesNotEndTheSearch() {
        for (int losing = 0; losing < 20; losing++) {
            AtomicInteger number = new AtomicInteger();
            int which = losing;
            DoubleFunction<PacedLoad.Trial> path = path(110_000, 2_000, 1e8);
            double found = RateSearch.highest(wanted -> number.getAndIncrement() == which
                    ? new PacedLoad.Trial((long) wanted, 0, wanted)
                    : path.apply(wanted));
            assertEquals(110_000, found, 3_300, "when trial " + losing + " loses all");
        }
    }

    @Test
    void aRateThatIsTooHighByChanceTwiceIsTriedAgain() {
        AtomicInteger number = new AtomicInteger();
        DoubleFunction<PacedLoad.Trial> path = path(110_000, 2_000, 1e8);
        assertEquals(
                110_000,
                RateSearch.highest(wanted -> number.getAndIncrement() < 2
                        ? new PacedLoad.Trial((long) wanted, 0, wanted)
                        : path.apply(wanted)),
                3_300);
    }

    /** One search in a hundred may end low, where each trial fails with a chance of one in ten; 0.5 % may be lost. */
    @Test
    void whereATenthOfTheTrialsLoseByChanceNearlyEverySearchFindsTheRate() {
        for (double limit : new double[] {12_000, 110_000, 293_000}) {
            int right = 0;
            for (int seed = 0; seed < 1000; seed++) {
                double found = RateSearch.highest(busy(path(limit, limit, 1e8), 0.1, new Random(seed)));
                assertTrue(found <= 1.006 * limit, "limit " + limit + ", seed " + seed + ": " + found);
                right += found >= 0.97 * limit ? 1 : 0;
            }
            assertTrue(right >= 985, right + " of 1000 at a limit of " + limit);
        }
    }

    @Test
    void aSearchTakes42TrialsAtMostHoweverTheyEnd() {
        for (int seed = 0; seed < 1000; seed++) {
            AtomicInteger made = new AtomicInteger();
            DoubleFunction<PacedLoad.Trial> path = busy(path(1e7, 1e7, 1e8), 0.5, new Random(seed));
            RateSearch.highest(wanted -> {
                made.incrementAndGet();
                return path.apply(wanted);
            });
            assertTrue(made.get() <= 42, "seed " + seed + ": " + made);
        }
    }

    /** Where nothing is lost by chance it takes hardly longer than one look at each rate. */
    @Test
    void aPathOfAMillionASecondTakesTwentyTrials() {
        AtomicInteger made = new AtomicInteger();
        DoubleFunction<PacedLoad.Trial> path = path(1e6, 1e6, 1e8);
        RateSearch.highest(wanted -> {
            made.incrementAndGet();
            return path.apply(wanted);
        });
        assertTrue(made.get() <= 20, made.toString());
    }

    /** What it sends is somewhat less than asked for, as long as that is nearly all. */
    @Test
    void aSenderThatIsSomewhatSlowEndsNoSearch() {
        assertEquals(
                110_000,
                RateSearch.highest(wanted -> path(110_000, 110_000, 1e8).apply(0.97 * wanted)),
                3_300);
    }
}
