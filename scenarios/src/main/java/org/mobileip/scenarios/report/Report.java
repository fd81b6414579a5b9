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
        RunDirectory run = new RunDirectory(directory);
        RunResult result = read(directory);
        Scenario scenario = scenarioOf(result);
        Packets packets = Files.isRegularFile(run.capture())
                ? PacketReader.read(
                        run.capture(), scenario, nanosOf(result.environment().started()))
                : Packets.NONE;
        Path page = file(directory);
        Files.writeString(page, new RunPage(result, scenario, packets, others).html());
        return page;
    }

    /** The result of a run. */
    public static RunResult read(Path directory) throws IOException {
        Path file = new RunDirectory(directory).result();
        if (!Files.isRegularFile(file)) {
            throw new IOException(directory + " holds no result.json: is it the directory of a run?");
        }
        return ResultReader.read(Files.readString(file));
    }

    /**
     * Writes a page that sets runs side by side.
     *
     * @param groups runs that belong together, by what they are called
     */
    public static void compare(Path page, Map<String, List<RunResult>> groups) throws IOException {
        List<ComparisonChart.Group> named = new ArrayList<>();
        groups.forEach((name, runs) -> named.add(new ComparisonChart.Group(name, runs)));
        String body = "<header>\n<h1>Comparison</h1>\n</header>\n" + new ComparisonChart(named).html();
        Files.writeString(page, Page.of("Comparison", body));
    }

    private static Scenario scenarioOf(RunResult result) throws IOException {
        Path called = Path.of(result.script().name() + ScenarioFile.ENDING);
        try {
            return ScenarioFile.parse(called, result.script().source(), Map.of()).scenario();
        } catch (ConfigException unreadable) {
            throw new IOException("the script in the result is not one that this version reads", unreadable);
        }
    }

    private static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }
}
