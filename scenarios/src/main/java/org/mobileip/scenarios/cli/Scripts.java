package org.mobileip.scenarios.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;
import org.mobileip.scenarios.Scenarios;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.language.FeatureCheck;
import org.mobileip.scenarios.language.ScenarioFile;

/** Scripts by the names that a command line gives them: a file, or one that comes with the program. */
final class Scripts {

    private final Path directory;
    private final Map<String, String> overrides;

    /** {@code overrides} is what {@code --set} says. */
    Scripts(Path directory, Map<String, String> overrides) {
        this.directory = directory;
        this.overrides = overrides;
    }

    /**
     * A script and what it was called by.
     *
     * @param name as given
     */
    record Named(String name, ScenarioFile file) {}

    /** What has a path or an ending is a file, as is what there is a file of; all else comes with the program. */
    static boolean isFile(Path directory, String name) {
        return name.contains("/") || name.contains(".") || Files.isRegularFile(directory.resolve(name));
    }

    /** One script. */
    ScenarioFile read(String name) throws ConfigException {
        return isFile(directory, name)
                ? Scenarios.read(directory.resolve(name), overrides)
                : Scenarios.builtIn(name, overrides);
    }

    /**
     * All scripts.
     *
     * @param supported what the world can do in which they shall be played
     * @throws ConfigException with every error of all of them
     */
    List<Named> read(List<String> names, Set<Feature> supported) throws ConfigException {
        List<Named> scripts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            try {
                ScenarioFile file = read(name);
                problems.addAll(file.warnings());
                problems.addAll(FeatureCheck.problems(file, supported));
                scripts.add(new Named(name, file));
            } catch (ConfigException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        refuse(problems);
        return scripts;
    }

    /**
     * Refuses scripts that ask for more than a world can do.
     *
     * @throws ConfigException with every place where one does
     */
    static void check(List<Named> scripts, Set<Feature> supported) throws ConfigException {
        refuse(scripts.stream()
                .flatMap(script -> FeatureCheck.problems(script.file(), supported).stream())
                .toList());
    }

    private static void refuse(List<Problem> problems) throws ConfigException {
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new ConfigException(problems);
        }
    }
}
