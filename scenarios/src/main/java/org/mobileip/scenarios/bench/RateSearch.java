package org.mobileip.scenarios.bench;

import java.util.function.DoubleFunction;

/**
 * The highest rate that a path takes with next to no loss (RFC 2544 section 26.1): twice as much each time until too much is lost or the
 * sender sends no more; then by halving. What arrives of a flood says nothing about it: a path that is flooded may deliver a
 * tenth of what it takes.
 */
final class RateSearch {

    /** More of the lost than that is too much (RFC 2544 would have none; a busy machine loses some by itself). */
    private static final double LOST = 0.005;

    /** Of what was wanted; a sender that sends less has reached its own limit. */
    private static final double ALL = 0.95;

    private static final double FIRST = 10_000;
    private static final int DOUBLINGS = 12;
    private static final int HALVINGS = 6;

    private RateSearch() {}

    /**
     * That rate, a second; 0 where even a little is lost.
     *
     * @param trials makes a trial at the rate wanted, a second
     */
    static double highest(DoubleFunction<PacedLoad.Trial> trials) {
        double found = 0;
        double high = 0;
        for (int i = 0; i < DOUBLINGS && high == 0; i++) {
            double wanted = found == 0 ? FIRST : 2 * found;
            PacedLoad.Trial trial = trials.apply(wanted);
            boolean isWhole = isWhole(trial);
            if (isWhole && trial.perSecond() < ALL * wanted) {
                return Math.max(found, trial.perSecond());
            }
            if (isWhole) {
                found = trial.perSecond();
            } else {
                high = Math.min(wanted, trial.perSecond());
            }
        }
        for (int i = 0; i < HALVINGS; i++) {
            PacedLoad.Trial trial = trials.apply((found + high) / 2);
            if (isWhole(trial)) {
                found = Math.max(found, trial.perSecond());
            } else {
                high = (found + high) / 2;
            }
        }
        return found;
    }

    private static boolean isWhole(PacedLoad.Trial trial) {
        return trial.sent() > 0 && trial.kept() >= 1 - LOST;
    }
}
