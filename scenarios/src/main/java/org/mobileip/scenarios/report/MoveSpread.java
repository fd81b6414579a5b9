package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;

/**
 * How the worst interruption of one move spread over the runs of a group.
 *
 * @param move like {@code move at 5s to lte}
 * @param group what the runs are called together; empty where there is one group only
 * @param millis one value a run, in milliseconds, rising; at least one
 */
public record MoveSpread(String move, String group, List<Double> millis) {

    private static final double NANOS_PER_MILLI = 1e6;

    public MoveSpread {
        millis = millis.stream().sorted().toList();
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("no value for " + move);
        }
    }

    /** Every move of all groups: for each move its spreads, in the order of the groups. */
    public static List<List<MoveSpread>> of(Map<String, List<RunResult>> groups) {
        Map<String, List<MoveSpread>> byMove = new LinkedHashMap<>();
        groups.forEach((group, runs) -> values(runs)
                .forEach((move, values) -> byMove.computeIfAbsent(move, any -> new ArrayList<>())
                        .add(new MoveSpread(move, group, values))));
        return byMove.values().stream().map(List::copyOf).toList();
    }

    private static Map<String, List<Double>> values(List<RunResult> runs) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (RunResult run : runs) {
            for (MoveResult move : run.moves()) {
                String label = "move at " + Svg.format(move.at().toNanos() / 1e9) + "s to " + move.to();
                move.interruption().ifPresent(worst -> values.computeIfAbsent(label, any -> new ArrayList<>())
                        .add(worst.toNanos() / NANOS_PER_MILLI));
            }
        }
        return values;
    }

    public double median() {
        int middle = millis.size() / 2;
        return millis.size() % 2 == 1 ? millis.get(middle) : (millis.get(middle - 1) + millis.get(middle)) / 2;
    }

    public double least() {
        return millis.get(0);
    }

    public double most() {
        return millis.get(millis.size() - 1);
    }

    /** Whether some value of one lies within the range of the other, so that nobody can say which is better. */
    public boolean overlaps(MoveSpread other) {
        return least() <= other.most() && other.least() <= most();
    }
}
