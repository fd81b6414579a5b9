package org.mobileip.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.testing.NetnsSupport;

/**
 * Every script that comes with the program, in both worlds: a script that passes in one and not in the other is a bug of ours.
 * It takes a quarter of an hour: {@code mvn -Pboth-worlds verify}. The table it writes is {@code target/both-worlds.md}.
 */
@Tag("both-worlds")
class BothWorldsTest {

    private static final Path TABLE = Path.of("target", "both-worlds.md");

    /** Where only the verdicts are compared, and why. */
    private static final Map<String, String> VERDICTS_ONLY = Map.of(
            "agent-killed", "how long a daemon takes to start is the machine's",
            "home-agent-restart", "how long a daemon takes to start is the machine's",
            "lifetime-expiry", "how long a daemon takes to start is the machine's",
            "lossy-registration", "when the next try comes is a matter of chance",
            "fading-link", "which request is lost is a matter of chance",
            "voice-and-download", "a queue is as full as a kernel's TCP makes it",
            "slow-link", "a queue is as full as a kernel's TCP makes it",
            "link-flap", "how long a stalled connection waits is a kernel's TCP's",
            "mtu-blackhole", "how long a stalled connection waits is a kernel's TCP's",
            "ping-pong", "moves that come faster than replies meet them or not by chance");

    /** With real daemons each node is a process. */
    private static final Map<String, Map<String, String>> SMALLER = Map.of("hundred-nodes", Map.of("NODES", "6"));

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void begin() throws IOException {
        NetnsSupport.assumeAvailable();
        Files.createDirectories(TABLE.getParent());
        Files.deleteIfExists(TABLE);
        write(List.of("| line | check | when | sim | netns |", "|---|---|---|---|---|"));
    }

    static Stream<String> names() {
        String chosen = System.getProperty("builtins", "");
        return ScenarioFile.builtIns().stream()
                .map(ScenarioFile.BuiltIn::name)
                .filter(name ->
                        chosen.isEmpty() || List.of(chosen.split(",", -1)).contains(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesOutTheSameInBoth(String name) throws Exception {
        ScenarioFile file = Scenarios.builtIn(name, SMALLER.getOrDefault(name, Map.of()));
        Scenario scenario = file.scenario();
        RunResult simulated = Scenarios.in("sim").run(scenario, directory.resolve("sim"), 1);
        RunResult real = Scenarios.in("netns").run(scenario, directory.resolve("netns"), 1);
        WorldsCompared compared = new WorldsCompared(simulated, real);
        List<String> rows = new ArrayList<>(List.of("| | **" + name + "** | | | |"));
        rows.addAll(compared.rows());
        write(rows);
        assertThat(simulated.passed())
                .as(name + " in sim\n" + String.join("\n", rows))
                .isTrue();
        assertThat(real.passed())
                .as(name + " in netns\n" + String.join("\n", rows))
                .isTrue();
        assertThat(compared.differences(!VERDICTS_ONLY.containsKey(name)))
                .as(name)
                .isEmpty();
    }

    private static void write(List<String> rows) throws IOException {
        Files.write(TABLE, rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
