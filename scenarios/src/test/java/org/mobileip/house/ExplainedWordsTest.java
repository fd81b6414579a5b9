package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.DiscardReason;
import org.mobileip.tunnel.DropReason;

/** Whoever reads a word in a log or a table can ask what it means. */
class ExplainedWordsTest {

    /** A named event, as the first word of a line: {@code registration-denied code=}. */
    private static final Pattern EVENT = Pattern.compile("\"([a-z]+(?:-[a-z]+)+) [a-z-]+=");

    private static final Path WORDS =
            SourceNames.ROOT.resolve("common/src/main/resources/org/mobileip/cli/explain.txt");

    private final Set<String> known = known();

    private static Set<String> known() {
        Set<String> words = new TreeSet<>();
        read(WORDS)
                .lines()
                .filter(line -> line.startsWith("words: "))
                .flatMap(line -> Arrays.stream(line.substring(7).split(" ", -1)))
                .forEach(word -> words.add(word.replace('_', '-')));
        return words;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> unknown(Stream<String> words) {
        Set<String> missing = new TreeSet<>();
        words.map(word -> word.replace('_', '-'))
                .filter(word -> !known.contains(word))
                .forEach(missing::add);
        return missing;
    }

    @Test
    void everyReasonForWhichAPacketOrARequestGoesNowhereIsExplained() {
        assertThat(unknown(Arrays.stream(DropReason.values()).map(DropReason::word)))
                .isEmpty();
        assertThat(unknown(Arrays.stream(DiscardReason.values()).map(DiscardReason::word)))
                .isEmpty();
    }

    @Test
    void everyEventInTheLogOfADaemonIsExplained() throws IOException {
        Set<String> events = new TreeSet<>();
        for (String daemon : List.of("home-agent/src/main", "mobile-node/src/main")) {
            try (Stream<Path> files = Files.walk(SourceNames.ROOT.resolve(daemon))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Matcher event = EVENT.matcher(read(file));
                    while (event.find()) {
                        events.add(event.group(1));
                    }
                }
            }
        }
        assertThat(events).as("the pattern finds them").contains("registration-denied", "binding-expired");
        events.removeAll(Set.of("rehearsal-said", "control-socket")); // For debugging alone.
        assertThat(unknown(events.stream())).isEmpty();
    }
}
