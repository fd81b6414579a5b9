package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.cli.Program;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.time.Tick;
import picocli.CommandLine;

/** Runs command lines in a directory, in worlds made for it. Each look at the clock takes 6.8 s. */
final class Shell {

    private static final long LOOK = 6_800_000_000L;

    private final Path directory;
    private final Surroundings surroundings;
    private long nanos;
    private String out = "";
    private String err = "";

    Shell(Path directory, WorldProvider... worlds) {
        this.directory = directory;
        this.surroundings = new Surroundings(
                new Worlds(List.of(worlds)),
                directory,
                () -> new Tick(nanos += LOOK),
                "0.1.0",
                "17.0.15",
                "Linux 6.18.44",
                2);
    }

    /** Runs, and keeps what it printed. */
    int run(String... arguments) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine line = Program.commandLine(new Main(surroundings));
        line.setOut(new PrintWriter(stdout));
        line.setErr(new PrintWriter(stderr));
        int exitCode = line.execute(arguments);
        out = stdout.toString().replace(directory + "/", "");
        err = stderr.toString().replace(directory + "/", "");
        return exitCode;
    }

    /** What the last command printed on stdout, paths as seen from the directory. */
    String out() {
        return out;
    }

    /** What the last command printed on stderr, paths as seen from the directory. */
    String err() {
        return err;
    }

    /** Writes a file; returns its absolute path. */
    String file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    boolean has(String name) {
        return Files.exists(directory.resolve(name));
    }
}
