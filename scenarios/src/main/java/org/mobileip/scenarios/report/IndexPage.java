package org.mobileip.scenarios.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.measure.RunResult;

/** The page of several scenarios: a row each, with its verdict, its worst interruption and what its first stream looked like. */
final class IndexPage {

    private static final double WIDTH = 120;
    private static final double HEIGHT = 20;

    private final List<Row> rows;

    IndexPage(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * A scenario that was played.
     *
     * @param directory of its files, as the page sees it
     * @param results of its runs; none where no run came to its end
     * @param glimpse of the packets of the first of them
     */
    record Row(String title, String directory, boolean isPassed, List<RunResult> results, String glimpse) {
        Row {
            results = List.copyOf(results);
        }
    }

    String html() {
        long failed = rows.stream().filter(row -> !row.isPassed()).count();
        String verdict = failed == 0
                ? "<span class=\"verdict t-green\">✓ PASSED</span>  all of " + rows.size() + " scenarios"
                : "<span class=\"verdict t-red\">✗ FAILED</span>  " + failed + " of " + rows.size() + " scenarios";
        String simulated = rows.stream().flatMap(row -> row.results().stream()).anyMatch(run -> run.world()
                        .equals("sim"))
                ? "<p><b class=\"t-orange\">SIMULATED</b></p>\n"
                : "";
        List<List<String>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(cells(row)));
        List<String> head = List.of("result", "scenario", "checks", "longest interruption", "runs", "packets");
        return Page.of(
                "Scenarios",
                "<header>\n<h1>Scenarios</h1>\n<p>" + verdict + "</p>\n" + simulated + "</header>\n"
                        + Html.section("scenarios", "Scenarios", Html.table(head, cells))
                        + "<p class=\"faint\">Packets: the sequence numbers of the first udp stream over the whole run; red ticks"
                        + " were lost.</p>\n");
    }

    private static List<String> cells(Row row) {
        int checks = row.results().stream()
                .mapToInt(run -> run.expectations().size())
                .sum();
        long missed = row.results().stream().mapToLong(RunResult::missed).sum();
        Optional<Duration> worst = row.results().stream()
                .flatMap(run -> run.moves().stream())
                .flatMap(move -> move.interruption().stream())
                .max(Duration::compareTo);
        String title = Html.escape(row.title());
        return List.of(
                row.isPassed() ? "<span class=\"t-green\">✓ passed</span>" : "<span class=\"t-red\">✗ failed</span>",
                row.results().isEmpty()
                        ? title
                        : "<a href=\"" + Html.escape(row.directory()) + "/report.html\">" + title + "</a>",
                missed == 0 ? checks + " kept" : missed + " of " + checks + " missed",
                worst.map(it -> Html.millis(it.toNanos() / 1e6)).orElse("–"),
                Integer.toString(row.results().size()),
                row.glimpse());
    }

    /** The sequence numbers of a stream, as small as a word. */
    static String glimpse(Packets.Flow flow) {
        List<Packets.Trip> trips = flow.trips();
        double from = trips.get(0).sent();
        double to = trips.get(trips.size() - 1).sent();
        Axis time = new Axis(from, Math.max(from + 1, to), 1, WIDTH - 1);
        double most = Math.max(1, trips.get(trips.size() - 1).sequence());
        Svg svg = new Svg(WIDTH).reach(HEIGHT - 4);
        StringBuilder line = new StringBuilder();
        double shown = Double.NaN;
        boolean isDrawing = false;
        for (Packets.Trip trip : trips) {
            double x = time.within(trip.sent());
            if (!trip.isLost() && (!isDrawing || x - shown >= 1)) {
                double y = HEIGHT - 4 - (HEIGHT - 6) * trip.sequence() / most;
                line.append(isDrawing ? 'L' : 'M')
                        .append(Svg.format(x))
                        .append(' ')
                        .append(Svg.format(y));
                shown = x;
            }
            isDrawing = !trip.isLost();
        }
        svg.path(line.toString(), Ink.BLUE, 1.2);
        StringBuilder lost = new StringBuilder();
        for (LossRuns run : LossRuns.of(trips)) {
            double x = time.within(run.from());
            double width = Math.max(0.6, time.within(run.to()) - x);
            lost.append('M')
                    .append(Svg.format(x))
                    .append(' ')
                    .append(Svg.format(HEIGHT - 2))
                    .append('h')
                    .append(Svg.format(width));
        }
        svg.path(lost.toString(), Ink.RED, 4);
        return svg.finish("Packets of " + flow.name(), LossRuns.of(trips).size() + " gaps", WIDTH);
    }
}
