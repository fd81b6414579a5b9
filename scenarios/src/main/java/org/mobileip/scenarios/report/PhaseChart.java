package org.mobileip.scenarios.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.Phases;
import org.mobileip.scenarios.measure.RunResult;

/** Where the milliseconds of each handover went, all on one scale, with what could not be undercut. */
final class PhaseChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 150;
    private static final double RIGHT = 900;
    private static final double ROW = 30;
    private static final double ROOM_FOR_TIME = 60;

    private final RunResult result;

    PhaseChart(RunResult result) {
        this.result = result;
    }

    /**
     * A phase that was seen.
     *
     * @param millis how long it took
     */
    record Phase(String name, double millis, Ink ink) {}

    static List<Phase> phases(MoveResult move) {
        Phases phases = move.phases();
        List<Phase> seen = new ArrayList<>();
        add(seen, "detect", phases.detect(), Ink.PURPLE);
        add(seen, "address", phases.address(), Ink.YELLOW);
        add(seen, "register", phases.register(), Ink.SKY);
        add(seen, "install", phases.install(), Ink.GREEN);
        add(seen, "first packet", phases.firstPacket(), Ink.ORANGE);
        return seen;
    }

    private static void add(List<Phase> seen, String name, Optional<Duration> took, Ink ink) {
        took.ifPresent(duration -> seen.add(new Phase(name, duration.toNanos() / 1e6, ink)));
    }

    String html() {
        if (result.moves().isEmpty()) {
            return "";
        }
        double longest = result.moves().stream()
                .mapToDouble(move -> Math.max(
                        phases(move).stream().mapToDouble(Phase::millis).sum(),
                        move.interruption().map(it -> it.toNanos() / 1e6).orElse(0.0)))
                .max()
                .orElse(1);
        Axis axis = new Axis(0, Math.max(1, longest * 1.08), LEFT, RIGHT);
        Svg svg = new Svg(WIDTH);
        double bottom = 10 + ROW * result.moves().size();
        axis.draw(svg, 6, bottom, "ms");
        for (int i = 0; i < result.moves().size(); i++) {
            row(svg, axis, i, 10 + ROW * i);
        }
        legend(svg, bottom + 34);
        String picture = svg.finish(
                "Handovers",
                "One bar a move, its phases one after the other in milliseconds; dashed: the physical floor");
        return Html.section("handovers", "Handovers", Html.picture(picture) + Html.details("as a table", table()));
    }

    private void row(Svg svg, Axis axis, int index, double y) {
        MoveResult move = result.moves().get(index);
        svg.label(8, y + 14, TopologyChart.circled(index) + " → " + move.to(), Svg.Anchor.START, Ink.TEXT, 12);
        move.interruption()
                .ifPresent(worst ->
                        svg.label(LEFT - 8, y + 14, Html.millis(worst.toNanos() / 1e6), Svg.Anchor.END, Ink.TEXT, 11));
        double at = 0;
        for (Phase phase : phases(move)) {
            double from = axis.at(at);
            at += phase.millis();
            String hover = phase.name() + " " + Html.millis(phase.millis());
            double width = axis.at(at) - from;
            svg.box(from, y + 3, Math.max(0.8, width), 16, phase.ink(), hover);
            String told = phase.name() + " " + Svg.format(phase.millis());
            if (width > 6 * told.length()) {
                svg.label(from + 4, y + 15, told, Svg.Anchor.START, Ink.ON_COLOUR, 10);
            }
        }
        double end = axis.at(at);
        String last = at == 0 ? "not registered" : Html.millis(at);
        double floor = move.floor().map(it -> axis.within(it.toNanos() / 1e6)).orElse(end);
        boolean isInTheWay = floor >= end && floor - end < ROOM_FOR_TIME;
        svg.label((isInTheWay ? floor : end) + 5, y + 15, last, Svg.Anchor.START, Ink.FAINT, 10);
        if (move.floor().isPresent()) {
            svg.dashed(floor, y, floor, y + 22, Ink.TEXT);
        }
    }

    private static void legend(Svg svg, double y) {
        double x = LEFT;
        for (Phase phase : List.of(
                new Phase("detect", 0, Ink.PURPLE),
                new Phase("address", 0, Ink.YELLOW),
                new Phase("register", 0, Ink.SKY),
                new Phase("install", 0, Ink.GREEN),
                new Phase("first packet", 0, Ink.ORANGE))) {
            svg.box(x, y - 9, 10, 10, phase.ink(), "");
            svg.label(x + 14, y, phase.name(), Svg.Anchor.START, Ink.FAINT, 10);
            x += 34 + 6 * phase.name().length();
        }
        svg.dashed(x + 4, y - 10, x + 4, y + 2, Ink.TEXT);
        svg.label(x + 10, y, "floor; left of the bars: the worst interruption", Svg.Anchor.START, Ink.FAINT, 10);
    }

    private String table() {
        List<List<String>> rows = new ArrayList<>();
        for (MoveResult move : result.moves()) {
            List<String> row = new ArrayList<>();
            row.add(Svg.format(move.at().toNanos() / 1e9) + " s");
            row.add(Html.escape(move.from().orElse("–") + " → " + move.to()));
            row.add(cell(move.phases().detect()));
            row.add(cell(move.phases().address()));
            row.add(cell(move.phases().register()));
            row.add(cell(move.phases().install()));
            row.add(cell(move.phases().firstPacket()));
            row.add(cell(move.registered()));
            row.add(cell(move.floor()));
            row.add(cell(move.interruption()));
            rows.add(row);
        }
        return Html.table(
                List.of(
                        "at",
                        "move",
                        "detect",
                        "address",
                        "register",
                        "install",
                        "first packet",
                        "registered after",
                        "floor",
                        "worst interruption"),
                rows);
    }

    private static String cell(Optional<Duration> duration) {
        return duration.map(it -> Html.millis(it.toNanos() / 1e6)).orElse("–");
    }
}
