package org.mobileip.scenarios.report;

import java.util.Arrays;
import java.util.List;

/** Figures of several subjects: a dot for each value, a bar at the median, a line from the least to the most. */
public final class DotChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 210;
    private static final double RIGHT = 760;
    private static final double ROW = 24;
    private static final double HEADING = 30;
    private static final double AXIS = 30;

    private DotChart() {}

    /**
     * A figure.
     *
     * @param title what it is
     * @param unit that of all its values
     */
    public record Panel(String title, String unit, List<Row> rows) {
        public Panel {
            rows = List.copyOf(rows);
        }

        double most() {
            return rows.stream()
                    .flatMapToDouble(row -> row.values.stream().mapToDouble(Double::doubleValue))
                    .max()
                    .orElse(1);
        }
    }

    /**
     * The values of one subject.
     *
     * @param summary stands behind them
     */
    public record Row(String label, List<Double> values, double median, String summary) {
        public Row {
            values = List.copyOf(values);
        }
    }

    /** A whole file of SVG, one panel below the other. */
    public static String svg(String title, String description, List<Panel> panels) {
        Svg svg = new Svg(WIDTH);
        double y = 6;
        for (Panel panel : panels) {
            svg.label(LEFT, y + 16, panel.title() + ", " + panel.unit(), Svg.Anchor.START, Ink.TEXT, 13);
            double top = y + HEADING;
            double bottom = top + ROW * panel.rows().size();
            Axis axis = new Axis(0, Math.max(1e-9, panel.most() * 1.05), LEFT, RIGHT);
            axis.draw(svg, top, bottom, panel.unit());
            for (int i = 0; i < panel.rows().size(); i++) {
                draw(svg, axis, panel.rows().get(i), top + ROW * i + ROW / 2);
            }
            y = bottom + AXIS;
        }
        return svg.finish(title, description, WIDTH);
    }

    private static void draw(Svg svg, Axis axis, Row row, double y) {
        double[] sorted =
                row.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        svg.label(LEFT - 10, y + 4, row.label(), Svg.Anchor.END, Ink.TEXT, 11);
        svg.line(axis.at(sorted[0]), y, axis.at(sorted[sorted.length - 1]), y, Ink.FAINT, 1);
        Arrays.stream(sorted).forEach(value -> svg.dot(axis.at(value), y, 2.6, Ink.BLUE));
        svg.box(axis.at(row.median()) - 1.2, y - 8, 2.4, 16, Ink.RED, "median");
        svg.label(RIGHT + 14, y + 4, row.summary(), Svg.Anchor.START, Ink.TEXT, 11);
    }
}
