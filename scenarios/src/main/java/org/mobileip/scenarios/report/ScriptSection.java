package org.mobileip.scenarios.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Figure;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Verdict;

/** The script's own lines, with what came of them beside each. */
final class ScriptSection {

    private final RunResult result;
    private final Scenario scenario;

    ScriptSection(RunResult result, Scenario scenario) {
        this.result = result;
        this.scenario = scenario;
    }

    String html() {
        List<String> lines = result.script().source().lines().toList();
        StringBuilder out = new StringBuilder("<div class=\"picture\"><table class=\"script\">\n");
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            out.append("<tr><td class=\"faint\" align=\"right\">")
                    .append(number)
                    .append("</td><td><code>");
            out.append(Html.escape(lines.get(i)).replace(" ", "&#160;").replace("-", "&#8209;"));
            out.append("</code></td></tr>\n");
            for (String remark : remarks(number)) {
                out.append("<tr><td></td><td class=\"remark\"><div class=\"told\">")
                        .append(remark)
                        .append("</div></td></tr>\n");
            }
        }
        return Html.section(
                "script", "Script and verdicts", out.append("</table></div>\n").toString());
    }

    private List<String> remarks(int line) {
        List<String> remarks = new ArrayList<>();
        moveAt(line).flatMap(MoveResult::interruption).ifPresent(worst -> remarks.add(felt(worst)));
        result.expectations().stream()
                .filter(verdict -> verdict.line() == line)
                .map(ScriptSection::verdict)
                .forEach(remarks::add);
        return remarks;
    }

    private Optional<MoveResult> moveAt(int line) {
        return scenario.actions().stream()
                .filter(timed -> timed.line() == line && timed.action() instanceof Action.Move)
                .findFirst()
                .flatMap(timed -> result.moves().stream()
                        .filter(move -> move.at().equals(timed.at())
                                && timed.action() instanceof Action.Move moved
                                && move.node().equals(moved.node()))
                        .findFirst());
    }

    private String felt(Duration worst) {
        boolean slowest = result.moves().size() > 1
                && result.moves().stream()
                        .flatMap(move -> move.interruption().stream())
                        .noneMatch(other -> other.compareTo(worst) > 0);
        return "interruption " + Html.millis(worst.toNanos() / 1e6) + (slowest ? " <b>◀ slowest</b>" : "");
    }

    static String mark(Verdict verdict) {
        if (verdict.ok()) {
            return "<span class=\"t-green\">✓</span>";
        }
        return verdict.warnOnly()
                ? "<span class=\"t-orange\">! warning</span>"
                : "<span class=\"t-red\">✗ missed</span>";
    }

    private static String verdict(Verdict verdict) {
        String figure = verdict.figure().map(ScriptSection::measured).orElse("");
        String floor = verdict.floor().isPresent()
                ? ", floor " + Html.millis(verdict.floor().getAsDouble())
                : "";
        String detail = verdict.detail().isEmpty() ? "" : " (" + Html.escape(verdict.detail()) + ")";
        return mark(verdict) + " " + Html.escape(verdict.scope()) + " " + figure + floor + detail;
    }

    private static String measured(Figure figure) {
        if (figure.measured().isEmpty()) {
            return "nothing to measure";
        }
        String distance = figure.holds() || figure.distance().isEmpty()
                ? ""
                : ", " + amount(figure.distance().getAsDouble(), figure.unit()) + " off";
        return amount(figure.measured().getAsDouble(), figure.unit()) + distance;
    }

    static String amount(double value, String unit) {
        if (unit.equals("ms")) {
            return Html.millis(value);
        }
        boolean whole = value == Math.rint(value);
        return (whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value)) + " " + unit;
    }
}
