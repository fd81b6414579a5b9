package org.mobileip.config;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * A TOML file with its syntax errors reported. What could be read in spite of them is read, but lines that an error makes
 * doubtful are known: no second error is reported there.
 */
final class TomlFile {

    private static final long LARGEST = 64 << 20;

    private final SourceFile source;
    private final TomlTable root;
    private final BitSet doubtful;

    private TomlFile(SourceFile source, TomlTable root, BitSet doubtful) {
        this.source = source;
        this.root = root;
        this.doubtful = doubtful;
    }

    /**
     * Reads and parses {@code path}; syntax errors go to {@code problems}.
     *
     * @throws BadValue when the file cannot be read at all
     */
    static TomlFile read(Path path, Problems problems) throws BadValue {
        SourceFile source = SourceFile.of(path, TextFile.read(path, LARGEST));
        problems.announce(source);
        try {
            TomlParseResult result = Toml.parse(String.join("\n", source.lines()));
            BitSet doubtful = new BitSet();
            for (TomlParseError error : result.errors()) {
                Place place =
                        source.place(error.position().line(), error.position().column());
                problems.error(place, sentence(error));
                doubt(source, place.line(), doubtful);
            }
            return new TomlFile(source, result, doubtful);
        } catch (StackOverflowError tooDeep) {
            problems.error(source.start(), "brackets are nested too deeply");
            return unparsed(source);
        } catch (RuntimeException | AssertionError parserFailed) {
            // Its own assertions, where they are on, fail after some errors that it has recovered from.
            problems.error(source.start(), "not TOML: " + parserFailed.getMessage());
            return unparsed(source);
        }
    }

    private static TomlFile unparsed(SourceFile source) {
        BitSet all = new BitSet();
        all.set(0, source.lines().size() + 1);
        return new TomlFile(source, Toml.parse(""), all);
    }

    private static String sentence(TomlParseError error) {
        String text = String.valueOf(error.getMessage()).replace("\n", "\\n");
        return text.isEmpty() ? "not TOML" : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** After a broken table header nobody knows which table the next keys belong to. */
    private static void doubt(SourceFile source, int line, BitSet doubtful) {
        doubtful.set(line);
        if (isHeader(source.line(line))) {
            for (int next = line + 1; next <= source.lines().size() && !isHeader(source.line(next)); next++) {
                doubtful.set(next);
            }
        }
    }

    private static boolean isHeader(String line) {
        return line.stripLeading().startsWith("[");
    }

    SourceFile source() {
        return source;
    }

    TomlTable root() {
        return root;
    }

    /** Whether something may be missing only because a syntax error hides it. */
    boolean mayHideSomething() {
        return !doubtful.isEmpty();
    }

    boolean isDoubtful(Place place) {
        return doubtful.get(place.line());
    }

    /** The place of {@code key} in {@code table}. */
    Place keyPlace(TomlTable table, String key) {
        var position = table.inputPositionOf(List.of(key));
        return position == null ? source.start() : source.place(position.line(), position.column());
    }

    /** The place of the value of {@code key} in {@code table}. */
    Place valuePlace(TomlTable table, String key) {
        var entry = table.entry(List.of(key));
        if (entry == null || table.isTable(List.of(key))) {
            return keyPlace(table, key);
        }
        var position = entry.value().position();
        return position == null ? keyPlace(table, key) : source.place(position.line(), position.column());
    }
}
