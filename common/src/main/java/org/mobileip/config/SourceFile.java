package org.mobileip.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A file as the person wrote it, kept to be quoted in errors.
 *
 * @param path the file
 * @param lines its text without line ends; never empty
 */
public record SourceFile(Path path, List<String> lines) {

    public SourceFile {
        lines = List.copyOf(lines);
    }

    /** A file with this text; a byte order mark in front of it is not part of the first line. */
    public static SourceFile of(Path path, String text) {
        String visible = text.startsWith("\ufeff") ? text.substring(1) : text;
        return new SourceFile(path, Arrays.asList(visible.split("\r?\n", -1)));
    }

    /** How errors name it: as the person named it. */
    public String name() {
        return path.toString();
    }

    /** Whether anything is in it; nothing is in one that could not be read. */
    boolean hasText() {
        return lines.stream().anyMatch(line -> !line.isEmpty());
    }

    /** The text of {@code line} (from 1); empty beyond the end. */
    public String line(int line) {
        return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
    }

    /** A relative path in this file is relative to the directory of this file. */
    Path resolve(String relative) {
        return path.resolveSibling(relative).normalize();
    }

    /** The token that begins at {@code line} and {@code column}, both from 1, moved into the file where it is outside. */
    public Place place(int line, int column) {
        int row = Math.max(1, Math.min(line, lines.size()));
        String text = line(row);
        int end = text.codePointCount(0, text.length()) + 1;
        int inside = row < line ? end : Math.max(1, Math.min(column, end));
        return new Place(this, row, inside, Tokens.length(text, inside));
    }

    /** Where a thing is missing that has no better place. */
    public Place start() {
        return place(1, 1);
    }
}
