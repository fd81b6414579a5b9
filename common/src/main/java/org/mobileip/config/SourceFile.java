package org.mobileip.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A file as the person wrote it, kept to be quoted in errors.
 *
 * @param path the file
 * @param name how errors name it: as the person named it
 * @param lines its text without line ends
 */
public record SourceFile(Path path, String name, List<String> lines) {

    public SourceFile {
        lines = List.copyOf(lines);
    }

    static SourceFile of(Path path, String text) {
        return new SourceFile(path, path.toString(), text.lines().toList());
    }

    /** The text of {@code line} (from 1); empty beyond the end. */
    String line(int line) {
        return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
    }

    /** A relative path in this file is relative to the directory of this file. */
    Path resolve(String relative) {
        return path.resolveSibling(relative).normalize();
    }
}
