package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.scenarios.capture.CaptureNotes;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.Evidence;
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

    /** What came of one run of several. */
    private record Outcome(RunResult result, List<Verdict> overRuns) {}

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
        List<Outcome> outcomes = new ArrayList<>();
        Optional<String> trouble = Optional.empty();
        while (outcomes.size() < runs && trouble.isEmpty()) {
            int run = outcomes.size() + 1;
            Path ofRun = runs == 1 ? directory : RunDirectories.ofRun(directory, run, runs);
            try {
                Outcome outcome = once(scenario, new RunDirectory(ofRun), run, runs);
                outcomes.add(outcome);
                tell(outcome.result(), run, runs);
            } catch (WorldException failed) {
                trouble = Optional.of(String.valueOf(failed.getMessage()));
            } finally {
                RunDirectories.forgetIfEmpty(ofRun, directory);
            }
        }
        return new Played(
                scenario,
                called,
                directory,
                runs,
                outcomes.stream().map(Outcome::result).toList(),
                outcomes.stream().map(Outcome::overRuns).toList(),
                trouble,
                here.ticker().now().since(begun),
                "");
    }

    private Outcome once(Scenario scenario, RunDirectory out, int run, int runs)
            throws WorldException, IOException, InterruptedException {
        long seed = options.seed() + run - 1;
        Observations seen = observe(scenario, out, seed, runs == 1);
        Environment environment = here.environment(seen.dataplane(), seen.start());
        Evaluator evaluator = new Evaluator(scenario);
        RunResult result = runs == 1
                ? evaluator.evaluate(seen, seed, environment)
                : evaluator.evaluateOneOfSeveral(seen, seed, environment);
        Files.writeString(out.result(), ResultJson.write(result));
        if (Files.exists(out.capture())) {
            CaptureNotes.add(out.capture(), Evidence.of(result));
        }
        return new Outcome(result, evaluator.overRuns(seen));
    }

    private Observations observe(Scenario scenario, RunDirectory out, long seed, boolean isTold)
            throws WorldException, InterruptedException {
        try {
            World world = stage.world(provider, options.ofWorld(seed));
            try {
                return world.run(scenario, out, progress(scenario, isTold));
            } finally {
                stage.close(world);
            }
        } catch (WorldException failed) {
            if (stage.isStopping()) {
                throw new InterruptedException("the world was closed");
            }
            throw failed;
        }
    }

    private Progress progress(Scenario scenario, boolean isTold) {
        Progress told = isTold && !options.quiet() ? live(scenario) : Progress.SILENT;
        return options.shellOnFail()
                .<Progress>map(node -> new ShellOnFail(told, scenario, node, err))
                .orElse(told);
    }

    private Progress live(Scenario scenario) {
        err.accept("  building networks, starting daemons\n");
        return new LiveProgress(scenario, err);
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
