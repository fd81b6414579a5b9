package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.RunResult;

/** The page of several runs of one scenario: how the figures spread, and a row a run that leads to its own page. */
final class OverviewPage {

    private final Map<String, RunResult> runs;

    /** Runs by the name of their directory; at least one. */
    OverviewPage(Map<String, RunResult> runs) {
        this.runs = new LinkedHashMap<>(runs);
    }

    String html() {
        List<RunResult> results = List.copyOf(runs.values());
        RunResult first = results.get(0);
        long failed = results.stream().filter(run -> !run.passed()).count();
        String verdict = failed == 0
                ? "<span class=\"verdict t-green\">✓ PASSED</span>  all of " + results.size() + " runs"
                : "<span class=\"verdict t-red\">✗ FAILED</span>  " + failed + " of " + results.size() + " runs";
        String simulated = first.world().equals("sim") ? "<b class=\"t-orange\">SIMULATED</b> · " : "";
        String body = "<header>\n<h1>" + Html.escape(first.script().title()) + "</h1>\n<p>" + verdict
                + "</p>\n<p class=\"faint\">" + simulated + "world " + Html.escape(first.world())
                + " · dataplane " + Html.escape(first.environment().dataplane()) + " · seeds from " + first.seed()
                + "</p>\n</header>\n" + new ComparisonChart(Map.of("", results)).html()
                + Html.section("runs", "Runs", table());
        return Page.of(first.script().title(), body);
    }

    private String table() {
        List<List<String>> rows = new ArrayList<>();
        runs.forEach((name, run) -> rows.add(List.of(
                "<a href=\"" + Html.escape(name) + "/report.html\">" + Html.escape(name) + "</a>",
                run.passed() ? "<span class=\"t-green\">✓ passed</span>" : "<span class=\"t-red\">✗ failed</span>",
                run.missed() + " of " + run.expectations().size() + " missed",
                run.moves().stream()
                        .flatMap(move -> move.interruption().stream())
                        .max(java.time.Duration::compareTo)
                        .map(worst -> Html.millis(worst.toNanos() / 1e6))
                        .orElse("–"))));
        return Html.table(List.of("run", "result", "checks", "longest interruption"), rows);
    }
}
