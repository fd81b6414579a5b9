package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.Json;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Tag("alone")
@Timeout(60)
class CalibrateCommandNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void measuresTheWireOfThisMachine() throws Exception {
        Shell shell = new Shell(directory, FakeWorld.called("netns"));

        assertThat(shell.run("calibrate", "--json", "--rate", "500,2000", "--rounds", "1", "--loss", "10"))
                .isZero();

        Map<String, Object> json = Json.parse(shell.out());
        List<?> rates = (List<?>) Objects.requireNonNull(json.get("rates"));
        assertThat(rates).hasSize(2);
        Map<?, ?> second = (Map<?, ?>) rates.get(1);
        Map<?, ?> offBy = (Map<?, ?>) Objects.requireNonNull(second.get("off_by_us"));
        assertThat(second.get("packets_per_s")).isEqualTo(2000);
        assertThat(second.get("missing")).isEqualTo(0);
        assertThat((Double) second.get("lost")).isBetween(0.07, 0.13);
        assertThat((Double) offBy.get("p50")).isBetween(0.0, 5000.0);
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        Shell shell = new Shell(directory, FakeWorld.called("netns"));
        assertThat(shell.run("calibrate", "--rate", "1000,100000000")).isEqualTo(2);
        assertThat(shell.run("calibrate", "--loss", "101")).isEqualTo(2);
        assertThat(shell.err()).contains("--loss 0 to 100");
    }
}
