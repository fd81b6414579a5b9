package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.config.ConfigException;

/** The page about the language says what the program reads. */
final class ReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "scenario-language.md");

    @Test
    void thePageIsMadeFromTheGrammar() {
        assertThat(Published.at(PAGE, Reference.page())).isEqualTo(Reference.page());
    }

    static List<String> examples() {
        Stream<String> statements = Grammar.statements().stream().map(Statement::example);
        Stream<String> actions = Actions.ALL.stream()
                .flatMap(each -> Sentences.of("at", each.form()).stream().map(it -> "at 5s " + it));
        Stream<String> conditions = Conditions.ALL.stream()
                .flatMap(each -> Sentences.of("expect", each.form()).stream().map(it -> "expect " + it));
        Stream<String> scopes = Scopes.ALL.stream()
                .map(each -> "expect interruption of voice < 60ms  "
                        + Sentences.of("expect", each.form()).get(0));
        return Stream.of(statements, actions, conditions, scopes)
                .flatMap(all -> all)
                .toList();
    }

    /** In a script where a line that declares the same is left out. */
    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOnItIsAcceptedByCheck(String line) throws ConfigException {
        assertThat(Reference.page()).contains(line);
        String own = String.join(" ", Arrays.asList(line.split(" +", -1)).subList(0, 2)) + " ";
        String script = Sentences.script(line)
                .lines()
                .filter(each -> each.equals(line) || !each.startsWith(own) || own.startsWith("at "))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(ScenarioFile.parse(Path.of("example.scenario"), script, Map.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void everyOptionStandsOnIt() {
        String page = Reference.page();
        Stream.concat(NodeOptions.HOME_AGENT.stream(), NodeOptions.MOBILE.stream())
                .forEach(option -> assertThat(page).contains("| `" + option.name() + "` |"));
    }
}
