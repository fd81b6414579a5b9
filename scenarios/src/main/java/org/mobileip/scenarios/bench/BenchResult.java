package org.mobileip.scenarios.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * All rounds of all subjects. The first subject is what the others are compared with, round by round: what else a machine
 * does changes from minute to minute, and touches the subjects of one round alike.
 *
 * @param subjects each with its rounds, in order
 * @param skipped why a subject was not measured, by its name
 * @param isSteered whether several processors shared the work of one interface
 * @param turn how long each measurement was
 */
public record BenchResult(
        Map<String, List<Round>> subjects, Map<String, String> skipped, boolean isSteered, Duration turn) {

    /** What one round of one subject gave. */
    public record Round(Map<Figure, Double> figures) {
        public Round {
            figures = Map.copyOf(figures);
        }

        double value(Figure figure) {
            return Objects.requireNonNull(figures.get(figure));
        }
    }

    public BenchResult {
        Map<String, List<Round>> copy = new LinkedHashMap<>();
        subjects.forEach((name, rounds) -> copy.put(name, List.copyOf(rounds)));
        subjects = copy;
        skipped = new LinkedHashMap<>(skipped);
    }

    private List<Round> rounds(String subject) {
        return Objects.requireNonNull(subjects.get(subject));
    }

    private List<Round> yardstick() {
        return subjects.values().iterator().next();
    }

    /** The values of a subject, in the unit that the key of the figure names. */
    public double[] values(String subject, Figure figure) {
        return rounds(subject).stream()
                .mapToDouble(round -> round.value(figure))
                .toArray();
    }

    /** The values of a subject, each divided by that of the first subject in the same round. */
    public double[] ratios(String subject, Figure figure) {
        List<Round> own = rounds(subject);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), yardstick().size()); i++) {
            ratios.add(own.get(i).value(figure) / yardstick().get(i).value(figure));
        }
        return ratios.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The middle one, or between the two middle ones. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** What is said in JSON, without the environment. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("measurement_s", turn.toMillis() / 1e3);
        document.put("receive_packet_steering", isSteered);
        document.put("compared_with", subjects.keySet().iterator().next());
        List<Map<String, Object>> all = new ArrayList<>();
        for (String subject : subjects.keySet()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", subject);
            for (Figure figure : Figure.values()) {
                one.put(figure.word(), spread(values(subject, figure), ratios(subject, figure)));
            }
            all.add(one);
        }
        document.put("subjects", all);
        document.put("skipped", skipped);
        return document;
    }

    private static Map<String, Object> spread(double[] values, double[] ratios) {
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("median", rounded(median(values)));
        spread.put("least", rounded(Arrays.stream(values).min().orElseThrow()));
        spread.put("most", rounded(Arrays.stream(values).max().orElseThrow()));
        spread.put("ratio", rounded(median(ratios)));
        spread.put(
                "values", DoubleStream.of(values).mapToObj(BenchResult::rounded).toList());
        return spread;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
