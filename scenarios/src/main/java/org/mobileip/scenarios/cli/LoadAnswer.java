package org.mobileip.scenarios.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.mobileip.cli.Table;
import org.mobileip.control.Json;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.load.KillRun;
import org.mobileip.scenarios.load.LoadResult;
import org.mobileip.scenarios.load.Plan;
import org.mobileip.scenarios.load.Step;

/**
 * What {@code load} answers.
 *
 * @param loadAfter how many programs wanted a processor in its last minute
 */
record LoadAnswer(Surroundings here, Plan plan, double loadAfter, LoadResult result) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    /** A generator that is later than this is what was measured. */
    private static final double MOST_LATENESS_MILLIS = 1;

    /** A generator that is less than this factor faster than what it measures is no yardstick. */
    private static final double LEAST_LEAD = 1.5;

    /** One step in one line. */
    static String line(Step step) {
        return String.format(
                Locale.ROOT,
                "%,.0f/s granted, p50 %s, p99 %s, max %s, %.2f%% lost",
                step.grantedPerSecond(),
                percentile(step.latency(), P50),
                percentile(step.latency(), P99),
                Words.millis(step.latency().getMaxValue() / NANOS_PER_MILLI),
                100 * step.lost());
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    private static String percentile(Histogram histogram, double percentile) {
        return Words.millis(millis(histogram, percentile));
    }

    /** What came of kills, for people. */
    static String text(KillRun.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "killed %s under load (--seed %d): %,d registrations acknowledged, %,d bindings asked for afterwards, %,d lost,"
                        + " %,d replays accepted, %,d without an answer%n",
                Words.counted(outcome.kills(), "time"),
                outcome.seed(),
                outcome.acknowledged(),
                outcome.checked(),
                outcome.lost(),
                outcome.replayed(),
                outcome.silent());
    }

    /** The same for programs. */
    static String json(KillRun.Outcome outcome) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.load-kills/1");
        document.put("kills", outcome.kills());
        document.put("seed", outcome.seed());
        document.put("acknowledged", outcome.acknowledged());
        document.put("checked", outcome.checked());
        document.put("lost", outcome.lost());
        document.put("replayed", outcome.replayed());
        document.put("silent", outcome.silent());
        return Json.writeIndented(document);
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, Java %s, %s for everything, load %.2f; %s, %s\n\n",
                here.kernel(),
                here.java(),
                Words.counted(here.cpus(), "processor"),
                loadAfter,
                Words.counted(plan.population().count(), "node"),
                plan.agent().map(Endpoint::toString).orElse("home agent of our own")));
        Table table = new Table(
                "ASKED/S", "GRANTED/S", "LOST", "DENIED", "P50", "P99", "P99.9", "MAX", "LATE", "SERVER µs", "CPUS");
        result.steps().forEach(step -> row(table, step));
        text.append(table).append('\n');
        conclusions(text);
        return text.toString();
    }

    private static void row(Table table, Step step) {
        table.row(
                String.format(Locale.ROOT, "%,.0f", step.rate()),
                String.format(Locale.ROOT, "%,.0f", step.grantedPerSecond()),
                String.format(Locale.ROOT, "%.2f%%", 100 * step.lost()),
                Integer.toString(step.answered() - step.accepted()),
                percentile(step.latency(), P50),
                percentile(step.latency(), P99),
                percentile(step.latency(), P999),
                Words.millis(step.latency().getMaxValue() / NANOS_PER_MILLI),
                percentile(step.lateness(), P99),
                known("%.1f", step.serverMicros()),
                known("%.2f", step.serverProcessors()));
    }

    private static String known(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private void conclusions(StringBuilder text) {
        text.append("ended: ").append(result.end().words()).append('\n');
        result.best()
                .ifPresent(best -> text.append(String.format(
                        Locale.ROOT, "most within 2.5 %% lost: %,.0f registrations/s%n", best.grantedPerSecond())));
        denials().forEach((code, count) -> text.append("denied with code " + code + ": " + count + "\n"));
        result.ownLimit()
                .ifPresent(own -> text.append(String.format(
                        Locale.ROOT,
                        "this generator alone, against an echo on the same processors: %,.0f/s%n",
                        own.grantedPerSecond())));
        warnings(text);
    }

    private Map<Integer, Integer> denials() {
        Map<Integer, Integer> all = new TreeMap<>();
        result.steps().forEach(step -> step.denied().forEach((code, count) -> all.merge(code, count, Integer::sum)));
        return all;
    }

    private void warnings(StringBuilder text) {
        Optional<Step> own = result.ownLimit();
        if (isNoYardstick()) {
            text.append(String.format(
                    Locale.ROOT,
                    "! the generator itself is only %.1f times as fast: the home agent's limit may lie higher%n",
                    own.orElseThrow().grantedPerSecond()
                            / result.best().orElseThrow().grantedPerSecond()));
        }
        long late = result.steps().stream()
                .filter(step -> millis(step.lateness(), P99) > MOST_LATENESS_MILLIS)
                .count();
        if (late > 0) {
            text.append("! in " + Words.counted(late, "step")
                    + " a request of a hundred left more than 1 ms late (LATE), which is in its latency\n");
        }
        int wrong = result.steps().stream().mapToInt(Step::wronglySigned).sum();
        if (wrong > 0) {
            text.append("! " + Words.counted(wrong, "reply")
                    + " of those that were checked (one of 64) had a wrong authenticator\n");
        }
        int strange = result.steps().stream().mapToInt(Step::strange).sum();
        if (strange > 0) {
            text.append("! " + Words.counted(strange, "datagram")
                    + " came more than 1 s too late, or answered nothing that was asked\n");
        }
    }

    private boolean isNoYardstick() {
        Optional<Step> own = result.ownLimit();
        Optional<Step> best = result.best();
        return own.isPresent()
                && best.isPresent()
                && own.get().grantedPerSecond() < LEAST_LEAD * best.get().grantedPerSecond();
    }

    /** For programs. */
    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.load/1");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("version", here.version());
        environment.put("java", here.java());
        environment.put("kernel", here.kernel());
        environment.put("cpus", here.cpus());
        environment.put("load_after", loadAfter);
        document.put("environment", environment);
        document.put("nodes", plan.population().count());
        document.put("agent", plan.agent().map(Endpoint::toString).orElse("own"));
        document.put("steps", result.steps().stream().map(LoadAnswer::document).toList());
        document.put("end", result.end().name().toLowerCase(Locale.ROOT));
        document.put("best_per_s", result.best().map(Step::grantedPerSecond).orElse(0.0));
        result.ownLimit().ifPresent(own -> document.put("generator_per_s", own.grantedPerSecond()));
        return Json.writeIndented(document);
    }

    private static Map<String, Object> document(Step step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rate_per_s", step.rate());
        document.put("seconds", step.seconds());
        document.put("wanted", step.wanted());
        document.put("sent", step.sent());
        document.put("accepted", step.accepted());
        Map<String, Object> denied = new TreeMap<>();
        step.denied().forEach((code, count) -> denied.put(code.toString(), count));
        document.put("denied", denied);
        document.put("lost", step.wanted() - step.answered());
        document.put("forged", step.forged());
        document.put("wrongly_signed", step.wronglySigned());
        document.put("strange", step.strange());
        document.put("repeated", step.repeated());
        document.put("latency_ms", spread(step.latency()));
        document.put("generator_late_ms", spread(step.lateness()));
        if (step.serverNanos().isPresent()) {
            document.put("server_cpu_ms", step.serverNanos().getAsLong() / NANOS_PER_MILLI);
        }
        return document;
    }

    private static Map<String, Object> spread(Histogram histogram) {
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("p50", millis(histogram, P50));
        spread.put("p99", millis(histogram, P99));
        spread.put("p999", millis(histogram, P999));
        spread.put("max", histogram.getMaxValue() / NANOS_PER_MILLI);
        return spread;
    }
}
