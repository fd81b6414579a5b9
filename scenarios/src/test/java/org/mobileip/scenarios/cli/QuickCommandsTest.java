package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.testing.JavaCommand;

/** What answers in a blink does not load what takes a while: system calls, the logger, the engines. */
class QuickCommandsTest {

    @ParameterizedTest
    @ValueSource(strings = {"list", "show first-handover", "check first-handover", "version", "explain 131"})
    void loadNeitherSystemCallsNorALogger(String command) throws IOException, InterruptedException {
        List<String> line = JavaCommand.of(Main.class.getName(), "-Xlog:class+load:stderr");
        line.addAll(List.of(command.split(" ", -1)));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(loaded)
                .contains("org.mobileip.scenarios.cli.Main ")
                .doesNotContain("jnr.ffi", "com.kenai", "org.apache.logging.log4j.core", "org.bouncycastle");
    }
}
