package org.mobileip.scenarios.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.Table;
import org.mobileip.control.Json;
import org.mobileip.scenarios.wire.CalibrationReport;

/**
 * What {@code calibrate} answers.
 *
 * @param loss share of packets to be lost, 0 to 1
 * @param withoutNetem why the kernel has no netem; empty: it has
 * @param rates the rounds of each rate, the rates rising
 */
record CalibrationAnswer(
        Surroundings here,
        Duration delay,
        double loss,
        int size,
        int rounds,
        int seconds,
        Optional<String> withoutNetem,
        List<List<CalibrationReport>> rates) {

    /** How punctual a packet is to be. */
    private static final long PUNCTUAL = 200_000;

    /** How many of all packets are to be that, and how much of the rate is to be reached. */
    private static final double NEARLY_ALL = 0.99;

    private static final double NANOS_PER_MICRO = 1e3;

    /** For people. */
    String table() {
        Table table = new Table(
                "PACKETS/S",
                "SENT/S",
                "OFF BY 50 %",
                "99 %",
                "99.9 %",
                "MOST",
                "WITHIN 0.2 MS",
                "LOST",
                "MISSING",
                "CPU");
        for (List<CalibrationReport> reports : rates) {
            table.row(
                    number(reports.get(0).packetsPerSecond()),
                    number(median(reports, CalibrationReport::achievedPerSecond)),
                    micros(median(reports, report -> report.offByAt(0.5))),
                    micros(median(reports, report -> report.offByAt(0.99))),
                    micros(median(reports, report -> report.offByAt(0.999))),
                    micros(median(reports, report -> report.offByAt(1))),
                    percent(median(reports, report -> report.shareWithin(PUNCTUAL))),
                    percent(median(reports, CalibrationReport::shareLost)),
                    number(median(reports, CalibrationReport::missing)),
                    percent(median(reports, CalibrationReport::processorShare)));
        }
        return "our own wire: " + Words.millis(delay) + " one way, " + Words.percent(loss * 100) + " lost, frames of "
                + size + " octets, medians of " + Words.counted(rounds, "round") + " of " + seconds + " s\n\n" + table
                + "\n" + limits() + "\n" + netem() + "\n";
    }

    private String limits() {
        return "no packet missing up to " + packets(fastest(CalibrationAnswer::isComplete))
                + ", 99 % within 0.2 ms up to "
                + packets(fastest(CalibrationAnswer::isPunctual)) + ", of what was tried, on "
                + Words.counted(here.cpus(), "processor") + " with whatever else they do";
    }

    private static String packets(OptionalInt rate) {
        return rate.isPresent() ? number(rate.getAsInt()) + " packets/s" : "no rate";
    }

    private String netem() {
        return withoutNetem
                .map(why ->
                        "netem: not in this kernel (" + why.lines().findFirst().orElse("") + ")")
                .orElse("netem: this kernel has it; our own wire is used all the same");
    }

    /** For programs. */
    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.calibration/1");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("version", here.version());
        environment.put("java", here.java());
        environment.put("kernel", here.kernel());
        environment.put("cpus", here.cpus());
        document.put("environment", environment);
        document.put("netem", withoutNetem.isEmpty());
        document.put("delay_ms", delay.toNanos() / 1e6);
        document.put("loss", loss);
        document.put("size", size);
        document.put("rounds", rounds);
        document.put("round_s", seconds);
        List<Map<String, Object>> all = new ArrayList<>();
        rates.forEach(reports -> all.add(json(reports)));
        document.put("rates", all);
        document.put("complete_up_to_packets_per_s", orNull(fastest(CalibrationAnswer::isComplete)));
        document.put("punctual_up_to_packets_per_s", orNull(fastest(CalibrationAnswer::isPunctual)));
        return Json.writeIndented(document);
    }

    private static Map<String, Object> json(List<CalibrationReport> reports) {
        Map<String, Object> rate = new LinkedHashMap<>();
        rate.put("packets_per_s", reports.get(0).packetsPerSecond());
        rate.put("achieved_packets_per_s", rounded(median(reports, CalibrationReport::achievedPerSecond)));
        Map<String, Object> errors = new LinkedHashMap<>();
        errors.put("p50", rounded(median(reports, report -> report.offByAt(0.5) / NANOS_PER_MICRO)));
        errors.put("p99", rounded(median(reports, report -> report.offByAt(0.99) / NANOS_PER_MICRO)));
        errors.put("p999", rounded(median(reports, report -> report.offByAt(0.999) / NANOS_PER_MICRO)));
        errors.put("max", rounded(median(reports, report -> report.offByAt(1) / NANOS_PER_MICRO)));
        rate.put("off_by_us", errors);
        rate.put("within_200us", median(reports, report -> report.shareWithin(PUNCTUAL)));
        rate.put("lost", median(reports, CalibrationReport::shareLost));
        rate.put("missing", Math.round(median(reports, CalibrationReport::missing)));
        rate.put("cpu", median(reports, CalibrationReport::processorShare));
        return rate;
    }

    /** The highest rate up to which all, in most of their rounds, are good. */
    private OptionalInt fastest(Predicate<CalibrationReport> good) {
        OptionalInt fastest = OptionalInt.empty();
        for (List<CalibrationReport> reports : rates) {
            if (reports.stream().filter(good).count() * 2 <= reports.size()) {
                return fastest;
            }
            fastest = OptionalInt.of(reports.get(0).packetsPerSecond());
        }
        return fastest;
    }

    private static boolean isComplete(CalibrationReport report) {
        return report.missing() == 0 && report.achievedPerSecond() >= NEARLY_ALL * report.packetsPerSecond();
    }

    private static boolean isPunctual(CalibrationReport report) {
        return isComplete(report) && report.shareWithin(PUNCTUAL) >= NEARLY_ALL;
    }

    private static double median(List<CalibrationReport> reports, ToDoubleFunction<CalibrationReport> figure) {
        double[] sorted = reports.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static @Nullable Integer orNull(OptionalInt rate) {
        return rate.isPresent() ? rate.getAsInt() : null;
    }

    private static double rounded(double figure) {
        return Math.round(figure * 10) / 10.0;
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%,.0f µs", nanos / NANOS_PER_MICRO);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
}
