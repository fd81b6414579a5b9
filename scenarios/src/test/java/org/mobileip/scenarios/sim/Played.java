package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.ResultJson;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.WorldProvider;

/** A script that was played in the simulated world, as the command line would play it. */
record Played(Scenario scenario, Observations seen, RunResult result, RunDirectory out) {

    private static final Environment NOWHERE = new Environment("test", "", "", "sim", 1, Instant.EPOCH);

    /** Plays {@code script} into {@code directory}, which is made. */
    static Played play(String script, long seed, Path directory) throws IOException, InterruptedException {
        return play(parsed(script), seed, directory);
    }

    static Played play(Scenario scenario, long seed, Path directory) throws IOException, InterruptedException {
        RunDirectory out = new RunDirectory(Files.createDirectories(directory));
        Observations seen = new SimWorldProvider()
                .open(new WorldProvider.Options(seed, true))
                .run(scenario, out, Progress.SILENT);
        RunResult result = new Evaluator(scenario).evaluate(seen, seed, NOWHERE);
        Files.writeString(out.result(), ResultJson.write(result));
        return new Played(scenario, seen, result, out);
    }

    static Scenario parsed(String script) {
        try {
            return ScenarioFile.parse(Path.of("script.scenario"), script, Map.of())
                    .scenario();
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong.getMessage(), wrong);
        }
    }

    /** What was missed, for messages. */
    String missed() {
        return result.expectations().stream()
                .filter(verdict -> verdict.isMissed())
                .map(Object::toString)
                .toList()
                .toString();
    }
}
