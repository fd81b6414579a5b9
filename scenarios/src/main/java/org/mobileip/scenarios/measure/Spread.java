package org.mobileip.scenarios.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mobileip.scenarios.language.Comparison;

/**
 * How the figure of one check spread over several runs.
 *
 * @param check the check, as its first run has it
 * @param values of the runs that measured one, in the order of the runs, in the unit of the figure
 * @param runs how many runs there were
 * @param missed in how many of them the check did not hold
 */
public record Spread(Verdict check, List<Double> values, int runs, int missed) {

    /** A value further from the median than so many median absolute deviations is an outlier (modified Z-score of 10). */
    private static final double OUTLYING = 14.826;

    private static final double P95 = 0.95;

    public Spread {
        values = List.copyOf(values);
    }

    /** The checks of all runs side by side; the first of them says which checks there are. */
    public static List<Spread> of(List<List<Verdict>> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        return runs.get(0).stream().map(check -> of(check, runs)).toList();
    }

    private static Spread of(Verdict check, List<List<Verdict>> runs) {
        List<Verdict> same = runs.stream()
                .flatMap(verdicts ->
                        verdicts.stream().filter(other -> isSame(check, other)).limit(1))
                .toList();
        List<Double> values = same.stream()
                .flatMap(verdict -> verdict.figure().stream())
                .flatMap(figure -> figure.measured().stream().boxed())
                .toList();
        int held = (int) same.stream().filter(Verdict::ok).count();
        return new Spread(check, values, runs.size(), runs.size() - held);
    }

    private static boolean isSame(Verdict one, Verdict other) {
        return one.line() == other.line()
                && one.scope().equals(other.scope())
                && one.text().equals(other.text());
    }

    public OptionalDouble least() {
        return at(0);
    }

    public OptionalDouble most() {
        return at(1);
    }

    /** The middle value, or the mean of the two in the middle. */
    public OptionalDouble median() {
        return median(values);
    }

    /** The smallest value that 95% of the runs do not exceed (nearest rank). */
    public OptionalDouble p95() {
        return at(P95);
    }

    /**
     * The value that 95% of the runs did at least as well as, held against the limit: for {@code >} and {@code >=} that is
     * the one that 95% reach. A run that measured nothing did worse than any.
     */
    public Verdict overRuns() {
        Optional<Figure> figure = check.figure()
                .map(it -> new Figure(
                        values.size() == runs ? decisive(it.comparison()) : OptionalDouble.empty(),
                        it.comparison(),
                        it.limit(),
                        it.unit()));
        boolean ok = figure.map(Figure::holds).orElse(missed <= runs * (1 - P95));
        return new Verdict(
                check.line(),
                check.text(),
                check.scope(),
                ok,
                check.warnOnly(),
                figure,
                check.floor(),
                check.resolution(),
                runs + (runs == 1 ? " run" : " runs"));
    }

    private OptionalDouble decisive(Comparison comparison) {
        if (comparison != Comparison.ABOVE && comparison != Comparison.AT_LEAST) {
            return p95();
        }
        double[] sorted = sorted(values);
        int rank = sorted.length - (int) Math.ceil(P95 * sorted.length);
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank]);
    }

    /** How many runs took far longer than the others. */
    public long slowOutliers() {
        double middle = median().orElse(0);
        double deviation = median(
                        values.stream().map(value -> Math.abs(value - middle)).toList())
                .orElse(0);
        return values.stream()
                .filter(value -> value - middle > OUTLYING * deviation && value - middle > resolution())
                .count();
    }

    /** How many times slower the first run was than the slowest of the rest, where it was at least twice as slow. */
    public OptionalDouble coldStart() {
        if (values.size() < 3 || values.size() < runs) {
            return OptionalDouble.empty();
        }
        double first = values.get(0);
        List<Double> rest = values.subList(1, values.size());
        double slowest = rest.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double usual = median(rest).orElse(0);
        boolean isCold = first >= 2 * slowest && first - slowest > resolution() && usual > 0;
        return isCold ? OptionalDouble.of(first / usual) : OptionalDouble.empty();
    }

    private double resolution() {
        return check.resolution().orElse(1);
    }

    private OptionalDouble at(double share) {
        double[] sorted = sorted(values);
        int rank = Math.max(1, (int) Math.ceil(share * sorted.length));
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
    }

    private static OptionalDouble median(List<Double> values) {
        double[] sorted = sorted(values);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
