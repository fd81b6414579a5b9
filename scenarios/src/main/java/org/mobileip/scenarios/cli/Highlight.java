package org.mobileip.scenarios.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A script in colours: what a line is about, what it says in words, its figures, and its comments. */
final class Highlight {

    /** A comment to the end, a text in quotes, a figure with its unit or an address, or any other word. */
    private static final Pattern PIECE = Pattern.compile(
            "(?<comment>#.*)|(?<text>\"(?:\\\\.|[^\"\\\\])*\"?)|(?<figure>[$0-9][^\\s#\"]*)|(?<word>[^\\s#\"]+)");

    private final Ink ink;

    Highlight(Ink ink) {
        this.ink = ink;
    }

    /** {@code source} itself where colours are not wanted. */
    String of(String source) {
        return ink.wanted() ? source.lines().map(this::line).collect(Collectors.joining("\n", "", "\n")) : source;
    }

    private String line(String line) {
        StringBuilder shown = new StringBuilder();
        Matcher pieces = PIECE.matcher(line);
        int at = 0;
        boolean isFirst = true;
        while (pieces.find()) {
            shown.append(line, at, pieces.start()).append(piece(pieces, isFirst));
            isFirst = false;
            at = pieces.end();
        }
        return shown.append(line.substring(at)).toString();
    }

    private String piece(Matcher pieces, boolean isFirst) {
        String piece = pieces.group();
        if (pieces.group("comment") != null) {
            return ink.faint(piece);
        } else if (pieces.group("text") != null) {
            return ink.good(piece);
        } else if (pieces.group("figure") != null) {
            return ink.figure(piece);
        }
        return isFirst ? ink.bold(piece) : piece;
    }
}
