package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.cli.Main;
import org.mobileip.scenarios.plan.PrivateDirectory;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** {@code shell} and {@code clean}, while a scenario runs in another process and after that was killed. */
@Tag("netns")
@Timeout(120)
final class LabNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    private String printed = "";

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private int scenarios(String... arguments) throws IOException, InterruptedException {
        List<String> command = JavaCommand.of(Main.class.getName(), "-Djava.io.tmpdir=" + directory);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private List<String> privateDirectories() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PrivateDirectory.NAME))
                    .toList();
        }
    }

    @Test
    void aShellEntersTheNodesOfARunningScenarioAndCleanTakesNothingFromItUntilItIsKilled() throws Exception {
        Path bystander = Files.createDirectory(directory.resolve(PrivateDirectory.NAME + "of-somebody-else"));
        Process player = KilledWorldNetnsTest.Player.start(directory);
        try (BufferedReader said = player.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("WARM");

            assertThat(scenarios("shell")).isZero();
            assertThat(printed).isEqualTo("ha\ncn\nmn\nhome\ncafe\noffice\ncore\n");
            assertThat(scenarios("shell", "mn", "--", "ip", "-4", "-o", "address"))
                    .isZero();
            assertThat(printed).contains("10.10.0.57/24").doesNotContain("10.10.0.200");
            assertThat(scenarios("shell", "cafe", "--", "ip", "-4", "-o", "address"))
                    .isZero();
            assertThat(printed).contains("192.0.2.254/24");
            assertThat(scenarios("shell", "cn", "--", "sh", "-c", "exit 9")).isEqualTo(9);
            assertThat(scenarios("shell", "nobody")).isEqualTo(2);
            assertThat(printed).contains("there is ha, cn, mn, home, cafe, office, core");

            assertThat(scenarios("clean")).isZero();
            assertThat(printed).isEqualTo("nothing to clean\n");
            assertThat(player.isAlive()).isTrue();
            assertThat(player.descendants()).hasSize(2);
            assertThat(privateDirectories()).hasSize(2);
        } finally {
            player.destroyForcibly();
        }
        player.waitFor();
        assertThat(scenarios("shell", "mn")).isEqualTo(6);
        assertThat(privateDirectories()).as("what a killed run leaves").hasSize(2);

        assertThat(scenarios("clean", "--dry-run")).isZero();
        assertThat(printed).startsWith("would remove " + directory + "/" + PrivateDirectory.NAME + player.pid() + "-");
        assertThat(privateDirectories()).hasSize(2);
        assertThat(scenarios("clean")).isZero();
        assertThat(printed).startsWith("removed " + directory + "/" + PrivateDirectory.NAME + player.pid() + "-");
        assertThat(privateDirectories()).containsExactly(bystander.getFileName().toString());
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(directory + "/" + PrivateDirectory.NAME)))
                .as("daemons")
                .isEmpty();
        assertThat(directory.resolve("ha.log")).as("results").exists();
    }
}
