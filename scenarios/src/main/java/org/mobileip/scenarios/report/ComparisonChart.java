package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;

/** The same moves in several runs: a dot a run, a bar at the median, a line from the least to the most. */
final class ComparisonChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 230;
    private static final double RIGHT = 780;
    private static final double ROW = 26;

    private final List<Group> groups;

    /**
     * Runs that belong together, such as those of one version.
     *
     * @param name may be empty where there is one group only
     */
    record Group(String name, List<RunResult> runs) {
        Group {
            runs = List.copyOf(runs);
        }
    }

    ComparisonChart(List<Group> groups) {
        this.groups = List.copyOf(groups);
    }

    /** The values of one row, sorted. */
    private record Row(String label, List<Double> values) {
        double median() {
            int middle = values.size() / 2;
            return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
        }

        double least() {
            return values.get(0);
        }

        double most() {
            return values.get(values.size() - 1);
        }
    }

    /** The section; empty where there is nothing to compare. */
    String html() {
        List<Row> rows = rows();
        if (rows.stream().noneMatch(row -> row.values().size() > 1) && groups.size() < 2) {
            return "";
        }
        double most = rows.stream().mapToDouble(Row::most).max().orElse(1);
        Axis axis = new Axis(0, Math.max(1, most * 1.05), LEFT, RIGHT);
        Svg svg = new Svg(WIDTH);
        double bottom = 10 + ROW * rows.size();
        axis.draw(svg, 4, bottom, "ms");
        for (int i = 0; i < rows.size(); i++) {
            draw(svg, axis, rows.get(i), 10 + ROW * i + ROW / 2);
        }
        String picture =
                svg.finish("Comparison", "Worst interruption of each move: a dot a run, bar: median, line: range");
        return Html.section(
                "comparison",
                "Comparison: worst interruption of each move",
                Html.picture(picture) + Html.details("as a table", table(rows)));
    }

    private static void draw(Svg svg, Axis axis, Row row, double y) {
        svg.label(LEFT - 10, y + 4, row.label(), Svg.Anchor.END, Ink.TEXT, 11);
        svg.line(axis.at(row.least()), y, axis.at(row.most()), y, Ink.FAINT, 1);
        for (double value : row.values()) {
            svg.dot(axis.at(value), y, 2.6, Ink.BLUE);
        }
        svg.box(axis.at(row.median()) - 1.2, y - 8, 2.4, 16, Ink.RED, "median");
        svg.label(RIGHT + 14, y + 4, summary(row), Svg.Anchor.START, Ink.TEXT, 11);
    }

    private static String summary(Row row) {
        return Html.millis(row.median()) + "  (" + Svg.format(row.least()) + " … " + Svg.format(row.most()) + ")  n="
                + row.values().size();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Map<String, List<Row>> byMove = new LinkedHashMap<>();
        for (Group group : groups) {
            Map<String, List<Double>> values = new LinkedHashMap<>();
            for (RunResult run : group.runs()) {
                for (MoveResult move : run.moves()) {
                    move.interruption().ifPresent(worst -> values.computeIfAbsent(
                                    "move at " + Svg.format(move.at().toNanos() / 1e9) + " s → " + move.to(),
                                    any -> new ArrayList<>())
                            .add(worst.toNanos() / 1e6));
                }
            }
            values.forEach((move, of) -> byMove.computeIfAbsent(move, any -> new ArrayList<>())
                    .add(new Row(
                            (move + "  " + group.name()).strip(),
                            of.stream().sorted().toList())));
        }
        byMove.values().forEach(rows::addAll);
        return rows;
    }

    private static String table(List<Row> rows) {
        return Html.table(
                List.of("move", "runs", "median", "least", "most"),
                rows.stream()
                        .map(row -> List.of(
                                Html.escape(row.label()),
                                Integer.toString(row.values().size()),
                                Html.millis(row.median()),
                                Html.millis(row.least()),
                                Html.millis(row.most())))
                        .toList());
    }
}
