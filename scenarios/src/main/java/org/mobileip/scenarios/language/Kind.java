package org.mobileip.scenarios.language;

import org.mobileip.config.BadValue;

/**
 * What can stand in a place that is not a fixed word.
 *
 * @param symbol as the grammar writes it: {@code DUR}
 * @param about what it is, for messages and the reference: {@code a duration, like 5ms, 1.5s or 2min}
 * @param type what it is read into
 */
record Kind<T>(String symbol, String about, Class<T> type, Written written, Parser<T> parser) {

    /** How a value is written. */
    enum Written {
        BARE,
        QUOTED,
        EITHER,
        SIGN
    }

    /** Reads the text of a token. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValue;
    }

    /** A kind that is written without quotes. */
    static <T> Kind<T> of(String symbol, String about, Class<T> type, Parser<T> parser) {
        return new Kind<>(symbol, about, type, Written.BARE, parser);
    }

    /** Whether {@code token} is a sign where signs stand, or anything else where none do. */
    boolean isWrittenLike(Token token) {
        return (token.kind() == Token.Kind.SIGN) == (written == Written.SIGN);
    }

    /** The value of {@code token}. */
    T parse(Token token) throws BadValue {
        if (!isWrittenLike(token)) {
            throw new BadValue("expected " + symbol + ", found " + token.quoted(), symbol + " is " + about);
        }
        boolean isSetting = token.origin().isPresent();
        if (token.kind() == Token.Kind.TEXT && written == Written.BARE && !isSetting) {
            throw new BadValue("expected " + symbol + ", found a text in quotes", "leave the quotes out");
        }
        if (token.kind() == Token.Kind.WORD && written == Written.QUOTED && !isSetting) {
            throw new BadValue(
                    "expected a text in quotes, found " + token.quoted(), "write it like " + token.inQuotes());
        }
        return parser.parse(token.text());
    }
}
