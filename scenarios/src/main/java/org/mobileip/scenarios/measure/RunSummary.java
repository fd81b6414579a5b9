package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.mobileip.control.Json;

/**
 * Several runs of one script.
 *
 * @param first the first run: what was played, where, and the first seed
 * @param runs how many there were
 * @param failed how many of them failed
 * @param spreads how the figure of each check spread
 * @param overRuns verdicts over all runs
 */
public record RunSummary(RunResult first, int runs, int failed, List<Spread> spreads, List<Verdict> overRuns) {

    private static final String SCHEMA = "mobileip.summary/1";

    public RunSummary {
        spreads = List.copyOf(spreads);
        overRuns = List.copyOf(overRuns);
    }

    /**
     * Puts runs side by side.
     *
     * @param results of at least one run
     * @param overRuns what each run adds to expectations over runs
     */
    public static RunSummary of(List<RunResult> results, List<List<Verdict>> overRuns) {
        return new RunSummary(
                results.get(0),
                results.size(),
                (int) results.stream().filter(result -> !result.passed()).count(),
                Spread.of(results.stream().map(RunResult::expectations).toList()),
                Spread.of(overRuns).stream().map(Spread::overRuns).toList());
    }

    /** All runs passed, and so did what is expected over them. */
    public boolean passed() {
        return failed == 0 && overRuns.stream().noneMatch(Verdict::isMissed);
    }

    /** What a reader should know of the spread. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        spreads.stream()
                .flatMap(spread -> spread.coldStart().stream().boxed())
                .max(Double::compare)
                .ifPresent(times -> warnings.add(String.format(
                        Locale.ROOT,
                        "run 1 was %.1f times slower than the rest: cold code and caches; look at the median",
                        times)));
        spreads.stream()
                .filter(spread -> isTime(spread.check()) && spread.slowOutliers() > 0)
                .forEach(spread -> {
                    long count = spread.slowOutliers();
                    warnings.add(spread.check().text() + ", " + spread.check().scope() + ": " + count
                            + (count == 1 ? " slow outlier" : " slow outliers"));
                });
        return warnings;
    }

    private static boolean isTime(Verdict check) {
        return check.figure().filter(figure -> figure.unit().equals("ms")).isPresent();
    }

    /** {@code mobileip.summary/1}, indented, with a line end. */
    public String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("scenario", ResultJson.script(first.script()));
        document.put("world", first.world());
        document.put("seed", first.seed());
        document.put("environment", ResultJson.environment(first.environment()));
        document.put("result", passed() ? "passed" : "failed");
        document.put("runs", runs);
        document.put("failed", failed);
        document.put("checks", spreads.stream().map(RunSummary::spread).toList());
        document.put("expectations", overRuns.stream().map(ResultJson::verdict).toList());
        document.put("warnings", warnings());
        return Json.writeIndented(document) + "\n";
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", spread.check().line());
        fields.put("text", spread.check().text());
        fields.put("scope", spread.check().scope());
        fields.put("missed", spread.missed());
        fields.put("min", number(spread.least()));
        fields.put("median", number(spread.median()));
        fields.put("p95", number(spread.p95()));
        fields.put("max", number(spread.most()));
        fields.put("limit", spread.check().figure().map(Figure::limit).orElse(null));
        fields.put("unit", spread.check().figure().map(Figure::unit).orElse(null));
        fields.put("values", spread.values());
        return fields;
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
