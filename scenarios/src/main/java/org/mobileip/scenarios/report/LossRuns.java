package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Packets of one flow that were lost one after the other.
 *
 * @param first number of the first
 * @param last number of the last
 * @param from when the first was sent, in ms of the script
 * @param to when the last was sent
 * @param count how many
 */
record LossRuns(int first, int last, double from, double to, int count) {

    static List<LossRuns> of(List<Packets.Trip> trips) {
        List<LossRuns> runs = new ArrayList<>();
        List<Packets.Trip> run = new ArrayList<>();
        for (Packets.Trip trip : trips) {
            if (trip.isLost()) {
                run.add(trip);
            } else if (!run.isEmpty()) {
                runs.add(of(run.get(0), run.get(run.size() - 1), run.size()));
                run.clear();
            }
        }
        if (!run.isEmpty()) {
            runs.add(of(run.get(0), run.get(run.size() - 1), run.size()));
        }
        return runs;
    }

    private static LossRuns of(Packets.Trip first, Packets.Trip last, int count) {
        return new LossRuns(first.sequence(), last.sequence(), first.sent(), last.sent(), count);
    }

    /** {@code 8 packets lost, 1000–1007, sent in 35.0 ms}. */
    String told() {
        return count == 1
                ? "1 packet lost, number " + first
                : count + " packets lost, numbers " + first + "–" + last + ", sent within " + Html.millis(to - from);
    }
}
