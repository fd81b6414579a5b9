package org.mobileip.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.NetnsSupport;

/**
 * One, by chance, of four of the scripts that {@link BothWorldsTest} plays, with daemons that start cold, so what is compared is all but
 * times: losses, bindings, leaks, connections.
 */
@Tag("netns")
@Tag("alone")
class SomeInBothWorldsNetnsTest {

    private static final List<String> SOME =
            List.of("mobile-network", "simultaneous-bindings", "two-uplinks", "revocation");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void available() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    @Timeout(180)
    void comesOutTheSame() throws Exception {
        String name = System.getProperty("script", SOME.get(new Random().nextInt(SOME.size())));
        System.out.println("played in both worlds: " + name + " (again with -Dscript=" + name + ")");
        RunResult real = played("netns", name);
        RunResult simulated = played("sim", name);
        WorldsCompared compared = new WorldsCompared(simulated, real);
        assertThat(compared.differencesButTimes()).as(name).isEmpty();
        assertThat(simulated.passed()).as(name).isTrue();
    }

    private RunResult played(String world, String name) throws Exception {
        Scenario scenario = Scenarios.builtIn(name, Map.of()).scenario();
        WorldProvider provider = Scenarios.worlds().stream()
                .filter(each -> each.name().equals(world))
                .findFirst()
                .orElseThrow();
        RunDirectory out = new RunDirectory(Files.createDirectories(directory.resolve(world + "-" + name)));
        try (World opened = provider.open(new WorldProvider.Options(1, false).cold())) {
            Observations seen = opened.run(scenario, out, Progress.SILENT);
            return new Evaluator(scenario).evaluate(seen, 1, Environment.here(seen.dataplane(), seen.start()));
        }
    }
}
