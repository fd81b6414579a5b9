package org.mobileip.scenarios.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.cli.Table;
import org.mobileip.scenarios.measure.Figure;
import org.mobileip.scenarios.measure.RunSummary;
import org.mobileip.scenarios.measure.Spread;
import org.mobileip.scenarios.measure.Verdict;

/** The checks of a run or of several, one a line: mark, line of the script, condition, scope, measured, and what to say of it. */
final class ExpectationTable {

    private static final String WHOLE_RUN = "whole run";
    private static final String MOVE = "move ";

    /** So many moves each get their own line for what differs from move to move. */
    private static final int MOST_MOVES = 6;

    private final Ink ink;
    private final List<Row> rows = new ArrayList<>();

    /** {@code remark} stands behind {@code measured}, aligned with other remarks. */
    private record Row(String mark, int line, String text, String scope, String measured, String remark) {}

    private ExpectationTable(Ink ink) {
        this.ink = ink;
    }

    /** The lines for one run, each with a line end. */
    static String of(List<Verdict> verdicts, Ink ink) {
        ExpectationTable table = new ExpectationTable(ink);
        Map<Integer, List<Verdict>> byLine = new LinkedHashMap<>();
        verdicts.forEach(verdict -> byLine.computeIfAbsent(verdict.line(), line -> new ArrayList<>())
                .add(verdict));
        byLine.values().forEach(table::add);
        return table.render();
    }

    /** The lines for several runs. */
    static String of(RunSummary summary, Ink ink) {
        ExpectationTable table = new ExpectationTable(ink);
        summary.spreads().forEach(table::add);
        summary.overRuns().forEach(table::add);
        return table.render();
    }

    private void add(List<Verdict> ofOneLine) {
        if (isToldTogether(ofOneLine)) {
            addTogether(ofOneLine);
        } else {
            ofOneLine.forEach(this::add);
        }
    }

    /** Where every move is well, one line says so; only of interruptions each of a few moves has its own. */
    private static boolean isToldTogether(List<Verdict> ofOneLine) {
        boolean isWell = ofOneLine.stream()
                .allMatch(verdict -> verdict.ok() && verdict.scope().startsWith(MOVE));
        boolean isInterruption =
                ofOneLine.stream().allMatch(verdict -> verdict.resolution().isPresent());
        return ofOneLine.size() > 1 && isWell && !(isInterruption && ofOneLine.size() <= MOST_MOVES);
    }

    private void addTogether(List<Verdict> ofOneLine) {
        Verdict first = ofOneLine.get(0);
        Optional<Verdict> worst = ofOneLine.stream()
                .filter(verdict -> verdict.figure().isPresent())
                .min(Comparator.comparingDouble(ExpectationTable::margin));
        row(first, "after each move", worst.map(it -> "worst " + measured(it)).orElse(""), "");
    }

    private static double margin(Verdict verdict) {
        return verdict.figure().map(Figure::distance).orElseThrow().orElse(0);
    }

    private void add(Verdict verdict) {
        row(verdict, scope(verdict.scope()), measured(verdict), remark(verdict));
    }

    private void add(Spread spread) {
        Verdict check = spread.check();
        String unit = check.figure().map(Figure::unit).orElse("");
        String figures = spread.median().isEmpty()
                ? ""
                : "median " + Words.figure(spread.median().getAsDouble(), unit) + "   p95 "
                        + Words.figure(spread.p95().orElse(0), unit) + "   max "
                        + Words.figure(spread.most().orElse(0), unit);
        String missed = spread.missed() == 0 ? "" : "missed in " + spread.missed() + " of " + spread.runs();
        String mark = mark(spread.missed() == 0, check.warnOnly());
        rows.add(new Row(mark, check.line(), check.text(), scope(check.scope()), figures, missed));
    }

    private void row(Verdict verdict, String scope, String measured, String remark) {
        String mark = mark(verdict.ok(), verdict.warnOnly());
        rows.add(new Row(mark, verdict.line(), verdict.text(), scope, measured, remark));
    }

    private static String mark(boolean ok, boolean warnOnly) {
        return ok ? "✓" : warnOnly ? "!" : "✗";
    }

    private static String scope(String scope) {
        return scope.equals(WHOLE_RUN) ? "" : scope.startsWith(MOVE) ? "after " + scope : scope;
    }

    /** {@code 38.0 ms ± 5}, {@code 0 of 4786}, {@code 41.2 MiB, 1 connection}. */
    static String measured(Verdict verdict) {
        if (verdict.figure().isEmpty() || verdict.figure().get().measured().isEmpty()) {
            return verdict.figure().isEmpty() ? verdict.detail() : "not measured";
        }
        Figure figure = verdict.figure().get();
        String value = Words.figure(figure.measured().getAsDouble(), figure.unit());
        if (figure.unit().equals("packets") && verdict.detail().contains(" of ")) {
            return verdict.detail();
        }
        if (figure.unit().equals("%")) {
            return value + " (" + verdict.detail() + ")";
        }
        return verdict.resolution().isPresent()
                ? value + " ± "
                        + Words.millis(verdict.resolution().getAsDouble()).replaceFirst("(\\.0)? ms$", "")
                : value;
    }

    /** By how much it missed, or what it could not be less than. */
    static String remark(Verdict verdict) {
        Optional<Figure> figure = verdict.figure();
        String floor = verdict.floor().isPresent()
                ? "floor " + Words.millis(verdict.floor().getAsDouble())
                : "";
        if (verdict.ok() || figure.isEmpty()) {
            return floor;
        }
        if (figure.get().measured().isEmpty()) {
            return verdict.detail();
        }
        return distance(figure.get())
                + (verdict.warnOnly() ? ", a warning only" : "")
                + (floor.isEmpty() ? "" : ", " + floor)
                + (isReason(verdict) ? ": " + verdict.detail() : "");
    }

    /** Where the detail is no part of the measured value. */
    private static boolean isReason(Verdict verdict) {
        return !verdict.detail().isEmpty() && !measured(verdict).contains(verdict.detail());
    }

    private static String distance(Figure figure) {
        double measured = figure.measured().orElse(0);
        double distance = figure.distance().orElse(0);
        String by = distance == 0 ? "" : Words.figure(distance, figure.unit()) + " ";
        return by
                + (distance == 0 ? "not " + figure.comparison().sign() : measured > figure.limit() ? "over" : "under");
    }

    private String render() {
        if (rows.isEmpty()) {
            return "  nothing is expected\n";
        }
        int width = rows.stream()
                .filter(row -> !row.remark().isEmpty())
                .mapToInt(row -> row.measured().length())
                .max()
                .orElse(0);
        Table table = new Table(cells(rows.get(0), width));
        rows.stream().skip(1).forEach(row -> table.row(cells(row, width)));
        StringBuilder text = new StringBuilder();
        table.toString()
                .lines()
                .forEach(line -> text.append("  ").append(coloured(line)).append('\n'));
        return text.toString();
    }

    private static String[] cells(Row row, int width) {
        String padding = " ".repeat(Math.max(0, width - row.measured().length()));
        String figures = row.remark().isEmpty() ? row.measured() : row.measured() + padding + "   " + row.remark();
        return new String[] {row.mark(), String.valueOf(row.line()), row.text(), row.scope(), figures};
    }

    private String coloured(String line) {
        String mark = line.substring(0, 1);
        String rest = line.substring(1);
        return switch (mark) {
            case "✓" -> ink.good(mark) + rest;
            case "✗" -> ink.bad(mark) + ink.bold(rest);
            default -> ink.doubtful(mark) + rest;
        };
    }
}
