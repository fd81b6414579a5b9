package org.mobileip.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.testing.NetnsSupport;

/** The example of docs/java-api.md, as it stands there. */
@Tag("netns")
@Timeout(180)
final class ScenariosNetnsTest {

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    // The page begins here.
    @Test
    void aCallGoesOnWhenTheNodeMovesToTheCafe(@TempDir Path directory) throws Exception {
        Scenario scenario = Scenarios.parse("call", """
                network home  10.10.0.0/24
                network cafe  192.0.2.0/24  delay 5ms
                home-agent ha  on home  address 10.10.0.1
                mobile     mn  home 10.10.0.57
                host       cn  on home  address 10.10.0.200
                stream voice  udp  cn <-> mn  every 10ms
                at 1s  move mn to cafe
                at 3s  stop
                expect  no leak
                """).scenario();

        RunResult result = Scenarios.in("netns").run(scenario, directory, 1);

        assertThat(result.passed()).isTrue();
        MoveResult move = result.moves().get(0);
        assertThat(move.registered())
                .hasValueSatisfying(took -> assertThat(took).isLessThan(Duration.ofSeconds(1)));
        assertThat(move.interruption())
                .hasValueSatisfying(gap -> assertThat(gap).isLessThan(Duration.ofSeconds(1)));
        assertThat(directory.resolve("report.html")).isNotEmptyFile();
    }
    // The page ends here.
}
