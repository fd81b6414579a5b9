package org.mobileip.config;

import java.util.Map;

/** Things of which there may be only one. */
final class Duplicates {

    private Duplicates() {}

    /** Reports the value of {@code key} where {@code thing} was in {@code seen} already; else remembers where it is. */
    static <T> void check(TableReader table, String key, String what, Map<T, Place> seen, T thing) {
        Place place = table.placeOf(key);
        Place first = seen.putIfAbsent(thing, place);
        if (first != null) {
            table.report(place, new BadValue(what + " is there twice", "the first is at " + where(first, place)));
        }
    }

    /** The line, and the file where it is another one. */
    static String where(Place first, Place second) {
        return first.source().equals(second.source()) ? "line " + first.line() : first.toString();
    }
}
