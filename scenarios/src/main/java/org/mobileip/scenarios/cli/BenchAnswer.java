package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.mobileip.cli.Table;
import org.mobileip.control.Json;
import org.mobileip.scenarios.bench.BenchResult;
import org.mobileip.scenarios.bench.Figure;
import org.mobileip.scenarios.report.DotChart;

/**
 * What {@code bench} answers.
 *
 * @param loadBefore how many programs wanted a processor before it began
 */
record BenchAnswer(Surroundings here, int rounds, double loadBefore, BenchResult result) {

    private static final Path LOAD = Path.of("/proc/loadavg");

    /** The mean over the last minute; 0 where the kernel does not tell. */
    static double load() {
        try {
            return Double.parseDouble(Files.readString(LOAD).split(" ", -1)[0]);
        } catch (IOException withoutProc) {
            return 0;
        }
    }

    /** For people: medians, how far the values lie apart, and the median of what each is of the first subject's. */
    String table() {
        StringBuilder text = new StringBuilder()
                .append(here.kernel())
                .append(", Java ")
                .append(here.java())
                .append(", ")
                .append(Words.counted(here.cpus(), "processor"))
                .append(" for everything, receive packet steering ")
                .append(result.isSteered() ? "on" : "off")
                .append(String.format(Locale.ROOT, ", load before %.2f", loadBefore))
                .append("; medians of ")
                .append(Words.counted(rounds, "round"))
                .append(", range, and ratio to ")
                .append(result.subjects().keySet().iterator().next())
                .append(" in the same round\n");
        for (Figure figure : Figure.values()) {
            Table table = new Table(figure.title(), figure.unit(), "RANGE", "RATIO");
            for (String subject : result.subjects().keySet()) {
                double[] values = result.values(subject, figure);
                table.row(
                        "  " + subject,
                        figure.text(BenchResult.median(values)),
                        range(figure, values),
                        ratio(subject, figure));
            }
            text.append('\n').append(table);
        }
        result.skipped().forEach((subject, why) -> text.append("\nnot measured: ")
                .append(subject)
                .append(" (")
                .append(why)
                .append(")\n"));
        return text.toString();
    }

    private static String range(Figure figure, double[] values) {
        return figure.text(Arrays.stream(values).min().orElseThrow()) + " … "
                + figure.text(Arrays.stream(values).max().orElseThrow());
    }

    private String ratio(String subject, Figure figure) {
        return String.format(Locale.ROOT, "%.2f", BenchResult.median(result.ratios(subject, figure)));
    }

    /** For programs. */
    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.bench/1");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("version", here.version());
        environment.put("java", here.java());
        environment.put("kernel", here.kernel());
        environment.put("cpus", here.cpus());
        environment.put("load_before", loadBefore);
        document.put("environment", environment);
        document.put("rounds", rounds);
        document.putAll(result.document());
        return Json.writeIndented(document);
    }

    /** A picture of all values. */
    String svg() {
        List<DotChart.Panel> panels = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            List<DotChart.Row> rows = new ArrayList<>();
            for (String subject : result.subjects().keySet()) {
                double[] values = result.values(subject, figure);
                rows.add(new DotChart.Row(
                        subject,
                        DoubleStream.of(values).mapToObj(figure::shown).toList(),
                        figure.shown(BenchResult.median(values)),
                        figure.text(BenchResult.median(values)) + "   × " + ratio(subject, figure)));
            }
            panels.add(new DotChart.Panel(figure.title(), figure.unit(), rows));
        }
        return DotChart.svg(
                "Dataplanes",
                "Each dot one round, bar: median, line: range; the factor is that to the first row",
                panels);
    }
}
