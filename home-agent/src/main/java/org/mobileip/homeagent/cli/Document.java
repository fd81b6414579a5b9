package org.mobileip.homeagent.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object that the daemon sent; what is not there reads as zero, nothing or "-". */
record Document(Map<?, ?> fields) {

    static Document of(@Nullable Object value) {
        return new Document(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Document object(String name) {
        return of(fields.get(name));
    }

    List<Document> list(String name) {
        return fields.get(name) instanceof List<?> items
                ? items.stream().map(Document::of).toList()
                : List.of();
    }

    List<String> words(String name) {
        return fields.get(name) instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }

    String text(String name) {
        Object value = fields.get(name);
        return value == null ? "-" : value.toString();
    }

    long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The sum of all numbers in it. */
    long sum() {
        return fields.values().stream()
                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    /** Like {@code 131 ×1, 133 ×2}; empty where it has no fields. */
    String counts() {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(" ×")
                .append(count));
        return text.toString();
    }
}
