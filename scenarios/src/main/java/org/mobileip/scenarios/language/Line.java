package org.mobileip.scenarios.language;

import java.util.List;
import org.mobileip.config.Place;
import org.mobileip.config.SourceFile;

/**
 * A line of a script that is not empty.
 *
 * @param number from 1
 * @param tokens never empty
 */
record Line(SourceFile source, int number, List<Token> tokens) {

    Line {
        tokens = List.copyOf(tokens);
    }

    /** Where something is missing at the end. */
    Place end() {
        Place last = tokens.get(tokens.size() - 1).place();
        return new Place(last.source(), last.line(), last.column() + last.length(), 1);
    }

    /** From the first token to the last. */
    Place whole() {
        return from(0, tokens.size());
    }

    /** From the token at {@code first} to that before {@code end}. */
    Place from(int first, int end) {
        Place start = tokens.get(first).place();
        Place stop = tokens.get(end - 1).place();
        boolean isBehind = stop.line() == start.line() && stop.column() >= start.column();
        int length = isBehind ? stop.column() + stop.length() - start.column() : start.length();
        return new Place(start.source(), start.line(), start.column(), length);
    }

    /** What stands from the token at {@code first} to that before {@code end}, with the blanks between them. */
    String text(int first, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < end; i++) {
            if (i > first) {
                text.append(" "
                        .repeat(blanks(tokens.get(i - 1).place(), tokens.get(i).place())));
            }
            text.append(tokens.get(i).text());
        }
        return text.toString();
    }

    /** How many blanks stand between two tokens; one where they do not stand on one line in this order. */
    private static int blanks(Place before, Place after) {
        int blanks = after.column() - before.column() - before.length();
        return before.line() == after.line() && blanks >= 0 ? blanks : 1;
    }
}
