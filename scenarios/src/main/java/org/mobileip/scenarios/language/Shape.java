package org.mobileip.scenarios.language;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How the JSON form writes one kind of line: the members of an object, in the order in which a script has their words. One
 * description serves to read JSON, to write it, and to make its schema.
 */
record Shape(List<Part> parts) {

    Shape {
        parts = List.copyOf(parts);
    }

    static Shape of(Part... parts) {
        return new Shape(Arrays.asList(parts));
    }

    /** Members, or words that a script needs and JSON does not. */
    sealed interface Part {}

    /** Words of the script that no member stands for. */
    record Said(List<String> words) implements Part {}

    /**
     * A value.
     *
     * @param before the word of the script before it; empty: none
     */
    record Value(String member, String before, Form.Slot<?> slot, boolean isRequired) implements Part {}

    /** A list of values, each with {@code before} in front of it where that is not empty. */
    record Values(String member, String before, Form.Slot<?> slot) implements Part {}

    /** True where the word stands there. */
    record Flag(String member, Form.Word word) implements Part {}

    /** True or false, for one word or the other; false where it is left out. */
    record Either(String member, Form.Word whenTrue, Form.Word whenFalse) implements Part {}

    /** One of several words. */
    record Choice(String member, List<Form.Word> words) implements Part {}

    /** A duration with its sign before it. */
    record Signed(String member, Form.Slot<?> slot) implements Part {}

    /** The words at the end of the line, as a script writes them. */
    record Rest(String member, Form form, String about) implements Part {}

    /** What stands together in a script, without columns between. */
    record Together(List<Part> parts) implements Part {}

    /** Values that may be left out, in whatever order they are given. */
    record AnyOrder(List<Value> values) implements Part {}

    /** Exactly one of them. */
    record One(List<Part> parts) implements Part {}

    /** A member that says which of several shapes the object has. */
    record Variants(String member, Map<String, Variant> named) implements Part {}

    /** One of several shapes, and how a line of it is told. */
    record Variant(Predicate<Match> applies, String about, Shape shape) {}

    static Part said(String... words) {
        return new Said(Arrays.asList(words));
    }

    static Part together(Part... parts) {
        return new Together(Arrays.asList(parts));
    }

    /** A value that has to be there. */
    static Part value(String member, Form.Slot<?> slot) {
        return new Value(member, "", slot, true);
    }

    /** A value that has to be there, behind a word of the script. */
    static Part value(String member, String before, Form.Slot<?> slot) {
        return new Value(member, before, slot, true);
    }

    /** A value that may be left out, behind a word of the script. */
    static Part optional(String member, String before, Form.Slot<?> slot) {
        return new Value(member, before, slot, false);
    }

    /** The options of a node; their members are the keys of the configuration files. */
    static Part options(List<NodeOption> options) {
        return new AnyOrder(options.stream()
                .map(each -> new Value(each.name().replace('-', '_'), each.name(), each.value(), false))
                .toList());
    }
}
