package org.mobileip.scenarios.language;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mobileip.config.BadValue;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.config.TextFile;

/**
 * A script that can be run.
 *
 * @param scenario what it says; where it has loops, with the first value of each
 * @param runs what to run: {@code scenario} alone, or one for each value of its loops, with the values in their titles
 * @param warnings what is unwise in it, in the order of the lines
 * @param uses what it asks of a world, in the order of the lines
 */
public record ScenarioFile(Scenario scenario, List<Scenario> runs, List<Problem> warnings, List<FeatureUse> uses) {

    /** What the names of script files end in. */
    public static final String ENDING = ".scenario";

    private static final long LARGEST = 16 << 20;

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
    public static ScenarioFile read(Path file, Map<String, String> overrides) throws ConfigException {
        try {
            return parse(file, TextFile.read(file, LARGEST), overrides);
        } catch (BadValue bad) {
            Problems problems = new Problems();
            problems.error(SourceFile.of(file, "").start(), bad);
            throw new ConfigException(problems.found());
        }
    }

    /**
     * Reads a script that comes with the program.
     *
     * @throws ConfigException when there is none of that name, and as {@link #read}
     */
    public static ScenarioFile builtIn(String name, Map<String, String> overrides) throws ConfigException {
        return parse(Path.of(name + ENDING), BuiltIns.text(name), overrides);
    }

    /**
     * Reads the text of a script, or of its JSON form.
     *
     * @param file what the text is called in errors; its name without its ending is the name of the scenario
     * @throws ConfigException as {@link #read}
     */
    public static ScenarioFile parse(Path file, String text, Map<String, String> overrides) throws ConfigException {
        String name = nameOf(file);
        return JsonScript.isOne(file, text)
                ? JsonScript.read(file, name, text, overrides)
                : ScriptReader.ofText(name, SourceFile.of(file, text), text).read(overrides);
    }

    private static String nameOf(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "scenario" : last.toString();
        return without(ENDING, without(JsonScript.ENDING, name));
    }

    private static String without(String ending, String name) {
        boolean ends = name.endsWith(ending) && name.length() > ending.length();
        return ends ? name.substring(0, name.length() - ending.length()) : name;
    }

    /** The scripts that come with the program, in the order in which they teach. */
    public static List<BuiltIn> builtIns() {
        return BuiltIns.all();
    }

    /** What to run, one after the other: see {@code runs}. */
    public List<Scenario> expand() {
        return runs;
    }

    /**
     * A script that comes with the program.
     *
     * @param teaches in a line: the comment that it begins with
     */
    public record BuiltIn(String name, String teaches) {}
}
