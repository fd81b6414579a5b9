package org.mobileip.scenarios.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.ResultReader;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;

/** Makes {@code report.html} from what a run left in its directory: {@code result.json} and {@code packets.pcapng}. */
public final class Report {

    private static final long NANOS = 1_000_000_000L;

    private Report() {}

    /** Where the page of a run is. */
    public static Path file(Path directory) {
        return directory.resolve("report.html");
    }

    /**
     * Writes the page of one run.
     *
     * @param directory of the run
     * @return the page
     * @throws IOException when the result is missing or no result, or the page cannot be written
     */
    public static Path write(Path directory) throws IOException {
        return write(directory, List.of());
    }

    /**
     * Writes the page of one run of several.
     *
     * @param others all runs of the same scenario, for comparison
     */
    public static Path write(Path directory, List<RunResult> others) throws IOException {
        RunResult result = read(directory);
        write(directory, result, scenarioOf(result), others);
        return file(directory);
    }

    /**
     * Writes the page of a run that has just been played.
     *
     * @param others all runs of the same scenario, for comparison; may be none
     * @return a small picture of its packets, for {@link Entry}; empty where there is none
     */
    public static String write(Path directory, RunResult result, Scenario scenario, List<RunResult> others)
            throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Packets packets = Packets.NONE;
        List<String> remarks = new ArrayList<>();
        try {
            packets = PacketReader.read(
                    run.capture(), scenario, nanosOf(result.environment().started()));
        } catch (IOException unreadable) {
            remarks.add("No pictures of packets: " + unreadable.getMessage());
        }
        Files.writeString(file(directory), new RunPage(result, scenario, packets, others, remarks).html());
        return packets.flows().isEmpty()
                ? ""
                : IndexPage.glimpse(packets.flows().get(0));
    }

    /** The result of a run. */
    public static RunResult read(Path directory) throws IOException {
        Path file = new RunDirectory(directory).result();
        if (!Files.isRegularFile(file)) {
            throw new IOException(directory + " holds no result.json: is it the directory of a run?");
        }
        try {
            return ResultReader.read(Files.readString(file));
        } catch (IOException unreadable) {
            String why = String.valueOf(unreadable.getMessage());
            throw new IOException(file + ": " + why.lines().findFirst().orElse(""), unreadable);
        }
    }

    /**
     * Writes a page that sets runs side by side.
     *
     * @param groups runs that belong together, by what they are called
     */
    public static void compare(Path page, Map<String, List<RunResult>> groups) throws IOException {
        String body = "<header>\n<h1>Comparison</h1>\n</header>\n" + new ComparisonChart(groups).html();
        Files.writeString(page, Page.of("Comparison", body));
    }

    /**
     * Writes the page of several runs of one scenario, which leads to those of each.
     *
     * @param directory of all of them
     * @param runs by the name of their directory in it
     * @return the page
     */
    public static Path overview(Path directory, Map<String, RunResult> runs) throws IOException {
        Path page = file(directory);
        Files.writeString(page, new OverviewPage(runs).html());
        return page;
    }

    /**
     * A scenario that was played, for {@link #index}.
     *
     * @param directory of its files
     * @param glimpse of the packets of its first run, as {@link #write} returns it
     */
    public record Entry(String title, Path directory, boolean isPassed, List<RunResult> results, String glimpse) {
        public Entry {
            results = List.copyOf(results);
        }
    }

    /**
     * Writes the page of several scenarios, which leads to those of each.
     *
     * @param page where it goes; the scenarios' directories are below its own
     */
    public static void index(Path page, List<Entry> entries) throws IOException {
        Path here = page.toAbsolutePath().getParent();
        List<IndexPage.Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            String directory = String.valueOf(
                    here == null
                            ? entry.directory()
                            : here.relativize(entry.directory().toAbsolutePath()));
            rows.add(new IndexPage.Row(entry.title(), directory, entry.isPassed(), entry.results(), entry.glimpse()));
        }
        Files.writeString(page, new IndexPage(rows).html());
    }

    private static Scenario scenarioOf(RunResult result) throws IOException {
        Path called = Path.of(result.script().name() + ScenarioFile.ENDING);
        try {
            return ScenarioFile.parse(
                            called, result.script().source(), result.script().settings())
                    .scenario();
        } catch (ConfigException unreadable) {
            throw new IOException("the script in the result is not one that this version reads", unreadable);
        }
    }

    private static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }
}
