package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.mobileip.scenarios.sim.machine.Machine;

/** The log of a simulated program, as its daemon would write it, by the virtual clock of its machine. */
final class LogBook {

    private static final int MOST = 100_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Machine machine;
    private final String program;
    private final List<String> lines = new ArrayList<>();

    LogBook(Machine machine, String program) {
        this.machine = machine;
        this.program = program;
    }

    void write(Level level, String pattern, Object... values) {
        if (level.isMoreSpecificThan(Level.INFO) && lines.size() < MOST) {
            String text = ParameterizedMessage.format(pattern, values);
            lines.add(TIME.format(machine.timeOfDay()) + " " + padded(level) + " " + program + " " + text);
        }
    }

    private static String padded(Level level) {
        return (level.name() + " ").substring(0, 5);
    }

    /** Whether {@code text} is anywhere in it. */
    boolean says(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    void save(Path file) {
        try {
            Files.write(file, lines);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
