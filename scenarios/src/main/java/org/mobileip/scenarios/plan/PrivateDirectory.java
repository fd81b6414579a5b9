package org.mobileip.scenarios.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the keys, sockets and state of one run that nobody else may look into; removed with the run. */
public final class PrivateDirectory implements AutoCloseable {

    /** Followed by the number of the process that it belongs to. */
    public static final String NAME = "mobileip-scenarios-";

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /** A new one, empty. */
    public static PrivateDirectory create() throws IOException {
        return new PrivateDirectory(
                Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-"));
    }

    public Path path() {
        return path;
    }

    /** Leaves copies of the configuration and key files in {@code target}, with the rights they have here. */
    public void keep(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(PrivateDirectory::isWorthKeeping).toList()) {
                Files.copy(
                        file,
                        target.resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static boolean isWorthKeeping(Path file) {
        return file.toString().endsWith(".toml") || file.toString().endsWith(".key");
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("could not remove " + path + ": " + left.getMessage(), left);
        }
    }
}
