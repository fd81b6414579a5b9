package org.mobileip.scenarios.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.config.Suggestion;

/** The scripts that come with the program: resources, and an index of their names in the order in which they teach. */
final class BuiltIns {

    private static final String DIRECTORY = "/org/mobileip/scenarios/builtin/";
    private static final String INDEX = "index";

    private BuiltIns() {}

    static List<ScenarioFile.BuiltIn> all() {
        return names().stream()
                .map(name -> new ScenarioFile.BuiltIn(name, teaches(name)))
                .toList();
    }

    static List<String> names() {
        return resource(DIRECTORY + INDEX)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String teaches(String name) {
        String first = resource(DIRECTORY + name + ScenarioFile.ENDING)
                .lines()
                .findFirst()
                .orElse("");
        return first.replaceFirst("^#\\s*", "");
    }

    /**
     * The text of the script {@code name}.
     *
     * @throws ConfigException when there is none
     */
    static String text(String name) throws ConfigException {
        List<String> names = names();
        if (names.contains(name)) {
            return resource(DIRECTORY + name + ScenarioFile.ENDING);
        }
        Problems problems = new Problems();
        problems.error(
                SourceFile.of(Path.of(name), name).place(1, 1),
                "there is no built-in scenario \"" + Token.shortened(name) + "\"",
                Suggestion.closest(name, names)
                        .map(meant -> "did you mean \"" + meant + "\"?")
                        .orElse("there are: " + String.join(", ", names)));
        throw new ConfigException(problems.found());
    }

    /** The text of the resource at {@code path}. */
    static String resource(String path) {
        try (InputStream in = BuiltIns.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new AssertionError("resource " + path + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
