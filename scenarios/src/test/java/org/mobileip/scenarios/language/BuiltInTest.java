package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.config.ConfigException;

/** The scripts that come with the program. */
final class BuiltInTest {

    private static final Path RESOURCES = Path.of("src/main/resources/org/mobileip/scenarios/builtin");

    static List<String> names() {
        return ScenarioFile.builtIns().stream().map(ScenarioFile.BuiltIn::name).toList();
    }

    @Test
    void theIndexNamesEveryScriptThatIsThere() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.list(RESOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".scenario"))
                            .map(name -> name.replace(".scenario", ""))
                            .collect(Collectors.toSet()))
                    .isEqualTo(java.util.Set.copyOf(names()));
        }
        assertThat(names()).doesNotHaveDuplicates().startsWith("first-handover");
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachIsAPageWorthTeachingFrom(String name) throws ConfigException {
        ScenarioFile file = ScenarioFile.builtIn(name, Map.of());
        List<String> lines = file.scenario().source().lines().toList();

        assertThat(lines).hasSizeLessThanOrEqualTo(25);
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(lines.get(0)).startsWith("# ");
        assertThat(file.warnings()).isEmpty();
        assertThat(file.scenario().name()).isEqualTo(name);
        assertThat(file.scenario().title()).isNotEqualTo(name);
        assertThat(file.scenario().expectations()).isNotEmpty();
    }

    @Test
    void theFirstHandoverMovesThreeTimesWithADownloadAndAVoiceStreamAndNeedsNoImpairment() throws ConfigException {
        ScenarioFile file = ScenarioFile.builtIn("first-handover", Map.of());

        assertThat(file.scenario().actions())
                .extracting(timed -> timed.action() instanceof Action.Move move ? move.network() : "")
                .containsExactly("cafe", "office", "home", "");
        assertThat(file.uses())
                .extracting(FeatureUse::feature)
                .containsExactlyInAnyOrder(Feature.UDP_STREAM, Feature.TCP_STREAM);
    }

    @Test
    void anUnknownNameIsToldWhatMayHaveBeenMeant() {
        ConfigException refusal = Assertions.catchThrowableOfType(
                ConfigException.class, () -> ScenarioFile.builtIn("frist-handover", Map.of()));

        assertThat(refusal.report()).isEqualTo("""
                        frist-handover:1:1: error: there is no built-in scenario "frist-handover"

                            1 | frist-handover
                              | ^^^^^^^^^^^^^^
                          hint: did you mean "first-handover"?

                        1 error""");
    }
}
