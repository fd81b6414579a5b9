package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes of {@code home-agent}. */
class MainTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void explainsAndCompletes() {
        assertThat(Main.run("explain", "133")).isZero();
        assertThat(Main.run("explain", "no-such-word")).isEqualTo(2);
        assertThat(Main.run("completion")).isZero();
        assertThat(Main.run("version")).isZero();
    }

    @Test
    void wrongUsageIsTwoAndNoDaemonIsSix() {
        assertThat(Main.run("statsu")).isEqualTo(2);
        assertThat(Main.run("status", "--control", directory.resolve("none").toString()))
                .isEqualTo(6);
        assertThat(Main.run("reload", "--control", directory.resolve("none").toString()))
                .isEqualTo(6);
        assertThat(Main.run("node")).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotThereIsThree() {
        assertThat(Main.run("check", "-c", directory.resolve("none.toml").toString()))
                .isEqualTo(3);
    }
}
