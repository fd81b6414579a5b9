package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** {@code run --shell-on-fail NODE}, with a shell that tells where it was and ends. */
@Tag("netns")
@Timeout(120)
class ShellOnFailNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private Process start(String limit, String shell) throws IOException {
        Path script = directory.resolve("test.scenario");
        Files.writeString(script, """
                scenario "A limit"
                network home 10.10.0.0/24
                home-agent ha on home
                mobile mn home 10.10.0.57
                host cn on home
                host cup on home
                stream voice udp cn <-> cup every 5ms
                at 100ms stop
                expect loss of voice %s
                """.formatted(limit));
        Path program = directory.resolve("shell");
        Files.writeString(program, "#!/bin/sh\n" + shell + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        List<String> command = JavaCommand.of(Main.class.getName(), "-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("run", script.toString(), "--world", "netns", "--no-rehearsal"));
        command.addAll(List.of(
                "--shell-on-fail", "mn", "--out", directory.resolve("out").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SHELL", program.toString());
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void opensAShellInTheNodeWhenACheckIsMissed() throws Exception {
        Process run = start("> 0", "ip -4 -o address; echo that was all");
        assertThat(output(run))
                .containsSubsequence("this is mn", "inet 10.10.0.57/24", "that was all", "EXPECTATIONS", "FAILED");
        assertThat(run.waitFor()).isEqualTo(1);
    }

    @Test
    void opensNoneWhenAllIsWell() throws Exception {
        Process run = start("< 100%", "echo a shell");
        assertThat(output(run)).contains("PASSED").doesNotContain("a shell");
        assertThat(run.waitFor()).isZero();
    }

    @Test
    void aShellThatStaysOpenDoesNotKeepTheRunFromBeingEndedAndEndsWithWhatWasStartedFromIt() throws Exception {
        Path open = directory.resolve("open");
        Process run = start("> 0", "sleep 1000 & echo $! > " + open + ".pid; mv " + open + ".pid " + open + "; wait");
        while (!Files.exists(open)) {
            assertThat(run.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        run.destroy();
        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(143);
        Optional<ProcessHandle> sleeper =
                ProcessHandle.of(Long.parseLong(Files.readString(open).strip()));
        sleeper.ifPresent(left -> left.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
}
