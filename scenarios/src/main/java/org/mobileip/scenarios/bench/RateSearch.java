package org.mobileip.scenarios.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleFunction;

/**
 * The highest rate that a path takes with next to no loss (RFC 2544 section 26.1): twice as much each time until too much is lost or the
 * sender sends no more; then by halving. What arrives of a flood says nothing about it: a path that is flooded may deliver a
 * tenth of what it takes.
 *
 * <p>A busy machine loses something now and then at any rate. So a rate is too high when two of three trials lose too much; and the
 * rate that the search ends below is tried once more: if it was too high by chance alone, the search goes on above it. For one search.
 */
final class RateSearch {

    /** More of the lost than that is too much (RFC 2544 would have none; a busy machine loses some by itself). */
    private static final double LOST = 0.005;

    /** Of what was wanted; a sender that sends less has reached its own limit. */
    private static final double ALL = 0.95;

    private static final double FIRST = 10_000;
    private static final double MOST = FIRST * (1 << 11);

    /** How near what is taken and what is too much come to each other: a part of the latter, or so many a second. */
    private static final double NEAR = 0.02;

    private static final double NEAR_A_SECOND = 160;

    /** A path of a million a second takes some 20 where nothing is lost by chance. */
    private static final int MOST_TRIALS = 40;

    private final DoubleFunction<PacedLoad.Trial> trials;
    private int left = MOST_TRIALS;

    /** The highest rate that was taken; 0: none yet. */
    private double found;

    /** Rates that were too high, the lowest first. */
    private final Deque<Double> tooHigh = new ArrayDeque<>();

    private RateSearch(DoubleFunction<PacedLoad.Trial> trials) {
        this.trials = trials;
    }

    /**
     * That rate, a second; 0 where even a little is lost.
     *
     * @param trials makes a trial at the rate wanted, a second; it is asked for 42 at most
     */
    static double highest(DoubleFunction<PacedLoad.Trial> trials) {
        return new RateSearch(trials).search();
    }

    private double search() {
        double next = FIRST;
        while (left > 0 && next <= MOST) {
            boolean isSecondLook = !tooHigh.isEmpty() && next == tooHigh.peek();
            PacedLoad.Trial trial = tried(next);
            if (isWhole(trial)) {
                found = Math.max(found, trial.perSecond());
                if (trial.perSecond() < ALL * next) {
                    return found;
                }
                double taken = next;
                tooHigh.removeIf(rate -> rate <= taken);
            } else if (isSecondLook) {
                return found;
            } else {
                tooHigh.push(Math.min(next, trial.perSecond()));
            }
            next = next();
        }
        return found;
    }

    private double next() {
        if (tooHigh.isEmpty()) {
            return found == 0 ? FIRST : 2 * found;
        }
        double least = tooHigh.peek();
        return least - found <= Math.max(NEAR * least, NEAR_A_SECOND) ? least : (found + least) / 2;
    }

    /** One that is whole, or the last of those by which the rate is too high. */
    private PacedLoad.Trial tried(double rate) {
        int whole = 0;
        int losing = 0;
        while (true) {
            PacedLoad.Trial trial = trials.apply(rate);
            left--;
            if (isWhole(trial)) {
                whole++;
            } else {
                losing++;
            }
            // One that is whole at once is believed: nobody keeps by chance what the path cannot take.
            if (whole > losing || losing == 2) {
                return trial;
            }
        }
    }

    private static boolean isWhole(PacedLoad.Trial trial) {
        return trial.sent() > 0 && trial.kept() >= 1 - LOST;
    }
}
