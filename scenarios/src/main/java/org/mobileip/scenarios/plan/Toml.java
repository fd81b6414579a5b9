package org.mobileip.scenarios.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration file in the making: what is set twice has the value that was set last. */
final class Toml {

    /** The table of the keys that come before all tables. */
    static final String ROOT = "";

    private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String array, Map<String, String> values) {}

    Toml() {
        tables.put(ROOT, new LinkedHashMap<>());
    }

    /** A basic string, quotes included. */
    static String string(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Sets a key.
     *
     * @param toml the value as TOML writes it, quotes included
     */
    Toml set(String table, String key, String toml) {
        tables.computeIfAbsent(table, none -> new LinkedHashMap<>()).put(key, toml);
        return this;
    }

    /** Adds one of {@code [[array]]}; they come last. */
    Toml add(String array, Map<String, String> values) {
        entries.add(new Entry(array, new LinkedHashMap<>(values)));
        return this;
    }

    /** The file's text. */
    String text() {
        StringBuilder text = new StringBuilder();
        tables.forEach((name, values) -> {
            text.append(name.equals(ROOT) ? "" : "\n[" + name + "]\n");
            append(text, values);
        });
        for (Entry entry : entries) {
            text.append("\n[[").append(entry.array).append("]]\n");
            append(text, entry.values);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Map<String, String> values) {
        values.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    }
}
