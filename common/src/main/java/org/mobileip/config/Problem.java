package org.mobileip.config;

import java.util.Optional;

/**
 * One thing wrong in a file, with its place.
 *
 * @param severity errors keep the file from being used; warnings do not
 * @param place where; always within the file
 * @param message what is wrong, in one line
 * @param hint what to do about it
 */
public record Problem(Severity severity, Place place, String message, Optional<String> hint) {

    /** Whether a file can be used in spite of the problem. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line: {@code home-agent.toml:23:1: error: unknown key "repaly" in [[node]]}. */
    public String summary() {
        String word = isError() ? "error" : "warning";
        return Excerpt.printable(place + ": " + word + ": " + message);
    }

    /** The summary, the source line with a gutter, carets below the token, and the hint; ends without a line end. There is no line of a file without text. */
    public String render() {
        StringBuilder text = new StringBuilder(summary());
        if (place.source().hasText()) {
            text.append("\n\n").append(Excerpt.of(place));
        }
        hint.ifPresent(advice -> text.append("\n  hint: ").append(Excerpt.printable(advice)));
        return text.toString();
    }

    @Override
    public String toString() {
        return summary();
    }
}
