package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Wireshark's command line as the judge of our capture files. */
public final class Tshark {

    /** Not by starting it, which takes half a second of a processor. */
    private static final boolean INSTALLED = Stream.of(
                    Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
            .anyMatch(directory -> Path.of(directory, "tshark").toFile().canExecute());

    private Tshark() {}

    /** Skips the test, saying why, where tshark is not installed. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(INSTALLED, "tshark is not installed: apt install tshark");
    }

    /** What these fields are in the frames that {@code filter} lets through: a line a frame, tab separated. */
    public static List<String> fields(Path file, String filter, String... fields) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter, "-T", "fields"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        return run(command);
    }

    /** The standard output of a command that must succeed, by lines. */
    public static List<String> run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        List<String> lines;
        try (var out = process.getInputStream()) {
            lines = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).as("exit status of %s", command).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return lines;
    }
}
