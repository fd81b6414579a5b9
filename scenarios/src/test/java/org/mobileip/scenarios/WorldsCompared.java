package org.mobileip.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import org.mobileip.scenarios.measure.Figure;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Verdict;

/**
 * The same scenario, played in both worlds, check by check. Verdicts have to be the same. Of times, what is measured with real
 * daemons may be so much longer than what is simulated as a busy machine takes to compute, and so much shorter as chance and
 * the send interval allow.
 */
final class WorldsCompared {

    private static final double LONGER_MILLIS = 150;
    private static final double LONGER_SHARE = 0.2;
    private static final double SHORTER_MILLIS = 15;
    private static final double SHORTER_SHARE = 0.1;

    private final RunResult simulated;
    private final RunResult real;

    WorldsCompared(RunResult simulated, RunResult real) {
        this.simulated = simulated;
        this.real = real;
    }

    /** What differs: an empty list where the two worlds agree. */
    List<String> differences(boolean comparesTimes) {
        return differing((one, other) -> one.ok() != other.ok() || (comparesTimes && isFar(one, other)));
    }

    /** The same of all that is no time. */
    List<String> differencesButTimes() {
        return differing((one, other) -> one.ok() != other.ok() && millis(other).isEmpty());
    }

    private List<String> differing(BiPredicate<Verdict, Verdict> isDifferent) {
        if (simulated.expectations().size() != real.expectations().size()) {
            return List.of(simulated.expectations().size() + " checks in sim, "
                    + real.expectations().size() + " in netns");
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < real.expectations().size(); i++) {
            Verdict one = simulated.expectations().get(i);
            Verdict other = real.expectations().get(i);
            if (isDifferent.test(one, other)) {
                differences.add(row(one, other));
            }
        }
        return differences;
    }

    private static boolean isFar(Verdict simulated, Verdict real) {
        OptionalDouble one = millis(simulated);
        OptionalDouble other = millis(real);
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() != other.isPresent();
        }
        double resolution = real.resolution().orElse(0);
        double longest = one.getAsDouble() * (1 + LONGER_SHARE) + LONGER_MILLIS + resolution;
        double shortest = one.getAsDouble() * (1 - SHORTER_SHARE) - SHORTER_MILLIS - 2 * resolution;
        return other.getAsDouble() > longest || other.getAsDouble() < shortest;
    }

    private static OptionalDouble millis(Verdict verdict) {
        return verdict.figure()
                .filter(figure -> figure.unit().equals("ms"))
                .map(Figure::measured)
                .orElse(OptionalDouble.empty());
    }

    /** A row a check, for a table: what, when, and both figures with their verdicts. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0;
                i
                        < Math.min(
                                simulated.expectations().size(),
                                real.expectations().size());
                i++) {
            rows.add(row(simulated.expectations().get(i), real.expectations().get(i)));
        }
        return rows;
    }

    private static String row(Verdict simulated, Verdict real) {
        return "| " + real.line() + " | " + real.text() + " | " + real.scope() + " | " + told(simulated) + " | "
                + told(real) + " |";
    }

    private static String told(Verdict verdict) {
        String figure = verdict.figure()
                .filter(each -> each.measured().isPresent())
                .map(each ->
                        String.format(Locale.ROOT, "%.1f %s", each.measured().getAsDouble(), each.unit()))
                .orElse(verdict.detail());
        return (verdict.ok() ? "✓ " : "✗ ") + figure;
    }
}
