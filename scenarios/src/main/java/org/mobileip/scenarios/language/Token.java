package org.mobileip.scenarios.language;

import java.util.Optional;
import org.mobileip.config.Place;

/**
 * A word, a quoted text or a sign.
 *
 * @param text what it says: without quotes, with settings in place of their {@code $KEY}
 * @param place where it stands
 * @param origin where the setting in it comes from, for errors: {@code $LIMIT is set on line 3}
 */
record Token(Kind kind, String text, Place place, Optional<String> origin) {

    /** What a token is made of. */
    enum Kind {
        /** Anything without blanks, quotes and signs. */
        WORD,
        /** What stood between quotes. */
        TEXT,
        /** One of {@link Tokenizer#SIGNS}. */
        SIGN
    }

    private static final int LONGEST_QUOTED = 60;

    Token(Kind kind, String text, Place place) {
        this(kind, text, place, Optional.empty());
    }

    /** Whether this is the word or the sign {@code wanted}; a quoted text is neither. */
    boolean is(String wanted) {
        return kind != Kind.TEXT && text.equals(wanted);
    }

    /** The same place, another word. */
    Token saying(String other) {
        return new Token(kind == Kind.TEXT ? Kind.WORD : kind, other, place, origin);
    }

    /** As errors quote it. */
    String quoted() {
        return "\"" + shortened(text) + "\"";
    }

    /** A text that fits into a message. */
    static String shortened(String text) {
        if (text.length() <= LONGEST_QUOTED) {
            return text;
        }
        int end = LONGEST_QUOTED - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** As a script would write it as a text. */
    String inQuotes() {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
