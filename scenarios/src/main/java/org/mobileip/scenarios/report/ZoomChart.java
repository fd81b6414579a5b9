package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveResult;

/** Every packet around one move: a dot where it arrived, by its path; a cross where it was lost; a ring for a copy. */
final class ZoomChart {

    private static final double WIDTH = 1000;
    private static final double LEFT = 150;
    private static final double RIGHT = 940;
    private static final double LANE = 18;
    private static final double BEFORE = 60;
    private static final double LEAST_AFTER = 120;
    private static final double MOST_AFTER = 3000;
    private static final int MOST_DOTS = 1500;

    private final Scenario scenario;
    private final Packets packets;

    ZoomChart(Scenario scenario, Packets packets) {
        this.scenario = scenario;
        this.packets = packets;
    }

    /** The picture of one move; empty where no stream was captured. */
    String svg(MoveResult move, int index) {
        List<Packets.Flow> flows = packets.flows().stream()
                .filter(flow -> concerns(flow, move.node()))
                .toList();
        if (flows.isEmpty()) {
            return "";
        }
        double begin = move.at().toNanos() / 1e6;
        Axis axis = new Axis(-BEFORE, after(move), LEFT, RIGHT);
        Svg svg = new Svg(WIDTH);
        double y = 16;
        int[] left = {MOST_DOTS};
        List<Runnable> later = new ArrayList<>();
        for (Packets.Flow flow : flows) {
            y = lanes(svg, axis, flow, begin, move, y, left, later);
        }
        axis.draw(svg, 10, y, "ms");
        later.forEach(Runnable::run);
        svg.line(axis.at(0), 6, axis.at(0), y, Ink.TEXT, 1);
        svg.label(axis.at(0), 8, "move", Svg.Anchor.MIDDLE, Ink.TEXT, 10);
        return Html.picture(
                svg.finish(
                        "Packets around move " + (index + 1),
                        "Dots are packets that arrived, at the time of arrival; crosses are lost ones, at the time of sending"));
    }

    private boolean concerns(Packets.Flow flow, String node) {
        return flow.stream().from().equals(node) || flow.stream().to().equals(node);
    }

    private static double after(MoveResult move) {
        double phases = PhaseChart.phases(move).stream()
                .mapToDouble(PhaseChart.Phase::millis)
                .sum();
        double worst = move.interruption().map(it -> it.toNanos() / 1e6).orElse(0.0);
        return Math.min(MOST_AFTER, Math.max(LEAST_AFTER, Math.max(phases, worst) * 1.6));
    }

    /** One lane a path; draws over the grid, which is drawn when the height is known. */
    private double lanes(
            Svg svg,
            Axis axis,
            Packets.Flow flow,
            double begin,
            MoveResult move,
            double top,
            int[] left,
            List<Runnable> later) {
        List<Packets.Trip> near = flow.trips().stream()
                .filter(trip -> axis.holds(when(trip) - begin))
                .toList();
        List<String> paths = new ArrayList<>();
        move.from().ifPresent(paths::add);
        if (!paths.contains(move.to())) {
            paths.add(move.to());
        }
        double lost = top + LANE * paths.size();
        for (int i = 0; i < paths.size(); i++) {
            String arrow = flow.direction() == Direction.DOWN ? " by " : " from ";
            String name = flow.name() + arrow + paths.get(i);
            svg.label(LEFT - 8, top + LANE * i + 4, name, Svg.Anchor.END, Ink.TEXT, 11);
        }
        svg.label(LEFT - 8, lost + 4, "lost", Svg.Anchor.END, Ink.FAINT, 10);
        for (Packets.Trip trip : near) {
            if (left[0]-- <= 0) {
                break;
            }
            int lane = Math.max(0, paths.indexOf(trip.network()));
            later.add(() -> draw(svg, axis, trip, begin, top + LANE * lane, lost));
        }
        return lost + LANE + 6;
    }

    private static double when(Packets.Trip trip) {
        return trip.isLost() ? trip.sent() : trip.arrivals().get(0);
    }

    private void draw(Svg svg, Axis axis, Packets.Trip trip, double begin, double lane, double lost) {
        double x = axis.at(when(trip) - begin);
        if (trip.isLost()) {
            String cross = "M" + Svg.format(x - 3) + ' ' + Svg.format(lost - 3) + "l6 6m0 -6l-6 6";
            svg.path(cross, Ink.RED, 1.4);
            return;
        }
        svg.dot(x, lane, 2.4, inkOf(trip.network()));
        for (int i = 1; i < trip.arrivals().size(); i++) {
            double copy = trip.arrivals().get(i) - begin;
            if (axis.holds(copy)) {
                svg.ring(axis.at(copy), lane, 3.4, Ink.RED);
            }
        }
    }

    private Ink inkOf(String network) {
        for (int i = 0; i < scenario.networks().size(); i++) {
            if (scenario.networks().get(i).name().equals(network)) {
                return Ink.of(i);
            }
        }
        return Ink.FAINT;
    }
}
