package org.mobileip.scenarios.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;

/** The whole run on one time axis: sequence numbers both ways with what was lost, throughput, and where the node was. */
final class WholeRunChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 96;
    private static final double RIGHT = 930;
    private static final double ROW = 64;
    private static final double GAP = 10;
    private static final double TOP = 18;

    private final RunResult result;
    private final Scenario scenario;
    private final Packets packets;
    private final Axis time;
    private final Svg svg = new Svg(WIDTH);
    private double y = TOP;

    WholeRunChart(RunResult result, Scenario scenario, Packets packets) {
        this.result = result;
        this.scenario = scenario;
        this.packets = packets;
        this.time = new Axis(0, Math.max(1, scenario.end().toMillis()) / 1000.0, LEFT, RIGHT);
    }

    String html() {
        double bottom =
                TOP + (ROW + GAP) * (packets.flows().size() + packets.bulk().size()) + 26;
        moveBands(bottom);
        packets.flows().forEach(this::sequence);
        packets.bulk().forEach(this::throughput);
        attachment();
        time.draw(svg, y, y + 2, "s");
        String picture = svg.finish(
                "The whole run",
                "Time from left to right; one row for each stream and direction, and where the mobile node was. Shaded:"
                        + " moves. Red ticks: lost packets.");
        return Html.section("run", "Whole run", Html.picture(picture) + legend());
    }

    private static String legend() {
        return "<p class=\"faint\">Rising lines are sequence numbers as they arrived; a red tick under them is a packet that"
                + " never did. Shaded bands are moves.</p>\n";
    }

    private void moveBands(double bottom) {
        for (int i = 0; i < result.moves().size(); i++) {
            MoveResult move = result.moves().get(i);
            double from = time.within(move.at().toMillis() / 1000.0);
            double width = Math.max(3, time.within((move.at().toMillis() + total(move)) / 1000.0) - from);
            svg.box(from, TOP - 4, width, bottom - TOP, Ink.GRID, "move " + (i + 1) + " to " + move.to());
            svg.label(from, TOP - 6, TopologyChart.circled(i), Svg.Anchor.MIDDLE, Ink.TEXT, 12);
        }
    }

    private static double total(MoveResult move) {
        return PhaseChart.phases(move).stream()
                .mapToDouble(PhaseChart.Phase::millis)
                .sum();
    }

    private void sequence(Packets.Flow flow) {
        rowLabel(flow.name(), "packets");
        List<Packets.Trip> trips = flow.trips();
        double most =
                Math.max(1, trips.isEmpty() ? 1 : trips.get(trips.size() - 1).sequence());
        double height = ROW - 12;
        StringBuilder line = new StringBuilder();
        StringBuilder lost = new StringBuilder();
        double shownX = Double.NaN;
        boolean drawing = false;
        for (Packets.Trip trip : trips) {
            double x = time.at((trip.isLost() ? trip.sent() : trip.arrivals().get(0)) / 1000);
            if (x < LEFT || x > RIGHT) {
                continue;
            }
            double place = y + height - height * trip.sequence() / most;
            if (trip.isLost()) {
                lost.append('M')
                        .append(Svg.format(x))
                        .append(' ')
                        .append(Svg.format(y + height))
                        .append("v10");
                drawing = false;
            } else if (!drawing || x - shownX >= 1.5) {
                line.append(drawing ? 'L' : 'M')
                        .append(Svg.format(x))
                        .append(' ')
                        .append(Svg.format(place));
                shownX = x;
                drawing = true;
            }
        }
        svg.path(line.toString(), Ink.BLUE, 1.6);
        svg.path(lost.toString(), Ink.RED, 1.2);
        long count = trips.stream().filter(Packets.Trip::isLost).count();
        svg.label(RIGHT + 4, y + height + 8, count + " lost", Svg.Anchor.START, count == 0 ? Ink.FAINT : Ink.RED, 10);
        nextRow();
    }

    private void throughput(Packets.Bulk bulk) {
        String arrow = scenario.forward(bulk.stream()) == bulk.direction() ? "" : " back";
        double most = bulk.octets().stream().mapToLong(it -> it).max().orElse(1);
        double megabits = most * 8 / (Packets.Bulk.STEP / 1000) / 1e6;
        rowLabel(bulk.stream().name() + arrow, "max " + Svg.format(megabits) + " Mbit/s");
        double height = ROW - 8;
        StringBuilder area = new StringBuilder("M" + Svg.format(LEFT) + ' ' + Svg.format(y + height));
        double x = LEFT;
        for (int i = 0; i < bulk.octets().size(); i++) {
            double from = time.within(i * Packets.Bulk.STEP / 1000);
            x = time.within((i + 1) * Packets.Bulk.STEP / 1000);
            String top = Svg.format(y + height - height * bulk.octets().get(i) / Math.max(1, most));
            area.append('L').append(Svg.format(from)).append(' ').append(top);
            area.append('L').append(Svg.format(x)).append(' ').append(top);
        }
        area.append('L')
                .append(Svg.format(x))
                .append(' ')
                .append(Svg.format(y + height))
                .append('Z');
        svg.area(area.toString(), Ink.SKY);
        nextRow();
    }

    private void attachment() {
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            rowLabel(mobile.name(), "attached");
            List<MoveResult> moves = result.moves().stream()
                    .filter(move -> move.node().equals(mobile.name()))
                    .toList();
            double from = 0;
            Optional<String> network =
                    moves.isEmpty() ? Optional.empty() : moves.get(0).from();
            for (MoveResult move : moves) {
                stay(network, from, seconds(move.at()));
                from = seconds(move.at());
                network = Optional.of(move.to());
            }
            stay(network, from, time.to());
            y += 26;
        }
        svg.reach(y);
    }

    private void stay(Optional<String> network, double from, double to) {
        if (network.isEmpty() || to <= from) {
            return;
        }
        double left = time.within(from);
        double right = time.within(to);
        svg.box(left, y, right - left - 1, 16, inkOf(network.get()), network.get());
        if (right - left > 7 * network.get().length()) {
            svg.label(left + 4, y + 12, network.get(), Svg.Anchor.START, Ink.TEXT, 10);
        }
    }

    private Ink inkOf(String network) {
        for (int i = 0; i < scenario.networks().size(); i++) {
            if (scenario.networks().get(i).name().equals(network)) {
                return Ink.of(i);
            }
        }
        return Ink.GRID;
    }

    private void rowLabel(String name, String what) {
        svg.label(LEFT - 8, y + 14, name, Svg.Anchor.END, Ink.TEXT, 12);
        svg.label(LEFT - 8, y + 28, what, Svg.Anchor.END, Ink.FAINT, 10);
    }

    private void nextRow() {
        svg.line(LEFT, y + ROW, RIGHT, y + ROW, Ink.GRID, 1);
        y += ROW + GAP;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
