package org.mobileip.config;

/** How far a TOML token reaches on its line: for the carets only, so a guess is good enough. */
final class Tokens {

    private Tokens() {}

    /** The number of characters of the token at {@code column} (from 1) of {@code line}; at least 1. */
    static int length(String line, int column) {
        int from = line.offsetByCodePoints(0, Math.min(column - 1, line.codePointCount(0, line.length())));
        return Math.max(1, line.codePointCount(from, end(line, from)));
    }

    private static int end(String line, int from) {
        if (from >= line.length()) {
            return line.length();
        }
        char first = line.charAt(from);
        if (first == '"' || first == '\'') {
            return endOfString(line, from, first);
        }
        if (first == '[' || first == '{') {
            return endOfBrackets(line, from);
        }
        int at = from;
        while (at < line.length() && " \t=,]}#".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return Math.max(at, from + 1);
    }

    private static int endOfString(String line, int from, char quote) {
        for (int at = from + 1; at < line.length(); at++) {
            if (line.charAt(at) == '\\' && quote == '"') {
                at++;
            } else if (line.charAt(at) == quote) {
                return at + 1;
            }
        }
        return line.length();
    }

    private static int endOfBrackets(String line, int from) {
        int depth = 0;
        for (int at = from; at < line.length(); at++) {
            char each = line.charAt(at);
            if (each == '"' || each == '\'') {
                at = endOfString(line, at, each) - 1;
            } else if (each == '[' || each == '{') {
                depth++;
            } else if ((each == ']' || each == '}') && --depth == 0) {
                return at + 1;
            }
        }
        return line.stripTrailing().length();
    }
}
