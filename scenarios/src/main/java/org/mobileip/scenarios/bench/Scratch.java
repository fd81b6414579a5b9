package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory for the files of other programs, which goes with its files when it is closed. */
final class Scratch implements AutoCloseable {

    private final Path directory;

    Scratch() throws IOException {
        directory = Files.createTempDirectory("mobileip-bench");
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException unwilling) {
            throw new UncheckedIOException(unwilling);
        }
    }
}
