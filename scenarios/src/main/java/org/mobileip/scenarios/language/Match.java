package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.Place;

/** What stood where a {@link Form} has its words and slots. */
final class Match {

    private final Line line;
    private final IdentityHashMap<Form, List<Found>> found = new IdentityHashMap<>();
    private boolean whole = true;

    Match(Line line) {
        this.line = line;
    }

    /** A value and the token that it was read from. */
    record Located<T>(T value, Token token) {
        Place place() {
            return token.place();
        }
    }

    private record Found(Object value, Token token, int index) {}

    Line line() {
        return line;
    }

    /** Whether everything on the line was understood; where not, errors were reported. */
    boolean isWhole() {
        return whole;
    }

    void spoil() {
        whole = false;
    }

    void add(Form form, Object value, Token token, int index) {
        found.computeIfAbsent(form, any -> new ArrayList<>(2)).add(new Found(value, token, index));
    }

    boolean has(Form form) {
        return found.containsKey(form);
    }

    /** Where {@code form} stands, which is there. */
    Place place(Form form) {
        return first(form).token().place();
    }

    /** The token of {@code form}, which is there. */
    Token token(Form form) {
        return first(form).token();
    }

    /** How many tokens stand before {@code form}, which is there. */
    int index(Form form) {
        return first(form).index();
    }

    /** Before each place where {@code form} stands, how many tokens there are. */
    List<Integer> indexes(Form form) {
        return found.getOrDefault(form, List.of()).stream().map(Found::index).toList();
    }

    private Found first(Form form) {
        return found.getOrDefault(form, List.of()).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(form.grammar() + " is asked for and does not stand there"));
    }

    /** The value of a slot that is there. */
    <T> T value(Form.Slot<T> slot) {
        return slot.kind().type().cast(first(slot).value());
    }

    /** The value of a slot that is there, with its token. */
    <T> Located<T> located(Form.Slot<T> slot) {
        return new Located<>(value(slot), first(slot).token());
    }

    <T> Optional<T> maybe(Form.Slot<T> slot) {
        return has(slot) ? Optional.of(value(slot)) : Optional.empty();
    }

    /** The names that the line gives or uses, each with the slot that it stands in. */
    Map<Form.Slot<?>, Located<String>> names() {
        Map<Form.Slot<?>, Located<String>> names = new LinkedHashMap<>();
        found.forEach((form, places) -> {
            if (form instanceof Form.Slot<?> slot && places.get(0).value() instanceof String name) {
                names.put(slot, new Located<>(name, places.get(0).token()));
            }
        });
        return names;
    }

    /** All values of a slot that may come more than once. */
    <T> List<Located<T>> all(Form.Slot<T> slot) {
        return found.getOrDefault(slot, List.of()).stream()
                .map(each -> new Located<>(slot.kind().type().cast(each.value()), each.token()))
                .toList();
    }
}
