package org.mobileip.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param subject what, in a word or two
 * @param text how it is
 * @param hint how to mend it; there wherever it is not good
 */
public record Finding(Verdict verdict, String subject, String text, Optional<String> hint) {

    /** How much it matters. */
    public enum Verdict {
        GOOD("✓", "ok"),
        /** The daemon runs, but something is slower, or may go wrong. */
        WARNING("!", "warning"),
        /** The daemon does not run, or does not do what it is for. */
        PROBLEM("✗", "problem");

        private final String mark;
        private final String word;

        Verdict(String mark, String word) {
            this.mark = mark;
            this.word = word;
        }

        String mark() {
            return mark;
        }

        String word() {
            return word;
        }
    }

    /** It is as it should be. */
    public static Finding good(String subject, String text) {
        return new Finding(Verdict.GOOD, subject, text, Optional.empty());
    }

    /** The daemon can live with it. */
    public static Finding warning(String subject, String text, String hint) {
        return new Finding(Verdict.WARNING, subject, text, Optional.of(hint));
    }

    /** The daemon cannot. */
    public static Finding problem(String subject, String text, String hint) {
        return new Finding(Verdict.PROBLEM, subject, text, Optional.of(hint));
    }

    @SuppressWarnings("NullAway") // JSON has nulls, and so have these maps.
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("subject", subject);
        document.put("verdict", verdict.word());
        document.put("text", text);
        document.put("hint", hint.orElse(null));
        return document;
    }
}
