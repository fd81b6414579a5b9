package org.mobileip.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.scenarios.measure.RunSummary;
import org.mobileip.scenarios.measure.Spread;
import org.mobileip.scenarios.measure.Verdict;

/** {@code summary.md}: what a CI job shows on its page. */
final class Markdown {

    private Markdown() {}

    static String of(List<Played> all) {
        StringBuilder text = new StringBuilder();
        if (all.size() > 1) {
            text.append("| result | scenario | longest interruption | time |\n|---|---|---:|---:|\n");
            all.forEach(played -> text.append(row(List.of(
                    mark(played.passed()) + " " + played.word(),
                    played.scenario().title(),
                    Screen.longestInterruption(played),
                    Words.seconds(played.took())))));
            text.append('\n');
        }
        all.forEach(played -> text.append(one(played)));
        return text.toString();
    }

    private static String one(Played played) {
        StringBuilder text = new StringBuilder("## ")
                .append(mark(played.passed()))
                .append(' ')
                .append(cell(played.scenario().title()))
                .append(": ")
                .append(played.word())
                .append("\n\n");
        played.trouble().ifPresent(why -> text.append(cell(why)).append("\n\n"));
        if (played.results().isEmpty()) {
            return text.toString();
        }
        text.append("| | line | expected | when | measured |\n|---|---:|---|---|---|\n");
        rows(played).forEach(text::append);
        return text.append('\n').toString();
    }

    private static List<String> rows(Played played) {
        List<String> rows = new ArrayList<>();
        if (played.summary().isPresent()) {
            RunSummary summary = played.summary().get();
            summary.spreads().forEach(spread -> rows.add(row(spread)));
            summary.overRuns().forEach(verdict -> rows.add(row(verdict)));
        } else {
            played.results().get(0).expectations().forEach(verdict -> rows.add(row(verdict)));
        }
        return rows;
    }

    private static String row(Spread spread) {
        String unit = spread.check().figure().map(it -> it.unit()).orElse("");
        String figures = spread.median().isEmpty()
                ? ""
                : "median " + Words.figure(spread.median().getAsDouble(), unit) + ", p95 "
                        + Words.figure(spread.p95().orElse(0), unit) + ", max "
                        + Words.figure(spread.most().orElse(0), unit);
        String missed = spread.missed() == 0 ? "" : " **missed in " + spread.missed() + " of " + spread.runs() + "**";
        return row(List.of(
                mark(spread.missed() == 0),
                String.valueOf(spread.check().line()),
                code(spread.check().text()),
                spread.check().scope(),
                figures + missed));
    }

    private static String row(Verdict verdict) {
        String mark = !verdict.ok() && verdict.warnOnly() ? "⚠" : mark(verdict.ok());
        return row(List.of(
                mark, String.valueOf(verdict.line()), code(verdict.text()), verdict.scope(), Screen.missed(verdict)));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(Markdown::cell).toList()) + " |\n";
    }

    private static String mark(boolean ok) {
        return ok ? "✓" : "✗";
    }

    private static String code(String text) {
        return "`" + text.replace("`", "'") + "`";
    }

    /** A table's cell ends at a bar, and a line at its end. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\r", "").replace('\n', ' ');
    }
}
