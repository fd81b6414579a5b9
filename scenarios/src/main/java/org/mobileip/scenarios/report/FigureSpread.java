package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.StreamResult;

/**
 * How one figure spread over the runs of a group.
 *
 * @param kind which figure
 * @param of of what: {@code move at 5s to lte}, or a stream's name
 * @param group what the runs are called together; empty where there is one group only
 * @param values one a run that has it, rising; at least one
 */
public record FigureSpread(Kind kind, String of, String group, List<Double> values) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEBI = 1 << 20;

    /** What is compared, in this order. */
    public enum Kind {
        /** The worst of any stream, of a move. */
        INTERRUPTION("interruption", "ms"),
        /** From a move to the reply that accepted it. */
        REGISTERED("registered", "ms"),
        /** Of a udp stream, both directions together. */
        LOST("lost", "packets"),
        /** Of a tcp stream. */
        STALL("longest stall", "ms"),
        /** Of a tcp stream. */
        RECEIVED("received", "MiB");

        private final String words;
        private final String unit;

        Kind(String words, String unit) {
            this.words = words;
            this.unit = unit;
        }

        /** As it is written. */
        public String words() {
            return words;
        }

        /** {@code ms}, {@code packets} or {@code MiB}. */
        public String unit() {
            return unit;
        }
    }

    private record Figure(Kind kind, String of) {}

    public FigureSpread {
        values = values.stream().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no value for " + kind + " of " + of);
        }
    }

    /** Every figure of all groups: for each its spreads, in the order of the groups. */
    public static List<List<FigureSpread>> of(Map<String, List<RunResult>> groups) {
        Map<Figure, List<FigureSpread>> byFigure = new LinkedHashMap<>();
        boolean hasSeveralNodes = groups.values().stream()
                        .flatMap(List::stream)
                        .flatMap(run -> run.moves().stream())
                        .map(MoveResult::node)
                        .distinct()
                        .count()
                > 1;
        groups.forEach((group, runs) -> values(runs, hasSeveralNodes)
                .forEach((figure, values) -> byFigure.computeIfAbsent(figure, any -> new ArrayList<>())
                        .add(new FigureSpread(figure.kind, figure.of, group, values))));
        return byFigure.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Figure::kind)))
                .map(entry -> List.copyOf(entry.getValue()))
                .toList();
    }

    private static Map<Figure, List<Double>> values(List<RunResult> runs, boolean hasSeveralNodes) {
        Map<Figure, List<Double>> values = new LinkedHashMap<>();
        for (RunResult run : runs) {
            run.moves().forEach(move -> addMove(values, move, called(move, hasSeveralNodes)));
            run.datagrams()
                    .forEach(
                            (stream, directions) -> add(values, Kind.LOST, stream, (double) directions.values().stream()
                                    .mapToLong(StreamResult::lost)
                                    .sum()));
            run.streams().forEach((stream, tcp) -> {
                add(values, Kind.STALL, stream, tcp.longestStall().toNanos() / NANOS_PER_MILLI);
                add(values, Kind.RECEIVED, stream, tcp.bytes() / MEBI);
            });
        }
        return values;
    }

    private static void addMove(Map<Figure, List<Double>> values, MoveResult move, String called) {
        move.interruption()
                .ifPresent(worst -> add(values, Kind.INTERRUPTION, called, worst.toNanos() / NANOS_PER_MILLI));
        move.registered().ifPresent(took -> add(values, Kind.REGISTERED, called, took.toNanos() / NANOS_PER_MILLI));
    }

    private static void add(Map<Figure, List<Double>> values, Kind kind, String of, double value) {
        values.computeIfAbsent(new Figure(kind, of), any -> new ArrayList<>()).add(value);
    }

    private static String called(MoveResult move, boolean hasSeveralNodes) {
        String node = hasSeveralNodes ? "of " + move.node() + " " : "";
        return "move " + node + "at " + Svg.format(move.at().toNanos() / 1e9) + "s to " + move.to();
    }

    public double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    public double least() {
        return values.get(0);
    }

    public double most() {
        return values.get(values.size() - 1);
    }

    /** Whether some value of one lies within the range of the other, so that nobody can say which is better. */
    public boolean overlaps(FigureSpread other) {
        return least() <= other.most() && other.least() <= most();
    }
}
