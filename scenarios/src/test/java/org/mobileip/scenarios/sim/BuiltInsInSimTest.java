package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;

/** Every script that comes with the program, in the simulated world. */
class BuiltInsInSimTest {

    @TempDir
    private Path directory = Path.of("");

    static Stream<String> names() {
        return ScenarioFile.builtIns().stream().map(script -> script.name());
    }

    @ParameterizedTest
    @MethodSource("names")
    void passes(String name) throws Exception {
        ScenarioFile file = ScenarioFile.builtIn(name, Map.of());
        for (Scenario scenario : file.expand()) {
            Played played = Played.play(scenario, 1, directory.resolve(scenario.name()));
            assertThat(played.result().passed())
                    .as(name + " missed " + played.missed())
                    .isTrue();
        }
    }
}
