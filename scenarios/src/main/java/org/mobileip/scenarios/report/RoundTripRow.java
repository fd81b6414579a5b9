package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Round trips over time: from the shortest to the longest of each while, and a line at their median. */
final class RoundTripRow {

    private static final int WHILES = 240;

    private final Packets.Echoes echoes;
    private final Axis time;

    RoundTripRow(Packets.Echoes echoes, Axis time) {
        this.echoes = echoes;
        this.time = time;
    }

    /** The longest round trip, at least a millisecond. */
    double most() {
        return echoes.all().stream().flatMap(echo -> echo.roundTrip().stream()).mapToDouble(it -> it).max().stream()
                .map(it -> Math.max(1, it))
                .findFirst()
                .orElse(1);
    }

    long lost() {
        return echoes.all().stream().filter(echo -> echo.roundTrip().isEmpty()).count();
    }

    /** Draws from {@code top} down; 0 ms is at the bottom. */
    void draw(Svg svg, double top, double height) {
        TreeMap<Integer, List<Double>> whiles = new TreeMap<>();
        StringBuilder lost = new StringBuilder();
        for (Packets.Echo echo : echoes.all()) {
            double seconds = echo.sent() / 1000;
            if (!time.holds(seconds)) {
                continue;
            }
            if (echo.roundTrip().isPresent()) {
                int number = (int) ((seconds - time.from()) / (time.to() - time.from()) * WHILES);
                whiles.computeIfAbsent(number, any -> new ArrayList<>())
                        .add(echo.roundTrip().get());
            } else {
                lost.append('M')
                        .append(Svg.format(time.at(seconds)))
                        .append(' ')
                        .append(Svg.format(top + height))
                        .append("v8");
            }
        }
        whiles.values().forEach(Collections::sort);
        envelope(svg, whiles, top, height);
        svg.path(lost.toString(), Ink.RED, 1.2);
    }

    private void envelope(Svg svg, Map<Integer, List<Double>> whiles, double top, double height) {
        StringBuilder spread = new StringBuilder();
        StringBuilder median = new StringBuilder();
        double scale = height / most();
        int before = -2;
        for (var each : whiles.entrySet()) {
            List<Double> trips = each.getValue();
            String x = Svg.format(time.at(time.from() + (each.getKey() + 0.5) / WHILES * (time.to() - time.from())));
            spread.append('M').append(x).append(' ');
            spread.append(Svg.format(top + height - trips.get(trips.size() - 1) * scale));
            spread.append('V').append(Svg.format(top + height - trips.get(0) * scale + 0.5));
            median.append(before == each.getKey() - 1 ? 'L' : 'M').append(x).append(' ');
            median.append(Svg.format(top + height - trips.get(trips.size() / 2) * scale));
            before = each.getKey();
        }
        svg.path(spread.toString(), Ink.SKY, 3);
        svg.path(median.toString(), Ink.BLUE, 1.4);
    }
}
