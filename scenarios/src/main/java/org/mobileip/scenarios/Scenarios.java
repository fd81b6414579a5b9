package org.mobileip.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;
import org.mobileip.scenarios.capture.CaptureNotes;
import org.mobileip.scenarios.language.FeatureCheck;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.Evidence;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.ResultJson;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.report.Report;

/**
 * Scenarios from Java: read a script, check it, play it in a world, and get its figures and verdicts.
 *
 * <pre>{@code
 * Scenario scenario = Scenarios.parse("call", script).scenario();
 * RunResult result = Scenarios.in("netns").run(scenario, directory, 1);
 * result.passed();
 * }</pre>
 *
 * <p>A {@code Scenarios} may be used again and again, by one thread at a time. docs/java-api.md shows a whole test.
 */
public final class Scenarios {

    private final WorldProvider world;

    private Scenarios(WorldProvider world) {
        this.world = world;
    }

    /**
     * Reads a script, or its JSON form.
     *
     * @param name of the scenario; its files are called after it
     * @throws ConfigException with every error of the script and its place
     */
    public static ScenarioFile parse(String name, String text) throws ConfigException {
        return ScenarioFile.parse(Path.of(name + ScenarioFile.ENDING), text, Map.of());
    }

    /**
     * Reads a file: a script, or its JSON form.
     *
     * @param settings what they say stands above the script's own {@code set} and {@code for}
     * @throws ConfigException with every error of the file and its place, also where it cannot be read
     */
    public static ScenarioFile read(Path file, Map<String, String> settings) throws ConfigException {
        return ScenarioFile.read(file, settings);
    }

    /**
     * Reads a script that comes with the program; {@link ScenarioFile#builtIns} lists them.
     *
     * @throws ConfigException when there is none of this name
     */
    public static ScenarioFile builtIn(String name, Map<String, String> settings) throws ConfigException {
        return ScenarioFile.builtIn(name, settings);
    }

    /** The worlds that are on the class path; whether they can run here is not asked. */
    public static List<WorldProvider> worlds() {
        return ServiceLoader.load(WorldProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Scenarios in the world of this name, such as {@code netns}.
     *
     * @throws IllegalArgumentException when there is no such world
     */
    public static Scenarios in(String world) {
        List<WorldProvider> all = worlds();
        return in(all.stream()
                .filter(each -> each.name().equals(world))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no world \"" + world + "\" among "
                        + all.stream().map(WorldProvider::name).toList())));
    }

    /** Scenarios in a world of one's own. */
    public static Scenarios in(WorldProvider world) {
        return new Scenarios(world);
    }

    /** What is unwise in a scenario, and what this world cannot do of it: the latter are errors. */
    public List<Problem> check(ScenarioFile file) {
        List<Problem> problems = new ArrayList<>(file.warnings());
        problems.addAll(FeatureCheck.problems(file, world.features()));
        return List.copyOf(problems);
    }

    /**
     * Plays a scenario once.
     *
     * @param directory where {@code result.json}, {@code report.html}, {@code packets.pcapng} and the logs go; it is made
     *     where it is missing
     * @param seed of everything left to chance
     * @throws WorldException when the run could not be carried out: not permitted, something is missing, a daemon failed
     * @throws IOException when a file cannot be written
     * @throws InterruptedException when the thread was interrupted; everything is removed by then
     */
    public RunResult run(Scenario scenario, Path directory, long seed)
            throws WorldException, IOException, InterruptedException {
        RunDirectory out = new RunDirectory(Files.createDirectories(directory));
        Observations seen;
        try (World opened = world.open(new WorldProvider.Options(seed, false))) {
            seen = opened.run(scenario, out, Progress.SILENT);
        }
        Environment environment = Environment.here(seen.dataplane(), seen.start());
        RunResult result = new Evaluator(scenario).evaluate(seen, seed, environment);
        Files.writeString(out.result(), ResultJson.write(result));
        if (Files.exists(out.capture())) {
            CaptureNotes.add(out.capture(), Evidence.of(result));
        }
        Report.write(directory, result, scenario, List.of());
        return result;
    }
}
