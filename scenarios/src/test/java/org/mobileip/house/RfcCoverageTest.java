package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/rfc-coverage.md tells the truth as far as a machine can tell: every rule has one row, every class and test that a
 * row names exists, and a row that names no test says why.
 */
class RfcCoverageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+-\\d+) \\| (\\S+) \\| (.+) \\| (.*) \\| (.*?) ?\\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final String NOT_DONE = "not done, because ";

    /** One row; {@code where} and {@code tests} as they stand there. */
    private record Row(String rule, String level, String where, String tests) {
        boolean isDone() {
            return !where.startsWith(NOT_DONE);
        }
    }

    private final List<Row> rows = readRows();
    private final Map<String, List<Path>> sources = findSources();

    @Test
    void everyRuleHasOneRowWithItsLevel() throws IOException {
        try (InputStream rules = RfcCoverageTest.class.getResourceAsStream("rfc-rules.txt")) {
            assertThat(rules).isNotNull();
            List<String> wanted = new String(rules.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(rows.stream().map(row -> row.rule() + " " + row.level()).toList())
                    .containsExactlyElementsOf(wanted);
        }
    }

    @Test
    void everyRowNamesWhereItIsDoneAndATestOrSaysWhyNot() {
        for (Row row : rows) {
            if (row.isDone()) {
                assertThat(namesIn(row.where())).as("where, of %s", row.rule()).isNotEmpty();
                assertThat(namesIn(row.tests())).as("tests of %s", row.rule()).isNotEmpty();
            } else {
                assertThat(row.where().length()).as("reason of %s", row.rule()).isGreaterThan(NOT_DONE.length() + 10);
            }
        }
    }

    @Test
    void everyNamedClassAndTestExists() {
        Set<String> missing = new TreeSet<>();
        for (Row row : rows) {
            for (String name : namesIn(row.where() + row.tests())) {
                if (!exists(name)) {
                    missing.add(row.rule() + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** {@code Class}, {@code Class.method}, or a file of another kind by its name. */
    private boolean exists(String name) {
        if (sources.containsKey(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        String type = dot < 0 ? name : name.substring(0, dot);
        String member = dot < 0 ? type : name.substring(dot + 1);
        Pattern word = Pattern.compile("\\b" + Pattern.quote(member) + "\\b");
        return sources.getOrDefault(type + ".java", List.of()).stream()
                .anyMatch(source -> word.matcher(read(source)).find());
    }

    private static List<String> namesIn(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(cell.startsWith(NOT_DONE) ? "" : cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static List<Row> readRows() {
        List<Row> rows = new ArrayList<>();
        for (String line : read(ROOT.resolve("docs/rfc-coverage.md")).lines().toList()) {
            Matcher matcher = ROW.matcher(line);
            if (matcher.matches()) {
                rows.add(new Row(matcher.group(1), matcher.group(2), matcher.group(4), matcher.group(5)));
            }
        }
        return rows;
    }

    /** By file name: both engines have a class of some names. */
    private static Map<String, List<Path>> findSources() {
        Map<String, List<Path>> sources = new HashMap<>();
        for (String module : List.of("common", "home-agent", "mobile-node", "scenarios")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(Files::isRegularFile).forEach(file -> sources.computeIfAbsent(
                                String.valueOf(file.getFileName()), name -> new ArrayList<>())
                        .add(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
