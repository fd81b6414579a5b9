package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.Json;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(120)
class LoadCommandNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void ourOwnHomeAgentServesEveryNodeAndForgedRequestsChangeNothing() throws Exception {
        NetnsSupport.assumeAvailable();
        Shell shell = new Shell(directory, FakeWorld.called("netns"));

        assertThat(shell.run("load", "--nodes", "50", "--rate", "200", "--seconds", "1", "--forged", "200", "--json"))
                .as(shell.err())
                .isZero();

        Map<String, Object> json = Json.parse(shell.out());
        assertThat(json).containsEntry("schema", "mobileip.load/1").containsEntry("end", "whole");
        assertThat(((Number) Objects.requireNonNull(json.get("generator_per_s"))).doubleValue())
                .isGreaterThan(1000);
        Map<?, ?> step = (Map<?, ?>) ((List<?>) Objects.requireNonNull(json.get("steps"))).get(0);
        assertThat(step.get("wanted")).isEqualTo(200);
        assertThat(step.get("accepted")).isEqualTo(200);
        assertThat(step.get("forged")).isEqualTo(200);
        assertThat(step.get("wrongly_signed")).isEqualTo(0);
        assertThat(((Number) Objects.requireNonNull(step.get("server_cpu_ms"))).doubleValue())
                .isPositive();
    }

    /** F1, I2, I3 under load; {@code scenarios load --kills 1000} does it more often. */
    @Test
    void afterKillsUnderLoadEveryAcknowledgedBindingIsBackAndNoReplayIsAccepted() throws Exception {
        NetnsSupport.assumeAvailable();
        Shell shell = new Shell(directory, FakeWorld.called("netns"));
        assertThat(shell.run("load", "--kills", "2", "--nodes", "100", "--rate", "2000", "--json"))
                .as(shell.err() + shell.out())
                .isZero();
        Map<String, Object> json = Json.parse(shell.out());
        assertThat(json)
                .containsEntry("kills", 2)
                .containsEntry("lost", 0)
                .containsEntry("replayed", 0)
                .containsEntry("silent", 0);
        assertThat((Integer) json.get("checked")).isPositive();
    }

    @Test
    void noticesAHomeAgentThatKeepsNothing() throws Exception {
        NetnsSupport.assumeAvailable();
        Shell shell = new Shell(directory, FakeWorld.called("netns"));
        assertThat(shell.run(
                        "load", "--kills", "1", "--seed", "2", "--nodes", "20", "--rate", "1000", "--state", "none",
                        "--json"))
                .isEqualTo(1);
        Map<String, Object> json = Json.parse(shell.out());
        assertThat((Integer) json.get("replayed")).isPositive();
    }

    @Test
    void ctrlCLeavesNothing() throws Exception {
        NetnsSupport.assumeAvailable();
        List<String> command = JavaCommand.of(Main.class.getName());
        command.add(command.indexOf(Main.class.getName()), "-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("load", "--nodes", "20", "--no-echo", "--rate", "100", "--seconds", "60"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains("100 registrations/s")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            List<ProcessHandle> agents = process.descendants().toList();
            assertThat(agents).isNotEmpty();
            new ProcessBuilder("sh", "-c", "kill -TERM " + process.pid())
                    .start()
                    .waitFor();
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(agents).noneMatch(ProcessHandle::isAlive);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("mobileip-")))
                    .isEmpty();
        }
    }
}
