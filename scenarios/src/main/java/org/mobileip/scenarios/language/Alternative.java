package org.mobileip.scenarios.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of several things that can stand in one place of a line.
 *
 * @param name what the JSON form calls it
 * @param shape how the JSON form writes it
 * @param about what it says, for the reference
 */
record Alternative<T>(String name, Form form, Shape shape, String about, Reader<T> reader) {

    /** Makes the thing of what stood there, and notes what it asks of a world. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Match match, Draft draft);
    }

    T read(Match match, Draft draft) {
        return reader.read(match, draft);
    }

    /** A member of the JSON form that tells by name which of {@code all} it is. */
    static <T> Shape.Part variants(String member, List<Alternative<T>> all) {
        Map<String, Shape.Variant> named = new LinkedHashMap<>();
        all.forEach(each ->
                named.put(each.name(), new Shape.Variant(match -> match.has(each.form()), each.about(), each.shape())));
        return new Shape.Variants(member, java.util.Collections.unmodifiableMap(named));
    }
}
