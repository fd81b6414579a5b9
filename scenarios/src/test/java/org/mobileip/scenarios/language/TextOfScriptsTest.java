package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.config.ConfigException;

/** Scripts as editors, mail programs and other systems leave them. */
final class TextOfScriptsTest {

    private final Path directory;

    TextOfScriptsTest(@TempDir Path temporary) {
        this.directory = temporary;
    }

    @Test
    void lineEndsOfWindowsAByteOrderMarkAndTabsChangeNothing() {
        Scenario plain = Scripts.scenario(Scripts.CONTRACT);
        String odd = "\ufeff" + Scripts.CONTRACT.replace("  ", " \t").replace("\n", "\r\n");
        Scenario scenario = Scripts.scenario(odd);

        assertThat(scenario.source()).isEqualTo(odd);
        assertThat(scenario.actions()).isEqualTo(plain.actions());
        assertThat(scenario.networks()).isEqualTo(plain.networks());
        assertThat(scenario.streams()).isEqualTo(plain.streams());
        assertThat(scenario.expectations()).hasSize(4);
    }

    @Test
    void aCommentBeginsAnywhereButInAText() {
        Scenario scenario = Scripts.scenario(
                "  # first\nscenario \"a # b\"# comment\n" + Scripts.BASE + "at 1s note \"#1\"#2\nat 2s stop#soon\n");

        assertThat(scenario.title()).isEqualTo("a # b");
        assertThat(scenario.actions().get(0).action()).isEqualTo(new Action.Note("#1"));
    }

    @Test
    void signsNeedNoBlanksAroundThem() {
        Scenario scenario = Scripts.scenario(
                Scripts.BASE
                        + "stream a udp cn->mn\nstream b udp mn<->cn\nat 1s move mn to lte\nat 2s stop\nexpect loss of a<=1%\n");

        assertThat(scenario.stream("a").orElseThrow().bothWays()).isFalse();
        assertThat(scenario.stream("b").orElseThrow().bothWays()).isTrue();
        assertThat(scenario.expectations().get(0).text()).isEqualTo("loss of a<=1%");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            scenario “a”         | 10:10+1 "“" (U+201C) is not known => did you mean " ?
            stream s udp cn → mn | 10:17+1 "→" (U+2192) is not known => did you mean -> ?
            stream s udp cn ↔ mn | 10:17+1 "↔" (U+2194) is not known => did you mean <-> ?
            expect loss of s ≤ 1% | 10:18+1 "≤" (U+2264) is not known => did you mean <= ?
            at 1s clock mn −1s   | 10:16+1 "−" (U+2212) is not known => did you mean - ?
            """)
    void whatWordProcessorsMakeOfSignsIsRecognised(String line, String error) {
        assertThat(Scripts.errorsIn(line)).containsExactly(error);
    }

    @Test
    void aNoBreakSpaceIsABlank() {
        assertThat(Scripts.scenario(Scripts.BASE + "repeat\u00a05\n" + Scripts.END)
                        .repeat())
                .hasValue(5);
    }

    @Test
    void columnsCountCharactersNotTheirHalves() {
        assertThat(Scripts.errorsIn("at 1s note \"🙂é\" x"))
                .containsExactly("10:17+1 unexpected \"x\" => the line ends before it");
    }

    @Test
    void charactersThatTurnLinesRoundOrColourTerminalsAreRefusedAndNotShown() {
        String report = Scripts.refusal(
                        Scripts.BASE + "at 1s note \"\u202eevil\"\nat 1s note \"\u001b[31m\"\nnet\u200bwork\n"
                                + Scripts.END,
                        Map.of())
                .report();

        assertThat(report)
                .contains("test.scenario:10:13: error: a character that is not text (U+202E)")
                .contains("test.scenario:11:13: error: a character that is not text (U+001B)")
                .contains("test.scenario:12:4: error: a character that is not text (U+200B)")
                .doesNotContain("\u202e", "\u001b", "\u200b")
                .endsWith("3 errors");
    }

    @Test
    void emojiThatAreJoinedAreText() {
        assertThat(Scripts.scenario("scenario \"👨‍👩‍👧\"\n" + Scripts.BASE + Scripts.END)
                        .title())
                .isEqualTo("👨‍👩‍👧");
    }

    @Test
    void filesAreReadByTheirNames() throws Exception {
        Path file = directory.resolve("café.scenario");
        Files.writeString(file, Scripts.CONTRACT);

        assertThat(ScenarioFile.read(file, Map.of()).scenario().name()).isEqualTo("café");
        assertThat(ScenarioFile.read(file, Map.of()).scenario().title()).isEqualTo("Café to LTE and home again");
    }

    @Test
    void filesThatCannotBeReadSayWhy() throws Exception {
        Path latin = directory.resolve("latin.scenario");
        Files.write(latin, "scenario \"Café\"\n".getBytes(StandardCharsets.ISO_8859_1));
        Path large = directory.resolve("large.scenario");
        Files.writeString(large, "# a line\n".repeat(2_000_000));

        assertThat(refusal(directory.resolve("none.scenario")))
                .containsExactly(":1:1: error: DIR/none.scenario does not exist");
        assertThat(refusal(directory)).containsExactly(":1:1: error: DIR is not a regular file");
        assertThat(refusal(latin)).containsExactly(":1:1: error: DIR/latin.scenario is not UTF-8 text");
        assertThat(refusal(large)).containsExactly(":1:1: error: DIR/large.scenario is larger than 16 MiB");
    }

    private List<String> refusal(Path file) {
        ConfigException refusal =
                Assertions.catchThrowableOfType(ConfigException.class, () -> ScenarioFile.read(file, Map.of()));
        return refusal.problems().stream()
                .map(problem -> problem.summary()
                        .replaceFirst("^\\Q" + file + "\\E", "")
                        .replace(directory.toString(), "DIR"))
                .toList();
    }
}
