package org.mobileip.scenarios.language;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;

/**
 * A script that can be run.
 *
 * @param scenario what it says; where it has loops, with the first value of each
 * @param runs what to run: {@code scenario} alone, or one for each value of its loops, with the values in their titles
 * @param warnings what is unwise in it, in the order of the lines
 * @param uses what it asks of a world, in the order of the lines
 */
public record ScenarioFile(Scenario scenario, List<Scenario> runs, List<Problem> warnings, List<FeatureUse> uses) {

    public ScenarioFile {
        runs = List.copyOf(runs);
        warnings = List.copyOf(warnings);
        uses = List.copyOf(uses);
    }

    /**
     * Reads a script.
     *
     * @param overrides what {@code --set KEY=VALUE} says; stands above the script's own {@code set} and {@code for}
     * @throws ConfigException with every error of the script and of the overrides
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static ScenarioFile read(Path file, Map<String, String> overrides) throws ConfigException {
        throw new UnsupportedOperationException("the parser comes next");
    }

    /**
     * Reads a script that comes with the program.
     *
     * @throws ConfigException when there is none of that name, and as {@link #read}
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static ScenarioFile builtIn(String name, Map<String, String> overrides) throws ConfigException {
        throw new UnsupportedOperationException("the parser comes next");
    }

    /** The scripts that come with the program, in the order in which they teach. */
    public static List<BuiltIn> builtIns() {
        return List.of();
    }

    /** What to run, one after the other: see {@code runs}. */
    public List<Scenario> expand() {
        return runs;
    }

    /** A script that comes with the program. */
    public record BuiltIn(String name, String title) {}
}
