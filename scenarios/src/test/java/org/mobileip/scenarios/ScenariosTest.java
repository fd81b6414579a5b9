package org.mobileip.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.ResultReader;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Seen;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/** What programs in Java use. */
final class ScenariosTest {

    private static final String SCRIPT = """
            network home  10.10.0.0/24
            network cafe  192.0.2.0/24  delay 12ms
            home-agent ha  on home
            mobile     mn  home 10.10.0.57
            at 1s  move mn to cafe
            at 3s  stop
            expect  registered within 20ms
            expect  no leak
            """;

    /** A world in which the reply comes 28 ms after the move. */
    private static final class Slow implements WorldProvider {
        private final Set<Feature> features = EnumSet.allOf(Feature.class);
        private int closed;
        private Optional<String> trouble = Optional.empty();

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Set<Feature> features() {
            return features;
        }

        @Override
        public Optional<Obstacle> obstacle() {
            return Optional.empty();
        }

        @Override
        public World open(Options options) {
            return new World() {
                @Override
                public Observations run(Scenario scenario, RunDirectory out, Progress progress) throws WorldException {
                    if (trouble.isPresent()) {
                        throw new WorldException(trouble.get());
                    }
                    return Seen.until(3000)
                            .steps(1000, "home", "cafe", 0, 3, 28, 29, 40)
                            .build();
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    @Test
    void aScenarioIsReadPlayedAndJudgedAndLeavesItsFiles(@TempDir Path directory) throws Exception {
        Slow world = new Slow();
        Path out = directory.resolve("a/b");
        RunResult result =
                Scenarios.in(world).run(Scenarios.parse("call", SCRIPT).scenario(), out, 7);

        assertThat(result.passed()).isFalse();
        assertThat(result.seed()).isEqualTo(7);
        assertThat(result.expectations()).extracting(verdict -> verdict.ok()).containsExactly(false, true);
        assertThat(ResultReader.read(Files.readString(out.resolve("result.json"))))
                .isEqualTo(result);
        assertThat(out.resolve("report.html")).content().contains("FAILED");
        assertThat(world.closed).isEqualTo(1);
    }

    @Test
    void aRunThatFailsClosesItsWorld(@TempDir Path directory) throws Exception {
        Slow world = new Slow();
        world.trouble = Optional.of("no TUN");
        Scenario scenario = Scenarios.parse("call", SCRIPT).scenario();

        assertThatThrownBy(() -> Scenarios.in(world).run(scenario, directory, 1))
                .isInstanceOf(WorldException.class)
                .hasMessage("no TUN");
        assertThat(world.closed).isEqualTo(1);
        assertThat(directory.resolve("result.json")).doesNotExist();
    }

    @Test
    void whatIsUnwiseAndWhatTheWorldCannotDoIsToldBeforehand() throws ConfigException {
        Slow world = new Slow();
        world.features.remove(Feature.NETWORK_DELAY);

        assertThat(Scenarios.in(world).check(Scenarios.parse("call", SCRIPT)))
                .extracting(Problem::summary)
                .containsExactly(
                        "call.scenario:7:27: warning: 20ms is below the physical floor, 25ms for the move to \"cafe\" on line 5",
                        "call.scenario:2:29: error: delay of a network is not done by this version yet");
    }

    @Test
    void worldsAndScriptsAreFoundByTheirNames() throws ConfigException {
        assertThat(Scenarios.worlds()).extracting(WorldProvider::name).contains("netns");
        assertThatThrownBy(() -> Scenarios.in("nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no world \"nowhere\" among [");
        assertThat(Scenarios.builtIn("first-handover", Map.of()).scenario().name())
                .isEqualTo("first-handover");
        assertThat(ScenarioFile.builtIns()).isNotEmpty();
    }

    /** What the page shows is a test of ours, word for word: it compiles, and it is run where namespaces are. */
    @Test
    void theExampleOnThePageIsATestOfOurs() throws Exception {
        String test = Files.readString(Path.of("src/test/java/org/mobileip/scenarios/ScenariosNetnsTest.java"));
        String example = test.substring(
                        test.indexOf("// The page begins here.") + "// The page begins here.\n".length(),
                        test.indexOf("    // The page ends here."))
                .replaceAll("(?m)^ {4}", "");

        assertThat(Files.readString(Path.of("../docs/java-api.md"))).contains("```java\n" + example + "```\n");
    }
}
