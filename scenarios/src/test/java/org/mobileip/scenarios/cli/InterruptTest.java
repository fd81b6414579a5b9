package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.JavaCommand;

/** Ctrl-C and SIGTERM: the world is closed first, then the program ends with 130 or 143. */
@Timeout(120)
class InterruptTest {

    private static final long SIGINT_BIT = 1 << 1;

    @TempDir
    private Path directory = Path.of("");

    /** The program in a process of its own, and what it prints. */
    private record Running(Process process, BufferedReader lines) implements AutoCloseable {

        /** Reads until the program has printed this line. */
        void await(String wanted) throws IOException {
            for (String line = lines.readLine(); line == null || !line.startsWith(wanted); line = lines.readLine()) {
                assertThat(line)
                        .as("the program ended before it said " + wanted)
                        .isNotNull();
            }
        }

        void signal(String name) throws IOException, InterruptedException {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
        }

        int exitCode() throws IOException, InterruptedException {
            lines.transferTo(java.io.Writer.nullWriter());
            return process.waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Running start(String slow) throws IOException {
        Files.writeString(directory.resolve("cafe-to-lte.scenario"), Samples.CAFE_TO_LTE);
        List<String> command = JavaCommand.of(SlowProgram.class.getName());
        command.addAll(List.of(slow, directory.toString()));
        return start(command);
    }

    private static Running start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Running(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    @BeforeEach
    void signalsAreHeardHere() throws IOException {
        long ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(8).strip(), 16))
                .findFirst()
                .orElse(0);
        assumeFalse((ignored & SIGINT_BIT) != 0, "SIGINT is ignored here, as in a job in the background");
    }

    private boolean isSomethingLeft() {
        return Files.exists(directory.resolve("made"));
    }

    @Test
    void ctrlCInARunClosesTheWorldAndIs130() throws IOException, InterruptedException {
        try (Running program = start("playing")) {
            program.await("playing");
            assertThat(isSomethingLeft()).isTrue();
            program.signal("INT");
            program.await("interrupted; removing what was made");
            assertThat(program.exitCode()).isEqualTo(130);
            assertThat(isSomethingLeft()).isFalse();
        }
    }

    @Test
    void sigtermInARunClosesTheWorldAndIs143() throws IOException, InterruptedException {
        try (Running program = start("playing")) {
            program.await("playing");
            program.signal("TERM");
            assertThat(program.exitCode()).isEqualTo(143);
            assertThat(isSomethingLeft()).isFalse();
        }
    }

    @Test
    void ctrlCWhileTheWorldOpensIs130() throws IOException, InterruptedException {
        try (Running program = start("opening")) {
            program.await("opening");
            program.signal("INT");
            assertThat(program.exitCode()).isEqualTo(130);
            assertThat(directory.resolve("mip-runs")).isEmptyDirectory();
        }
    }

    @Test
    void aSecondCtrlCLeavesNothingBehindEither() throws IOException, InterruptedException {
        try (Running program = start("closing")) {
            program.await("playing");
            program.signal("INT");
            program.await("closing");
            program.signal("INT");
            program.signal("TERM");
            Files.createFile(directory.resolve("enough"));
            assertThat(program.exitCode()).isEqualTo(130);
            assertThat(isSomethingLeft()).isFalse();
        }
    }

    @Test
    void ctrlCEndsAllScenariosThatArePlayedSideBySide() throws IOException, InterruptedException {
        String anHour = Samples.CAFE_TO_LTE.replaceFirst("at 12s +stop", "at 3600s stop");
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        List<String> command = JavaCommand.of(Main.class.getName(), "-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of(
                "run", "--world", "sim", "--out", directory.resolve("out").toString()));
        for (String name : List.of("one", "other")) {
            command.add(Files.writeString(directory.resolve(name + ".scenario"), anHour)
                    .toString());
        }
        try (Running program = start(command)) {
            program.await("   5.00 s  move mn to lte    registered");
            assertThat(temporary).isNotEmptyDirectory();
            program.signal("INT");
            assertThat(program.exitCode()).isEqualTo(130);
            assertThat(temporary).isEmptyDirectory();
        }
    }
}
