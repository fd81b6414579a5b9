package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/threats.md: every threat has one row, and what a row names is there. */
class ThreatCoverageTest {

    private static final int THREATS = 30;
    private static final Pattern ROW = Pattern.compile("\\| T(\\d+) \\| (.+) \\| (.*) \\| (.*?) ?\\|");

    /** One row of the table. */
    private record Row(int number, String threat, String defence, String tests) {}

    private final List<Row> rows = readRows();

    @Test
    void everyThreatHasOneRowInOrder() {
        List<Integer> numbers = rows.stream().map(Row::number).toList();
        assertThat(numbers).hasSize(THREATS).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.get(THREATS - 1)).isEqualTo(THREATS);
    }

    @Test
    void everyDefenceNamesATestThatIsThereOrSaysWhatIsMissing() {
        SourceNames sources = new SourceNames();
        Set<String> missing = new TreeSet<>();
        for (Row row : rows) {
            List<String> tests = SourceNames.namesIn(row.tests());
            assertThat(!tests.isEmpty() || row.defence().startsWith("not yet: "))
                    .as("T%d", row.number())
                    .isTrue();
            SourceNames.namesIn(row.defence() + row.tests()).stream()
                    .filter(name -> !sources.exists(name))
                    .forEach(name -> missing.add("T" + row.number() + ": " + name));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Row> readRows() {
        List<Row> rows = new ArrayList<>();
        for (String line : SourceNames.read(SourceNames.ROOT.resolve("docs/threats.md"))
                .lines()
                .toList()) {
            Matcher matcher = ROW.matcher(line);
            if (matcher.matches()) {
                rows.add(new Row(
                        Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3), matcher.group(4)));
            }
        }
        return rows;
    }
}
