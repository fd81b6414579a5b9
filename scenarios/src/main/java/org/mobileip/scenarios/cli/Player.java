package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.ResultJson;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Verdict;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.time.Tick;

/** Plays a scenario as often as is wanted, and leaves what it found in its directory. */
final class Player {

    private final Surroundings here;
    private final Stage stage;
    private final WorldProvider provider;
    private final RunOptions options;
    private final Consumer<String> err;

    /** {@code err} gets lines with their ends: what happens while it happens. */
    Player(Surroundings here, Stage stage, WorldProvider provider, RunOptions options, Consumer<String> err) {
        this.here = here;
        this.stage = stage;
        this.provider = provider;
        this.options = options;
        this.err = err;
    }

    /**
     * Plays.
     *
     * @param called what the command line calls the scenario
     * @param directory where its files go; it exists
     * @throws IOException when a file cannot be written
     */
    Played play(Scenario scenario, String called, Path directory) throws IOException, InterruptedException {
        Tick begun = here.ticker().now();
        int runs = options.runsOf(scenario);
        Evaluator evaluator = new Evaluator(scenario);
        List<RunResult> results = new ArrayList<>();
        List<List<Verdict>> overRuns = new ArrayList<>();
        Optional<String> trouble = Optional.empty();
        while (results.size() < runs && trouble.isEmpty()) {
            int run = results.size() + 1;
            Path ofRun = runs == 1 ? directory : RunDirectories.ofRun(directory, run, runs);
            try {
                long seed = options.seed() + run - 1;
                Observations seen = play(scenario, new RunDirectory(ofRun), seed, runs == 1);
                Environment environment = here.environment(seen.dataplane(), seen.start());
                RunResult result = runs == 1
                        ? evaluator.evaluate(seen, seed, environment)
                        : evaluator.evaluateOneOfSeveral(seen, seed, environment);
                Files.writeString(new RunDirectory(ofRun).result(), ResultJson.write(result));
                results.add(result);
                overRuns.add(evaluator.overRuns(seen));
                tell(result, run, runs);
            } catch (WorldException failed) {
                if (stage.isStopping()) {
                    throw new InterruptedException("the world was closed");
                }
                trouble = Optional.of(String.valueOf(failed.getMessage()));
            }
        }
        return new Played(
                scenario,
                called,
                directory,
                runs,
                results,
                overRuns,
                trouble,
                here.ticker().now().since(begun));
    }

    private Observations play(Scenario scenario, RunDirectory out, long seed, boolean isTold)
            throws WorldException, InterruptedException {
        World world = stage.world(provider, new WorldProvider.Options(seed, options.keep()));
        try {
            Progress progress = isTold && !options.quiet() ? new LiveProgress(scenario, err) : Progress.SILENT;
            return world.run(scenario, out, progress);
        } finally {
            stage.closeWorld();
        }
    }

    private void tell(RunResult result, int run, int runs) {
        if (runs > 1 && !options.quiet()) {
            String worst = result.moves().stream()
                    .flatMap(move -> move.interruption().stream())
                    .max(java.time.Duration::compareTo)
                    .map(longest -> "   longest interruption " + Words.millis(longest))
                    .orElse("");
            String verdict = result.passed() ? "passed" : "missed " + Words.counted(result.missed(), "check");
            err.accept("  run " + run + " of " + runs + "   " + verdict + worst + "\n");
        }
    }
}
