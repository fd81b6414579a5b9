package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/rfc-coverage.md tells the truth as far as a machine can tell: every rule has one row, every class and test that a
 * row names exists, and a row that names no test says why.
 */
class RfcCoverageTest {

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+-\\d+) \\| (\\S+) \\| (.+) \\| (.*) \\| (.*?) ?\\|");
    private static final String NOT_DONE = "not done, because ";

    /** One row; {@code where} and {@code tests} as they stand there. */
    private record Row(String rule, String level, String where, String tests) {
        boolean isDone() {
            return !where.startsWith(NOT_DONE);
        }
    }

    private final List<Row> rows = readRows();
    private final SourceNames sources = new SourceNames();

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
                assertThat(SourceNames.namesIn(row.where()))
                        .as("where, of %s", row.rule())
                        .isNotEmpty();
                assertThat(SourceNames.namesIn(row.tests()))
                        .as("tests of %s", row.rule())
                        .isNotEmpty();
            } else {
                assertThat(row.where().length()).as("reason of %s", row.rule()).isGreaterThan(NOT_DONE.length() + 10);
            }
        }
    }

    @Test
    void everyNamedClassAndTestExists() {
        Set<String> missing = new TreeSet<>();
        for (Row row : rows) {
            for (String name : namesIn(row)) {
                if (!sources.exists(name)) {
                    missing.add(row.rule() + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> namesIn(Row row) {
        return row.isDone() ? SourceNames.namesIn(row.where() + row.tests()) : SourceNames.namesIn(row.tests());
    }

    private static List<Row> readRows() {
        List<Row> rows = new ArrayList<>();
        for (String line : SourceNames.read(SourceNames.ROOT.resolve("docs/rfc-coverage.md"))
                .lines()
                .toList()) {
            Matcher matcher = ROW.matcher(line);
            if (matcher.matches()) {
                rows.add(new Row(matcher.group(1), matcher.group(2), matcher.group(4), matcher.group(5)));
            }
        }
        return rows;
    }
}
