package org.mobileip.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes and tests that a page of the docs names between backquotes, held against the sources. */
final class SourceNames {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private final Map<String, List<Path>> sources = findSources();

    /** {@code Class}, {@code Class.method}, or a file of another kind by its name. */
    boolean exists(String name) {
        if (sources.containsKey(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        String type = dot < 0 ? name : name.substring(0, dot);
        String member = dot < 0 ? type : name.substring(dot + 1);
        Pattern word = Pattern.compile("\\b" + Pattern.quote(member) + "\\b");
        return sources.getOrDefault(type + ".java", List.of()).stream()
                .anyMatch(source -> word.matcher(read(source)).find());
    }

    static List<String> namesIn(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** By file name: both engines have a class of some names. */
    private static Map<String, List<Path>> findSources() {
        Map<String, List<Path>> sources = new HashMap<>();
        for (String module : List.of("common", "home-agent", "mobile-node", "scenarios")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(Files::isRegularFile).forEach(file -> sources.computeIfAbsent(
                                String.valueOf(file.getFileName()), name -> new ArrayList<>())
                        .add(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
