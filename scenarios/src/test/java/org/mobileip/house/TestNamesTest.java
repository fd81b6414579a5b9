package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maven loads for the namespace tests only classes with their names (pom.xml), before it looks at tags. */
final class TestNamesTest {

    private static final Pattern TAG = Pattern.compile("(?m)^@Tag\\(\"(netns|both-worlds)\"\\)$");
    private static final Pattern ALONE = Pattern.compile("(?m)^@Tag\\(\"alone\"\\)$");
    private static final Pattern NAME = Pattern.compile("\\w+(NetnsTest|UmlTest)\\.java|BothWorldsTest\\.java");

    private static List<Path> tests(String module) throws IOException {
        try (Stream<Path> files =
                Files.walk(SourceNames.ROOT.resolve(module).resolve("src").resolve("test"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<Path> having(Pattern tag, List<String> modules) throws IOException {
        List<Path> having = new ArrayList<>();
        for (String module : modules) {
            for (Path test : tests(module)) {
                if (tag.matcher(SourceNames.read(test)).find()) {
                    having.add(test);
                }
            }
        }
        return having;
    }

    @Test
    void whatIsForNamespacesIsCalledSo() throws IOException {
        List<Path> tagged = having(TAG, List.of("common", "home-agent", "mobile-node", "scenarios"));
        assertThat(tagged).hasSizeGreaterThan(50);
        assertThat(tagged)
                .extracting(file -> String.valueOf(file.getFileName()))
                .allMatch(name -> NAME.matcher(name).matches());
    }

    /** It is the last and runs beside no other; in the others such a test would have company. */
    @Test
    void onlyScenariosHasTestsThatRunAlone() throws IOException {
        assertThat(having(ALONE, List.of("common", "home-agent", "mobile-node")))
                .isEmpty();
        assertThat(having(ALONE, List.of("scenarios"))).isNotEmpty();
    }
}
