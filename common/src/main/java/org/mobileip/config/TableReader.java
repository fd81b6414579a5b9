package org.mobileip.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Takes the values out of one table. What is never asked for is an unknown key. */
final class TableReader {

    private final TomlFile file;
    private final TomlTable table;
    private final String label;
    private final Place header;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();

    private TableReader(TomlFile file, TomlTable table, String label, Place header, Problems problems) {
        this.file = file;
        this.table = table;
        this.label = label;
        this.header = header;
        this.problems = problems;
    }

    static TableReader root(TomlFile file, Problems problems) {
        return new TableReader(file, file.root(), "", file.source().start(), problems);
    }

    SourceFile source() {
        return file.source();
    }

    /** The place of this table's header; for the whole file, its beginning. */
    Place header() {
        return header;
    }

    boolean has(String key) {
        known.add(key);
        return table.get(List.of(key)) != null;
    }

    /** The place of the value of a key that is there. */
    Place placeOf(String key) {
        return file.valuePlace(table, key);
    }

    /** The place of a key that is there. */
    Place keyPlaceOf(String key) {
        return file.keyPlace(table, key);
    }

    /** The value of {@code key}; empty where there is none, or where it is bad and was reported. */
    <T> Optional<T> optional(String key, Values.Parser<T> parser) {
        if (!has(key)) {
            return Optional.empty();
        }
        return parse(table.get(List.of(key)), placeOf(key), parser);
    }

    /** As {@link #optional}, but it is an error where there is none. */
    <T> Optional<T> required(String key, Values.Parser<T> parser) {
        if (!has(key)) {
            missing(key);
        }
        return optional(key, parser);
    }

    /** Reports that {@code key} is missing here, unless it may only be hidden by a syntax error. */
    void missing(String key) {
        if (!file.mayHideSomething()) {
            problems.error(header, "missing key \"" + key + "\"" + (label.isEmpty() ? "" : " in " + label));
        }
    }

    /** Reports that the table {@code key} is missing, unless it may only be hidden by a syntax error. */
    void missingTable(String key) {
        if (!file.mayHideSomething()) {
            problems.error(header, "missing table [" + key + "]");
        }
    }

    boolean isList(String key) {
        return has(key) && table.isArray(List.of(key));
    }

    boolean isEmptyList(String key) {
        return has(key) && table.get(List.of(key)) instanceof TomlArray array && array.isEmpty();
    }

    /** The good elements of the array {@code key}, each with its place; the bad ones were reported. */
    <T> Map<Place, T> list(String key, Values.Parser<T> parser) {
        Map<Place, T> elements = new LinkedHashMap<>();
        if (!has(key)) {
            return elements;
        }
        if (!(table.get(List.of(key)) instanceof TomlArray array)) {
            Object found = table.get(List.of(key));
            report(
                    placeOf(key),
                    new BadValue(
                            "expected a list, found " + Values.described(found),
                            "put it in brackets: " + key + " = [...]"));
            return elements;
        }
        for (int i = 0; i < array.size(); i++) {
            Place place = elementPlace(key, array, i);
            parse(array.get(i), place, parser).ifPresent(value -> elements.put(place, value));
        }
        return elements;
    }

    /** The table {@code key}; without one, a reader of nothing that reports nothing. */
    TableReader table(String key) {
        if (has(key) && !table.isTable(List.of(key))) {
            report(
                    placeOf(key),
                    new BadValue(
                            "expected a table, found " + Values.described(table.get(List.of(key))),
                            "write it as [" + key + "]"));
        }
        TomlTable inner = table.isTable(List.of(key)) ? table.getTable(List.of(key)) : null;
        return new TableReader(
                file,
                inner == null ? org.tomlj.Toml.parse("") : inner,
                "[" + key + "]",
                inner == null ? header : keyPlaceOf(key),
                problems);
    }

    /** The tables of the array {@code [[key]]}. */
    List<TableReader> tables(String key) {
        List<TableReader> readers = new ArrayList<>();
        if (!has(key)) {
            return readers;
        }
        if (!(table.get(List.of(key)) instanceof TomlArray array)) {
            report(
                    placeOf(key),
                    new BadValue(
                            "expected [[" + key + "]], found " + Values.described(table.get(List.of(key))),
                            "write [[" + key + "]] above each of them"));
            return readers;
        }
        for (int i = 0; i < array.size(); i++) {
            Place place = elementPlace(key, array, i);
            if (array.get(i) instanceof TomlTable each) {
                readers.add(new TableReader(file, each, labelOf(key), place, problems));
            } else {
                report(
                        place,
                        new BadValue(
                                "expected a table, found " + Values.described(array.get(i)),
                                "write [[" + key + "]] above each of them"));
            }
        }
        return readers;
    }

    /** Like {@code [[node]]}, and within that {@code [[node.security]]}. */
    private String labelOf(String key) {
        String within = label.replaceAll("[\\[\\]]", "");
        return "[[" + (within.isEmpty() ? key : within + "." + key) + "]]";
    }

    private Place elementPlace(String key, TomlArray array, int index) {
        var position = array.inputPositionOf(index);
        return position == null ? placeOf(key) : file.source().place(position.line(), position.column());
    }

    private <T> Optional<T> parse(@Nullable Object raw, Place place, Values.Parser<T> parser) {
        try {
            return raw == null ? Optional.empty() : Optional.of(parser.parse(raw));
        } catch (BadValue bad) {
            report(place, bad);
            return Optional.empty();
        }
    }

    /** Reports {@code bad} at {@code place}, unless a syntax error there said enough. */
    void report(Place place, BadValue bad) {
        if (!file.isDoubtful(place)) {
            problems.error(place, bad);
        }
    }

    void warn(Place place, String message, String hint) {
        problems.warning(place, message, hint);
    }

    /** To be called after everything known was asked for. */
    void reportUnknownKeys() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                boolean isTable = table.isTable(List.of(key)) || isTables(key);
                String what = (isTable ? "unknown table \"" : "unknown key \"") + key + "\"";
                String where = label.isEmpty() ? "" : " in " + label;
                String hint = Suggestion.closest(key, known)
                        .map(meant -> "did you mean \"" + meant + "\"?")
                        .or(() -> Layout.home(key).map(home -> "\"" + key + "\" belongs in " + home))
                        .orElseGet(() -> "known here: " + String.join(", ", known));
                report(keyPlaceOf(key), new BadValue(what + where, hint));
            }
        }
    }

    private boolean isTables(String key) {
        return table.get(List.of(key)) instanceof TomlArray array && !array.isEmpty() && array.isTable(0);
    }
}
