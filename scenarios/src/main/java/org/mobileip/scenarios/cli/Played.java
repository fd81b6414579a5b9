package org.mobileip.scenarios.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.cli.ExitCode;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.RunSummary;
import org.mobileip.scenarios.measure.Verdict;

/**
 * A scenario that was played, once or more often.
 *
 * @param called what the command line calls it
 * @param directory where its files are
 * @param wanted how many runs were asked for
 * @param results of the runs that came to their end
 * @param overRuns what each of them adds to expectations over runs
 * @param trouble why the next one did not
 * @param glimpse a small picture of the packets of the first, for a page of several scenarios; may be empty
 */
record Played(
        Scenario scenario,
        String called,
        Path directory,
        int wanted,
        List<RunResult> results,
        List<List<Verdict>> overRuns,
        Optional<String> trouble,
        Duration took,
        String glimpse) {

    Played {
        results = List.copyOf(results);
        overRuns = List.copyOf(overRuns);
    }

    /** The same with a picture. */
    Played withGlimpse(String picture) {
        return new Played(scenario, called, directory, wanted, results, overRuns, trouble, took, picture);
    }

    /** Of several runs, when at least one came to its end. */
    Optional<RunSummary> summary() {
        return wanted > 1 && !results.isEmpty() ? Optional.of(RunSummary.of(results, overRuns)) : Optional.empty();
    }

    boolean passed() {
        boolean allPassed = results.stream().allMatch(RunResult::passed);
        return trouble.isEmpty()
                && allPassed
                && summary().map(RunSummary::passed).orElse(true);
    }

    int exitCode() {
        return trouble.isPresent() ? ExitCode.CANNOT_RUN_HERE : passed() ? ExitCode.DONE : ExitCode.MISSED;
    }

    /** {@code PASSED}, {@code FAILED} or, where a run did not come to its end, {@code ERROR}. */
    String word() {
        return trouble.isPresent() ? "ERROR" : passed() ? "PASSED" : "FAILED";
    }
}
