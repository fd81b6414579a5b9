package org.mobileip.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** The files that {@code include} names. A pattern may match nothing; a plain name must exist. */
final class Includes {

    private static final int MOST = 100_000;

    private final TableReader root;
    private final Problems problems;
    private final TreeSet<Path> seen = new TreeSet<>();

    Includes(TableReader root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The files in the order of their patterns, those of one pattern by name; each file once. */
    List<TableReader> read() {
        List<TableReader> included = new ArrayList<>();
        Map<Place, String> patterns = root.list("include", Values::path);
        for (Map.Entry<Place, String> pattern : patterns.entrySet()) {
            try {
                for (Path file : matches(pattern.getValue())) {
                    if (seen.add(file.toAbsolutePath().normalize())) {
                        included.add(TableReader.root(TomlFile.read(file, problems), problems));
                    }
                }
            } catch (BadValue bad) {
                root.report(pattern.getKey(), bad);
            }
        }
        return included;
    }

    private List<Path> matches(String pattern) throws BadValue {
        Path whole = root.source().resolve(pattern);
        if (!isGlob(pattern)) {
            return List.of(whole);
        }
        List<Path> found = List.of(whole.isAbsolute() ? whole.getRoot() : Path.of(""));
        try {
            for (Path name : whole) {
                found = step(found, name.toString());
            }
        } catch (PatternSyntaxException bad) {
            throw new BadValue("\"" + pattern + "\" is not a pattern of file names", "write it like nodes.d/*.toml");
        } catch (IOException unreadable) {
            throw new BadValue("\"" + pattern + "\" cannot be followed: " + FileReasons.of(unreadable));
        }
        return found.stream().filter(file -> !Files.isDirectory(file)).sorted().toList();
    }

    private static List<Path> step(List<Path> directories, String name) throws IOException, BadValue {
        List<Path> next = new ArrayList<>();
        for (Path directory : directories) {
            if (!isGlob(name)) {
                next.add(directory.resolve(name));
            } else if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, name)) {
                    entries.forEach(entry -> next.add(directory.resolve(entry.getFileName())));
                }
            }
            if (next.size() > MOST) {
                throw new BadValue("the pattern matches more than " + MOST + " files");
            }
        }
        return next;
    }

    private static boolean isGlob(String text) {
        return text.matches(".*[*?\\[{].*");
    }
}
