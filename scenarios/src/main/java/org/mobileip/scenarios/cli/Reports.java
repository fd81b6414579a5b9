package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.RunSummary;
import org.mobileip.scenarios.report.Report;

/** What is left in a scenario's directory beside the results of its runs. */
final class Reports {

    private Reports() {}

    /** {@code report.html} and {@code summary.md}, and {@code summary.json} of several runs; returns a glimpse of the first. */
    static String write(Played played) throws IOException {
        Path directory = played.directory();
        Files.writeString(directory.resolve("summary.md"), Markdown.of(List.of(played)));
        if (played.summary().isPresent()) {
            RunSummary summary = played.summary().get();
            Files.writeString(directory.resolve("summary.json"), summary.json());
        }
        if (played.wanted() > 1) {
            return writeEach(played);
        }
        return played.results().isEmpty()
                ? ""
                : Report.write(directory, played.results().get(0), played.scenario(), List.of());
    }

    /** {@code index.html}: a row a scenario. */
    static void index(Path page, List<Played> all) throws IOException {
        List<Report.Entry> entries = new ArrayList<>();
        for (Played played : all) {
            entries.add(new Report.Entry(
                    played.scenario().title(),
                    played.directory(),
                    played.passed(),
                    played.results(),
                    played.glimpse()));
        }
        Report.index(page, entries);
    }

    private static String writeEach(Played played) throws IOException {
        Map<String, RunResult> runs = new LinkedHashMap<>();
        String glimpse = "";
        for (int i = 0; i < played.results().size(); i++) {
            Path ofRun = RunDirectories.ofRun(played.directory(), i + 1, played.wanted());
            String picture = Report.write(ofRun, played.results().get(i), played.scenario(), played.results());
            glimpse = i == 0 ? picture : glimpse;
            runs.put(String.valueOf(ofRun.getFileName()), played.results().get(i));
        }
        if (!runs.isEmpty()) {
            Report.overview(played.directory(), runs);
        }
        return glimpse;
    }
}
