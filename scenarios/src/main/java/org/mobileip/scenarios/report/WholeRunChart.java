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

    /** Losses that are told one by one; of more, a page of a megabyte would be made. */
    private static final int MOST_TOLD = 300;

    private final RunResult result;
    private final Scenario scenario;
    private final Packets packets;
    private final Axis time;
    private final Svg svg = new Svg(WIDTH);
    private double y;

    WholeRunChart(RunResult result, Scenario scenario, Packets packets) {
        this.result = result;
        this.scenario = scenario;
        this.packets = packets;
        this.time = new Axis(0, Math.max(1, scenario.end().toMillis()) / 1000.0, LEFT, RIGHT);
    }

    String html() {
        int rows = packets.flows().size()
                + packets.bulk().size()
                + packets.echoes().size();
        MoveBands bands = new MoveBands(result.moves(), time);
        y = bands.top();
        bands.draw(svg, y + (ROW + GAP) * rows + 26 * scenario.mobiles().size());
        packets.flows().forEach(this::sequence);
        packets.echoes().forEach(this::roundTrips);
        packets.bulk().forEach(this::throughput);
        attachment();
        time.draw(svg, y, y + 2, "s");
        String picture = svg.finish(
                "The whole run",
                "Time from left to right; one row for each stream and direction, and where each mobile node was. Shaded:"
                        + " moves, each leads to its handover. Red ticks: lost packets.");
        return Html.section(
                "run",
                "Whole run",
                Html.picture(picture) + legend() + Html.details("as a table", new StreamTable(result).html()));
    }

    private static String legend() {
        return "<p class=\"faint\">Rising lines are sequence numbers as they arrived; a red tick under them is a packet that"
                + " never did. Round trips: from the shortest to the longest, the line is their median. Shaded bands are moves:"
                + " they lead to the handovers below.</p>\n";
    }

    private void sequence(Packets.Flow flow) {
        rowLabel(flow.name(), "packets");
        List<Packets.Trip> trips = flow.trips();
        double most =
                Math.max(1, trips.isEmpty() ? 1 : trips.get(trips.size() - 1).sequence());
        double height = ROW - 12;
        StringBuilder line = new StringBuilder();
        double shownX = Double.NaN;
        boolean drawing = false;
        for (Packets.Trip trip : trips) {
            double x = trip.isLost() ? Double.NaN : time.at(trip.arrivals().get(0) / 1000);
            if (!(x >= LEFT && x <= RIGHT)) {
                drawing = drawing && !trip.isLost();
            } else if (!drawing || x - shownX >= 1.5) {
                line.append(drawing ? 'L' : 'M').append(Svg.format(x)).append(' ');
                line.append(Svg.format(y + height - height * trip.sequence() / most));
                shownX = x;
                drawing = true;
            }
        }
        svg.path(line.toString(), Ink.BLUE, 1.6);
        losses(flow, y + height);
        nextRow();
    }

    /** A tick for each packet; those that were lost together say so when somebody points at them. */
    private void losses(Packets.Flow flow, double bottom) {
        List<LossRuns> runs = LossRuns.of(flow.trips()).stream()
                .filter(run -> time.holds(run.from() / 1000))
                .toList();
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            LossRuns run = runs.get(i);
            double from = time.within(run.from() / 1000);
            double width = time.within(run.to() / 1000) - from;
            String ticks = width < 1.5
                    ? "M" + Svg.format(from) + ' ' + Svg.format(bottom) + "v10"
                    : "M" + Svg.format(from) + ' ' + Svg.format(bottom + 5) + 'h' + Svg.format(width) + "m0 -5v10m"
                            + Svg.format(-width) + " 0v-10";
            if (i < MOST_TOLD) {
                svg.path(ticks, Ink.RED, 1.6, run.told());
            } else {
                rest.append(ticks);
            }
        }
        svg.path(rest.toString(), Ink.RED, 1.6);
        long count = flow.trips().stream().filter(Packets.Trip::isLost).count();
        svg.label(RIGHT + 4, bottom + 8, count + " lost", Svg.Anchor.START, count == 0 ? Ink.FAINT : Ink.RED, 10);
    }

    private void roundTrips(Packets.Echoes echoes) {
        RoundTripRow row = new RoundTripRow(echoes, time);
        rowLabel(echoes.stream().name() + (echoes.isBack() ? " back" : ""), "round trip");
        double height = ROW - 12;
        row.draw(svg, y, height);
        svg.label(LEFT - 8, y + 42, "max " + Html.millis(row.most()), Svg.Anchor.END, Ink.FAINT, 10);
        Ink ink = row.lost() == 0 ? Ink.FAINT : Ink.RED;
        svg.label(RIGHT + 4, y + height + 8, row.lost() + " lost", Svg.Anchor.START, ink, 10);
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
        stalls(bulk, y + height);
        nextRow();
    }

    /** Where nothing arrived for longer than a step of the picture. */
    private void stalls(Packets.Bulk bulk, double bottom) {
        int from = -1;
        for (int i = 0; i <= bulk.octets().size(); i++) {
            boolean isEmpty = i < bulk.octets().size() && bulk.octets().get(i) == 0;
            if (isEmpty && from < 0) {
                from = i;
            } else if (!isEmpty && from >= 0) {
                if (i - from > 1 && i < bulk.octets().size()) {
                    double begin = time.within(from * Packets.Bulk.STEP / 1000);
                    double end = time.within(i * Packets.Bulk.STEP / 1000);
                    String told = "nothing for about " + Html.millis((i - from) * Packets.Bulk.STEP);
                    svg.box(begin, bottom - 3, end - begin, 6, Ink.RED, told);
                }
                from = -1;
            }
        }
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
            svg.label(left + 4, y + 12, network.get(), Svg.Anchor.START, Ink.ON_COLOUR, 10);
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
