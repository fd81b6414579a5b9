package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DaemonProcessTest {

    @Test
    void aDaemonOfAScenarioRunsWithTheOptionsOfTheLaunchers() throws IOException {
        String launcher = Files.readString(Path.of("..", "common", "bin", "launch.sh"));

        assertThat(launcher)
                .contains("*:run) tuning=\"" + String.join(" ", DaemonProcess.TUNING) + "\" ;;")
                .as("a collection because of loaded classes stops the packet threads in a handover")
                .contains("-XX:MetaspaceSize=");
    }
}
