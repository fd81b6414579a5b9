package org.mobileip.scenarios.report;

import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.RunResult;

/** The same moves in several runs: a dot a run, a bar at the median, a line from the least to the most. */
final class ComparisonChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 250;
    private static final double RIGHT = 780;
    private static final double ROW = 26;

    private final List<FigureSpread> all;
    private final List<FigureSpread> rows;
    private final boolean isOneGroup;

    /** Runs that belong together, by what they are called; an empty name where there is one group only. */
    ComparisonChart(Map<String, List<RunResult>> groups) {
        this.all = FigureSpread.of(groups).stream().flatMap(List::stream).toList();
        this.rows = all.stream()
                .filter(spread -> spread.kind() == FigureSpread.Kind.INTERRUPTION)
                .toList();
        this.isOneGroup = groups.size() < 2;
    }

    /** The section; empty where there is nothing to compare. */
    String html() {
        if (rows.isEmpty()
                || (isOneGroup && rows.stream().noneMatch(row -> row.values().size() > 1))) {
            return "";
        }
        double most = rows.stream().mapToDouble(FigureSpread::most).max().orElse(1);
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
                Html.picture(picture) + Html.details("as a table", table()));
    }

    private static void draw(Svg svg, Axis axis, FigureSpread row, double y) {
        svg.label(LEFT - 10, y + 4, label(row), Svg.Anchor.END, Ink.TEXT, 11);
        svg.line(axis.at(row.least()), y, axis.at(row.most()), y, Ink.FAINT, 1);
        for (double value : row.values()) {
            svg.dot(axis.at(value), y, 2.6, Ink.BLUE);
        }
        svg.box(axis.at(row.median()) - 1.2, y - 8, 2.4, 16, Ink.RED, "median");
        svg.label(RIGHT + 14, y + 4, summary(row), Svg.Anchor.START, Ink.TEXT, 11);
    }

    private static String label(FigureSpread row) {
        return (row.of() + "  " + row.group()).strip();
    }

    private static String summary(FigureSpread row) {
        return Html.millis(row.median()) + "  (" + Svg.format(row.least()) + " … " + Svg.format(row.most()) + ")  n="
                + row.values().size();
    }

    private String table() {
        return Html.table(
                List.of("figure", "of", "runs", "median", "least", "most"),
                all.stream()
                        .map(row -> List.of(
                                row.kind().words(),
                                Html.escape(label(row)),
                                Integer.toString(row.values().size()),
                                amount(row, row.median()),
                                amount(row, row.least()),
                                amount(row, row.most())))
                        .toList());
    }

    private static String amount(FigureSpread row, double value) {
        return ScriptSection.amount(value, row.kind().unit());
    }
}
