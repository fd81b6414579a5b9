package org.mobileip.scenarios.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for the keys, sockets and state of one run that nobody else may look into; removed with the run. As long as the
 * run lives it holds a lock on a file in it: by that {@link Lab} tells what a killed run has left from what is in use.
 */
public final class PrivateDirectory implements AutoCloseable {

    /** Followed by the number of the process that it belongs to. */
    public static final String NAME = "mobileip-scenarios-";

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private PrivateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new one, with nothing in it but the lock. */
    public static PrivateDirectory create() throws IOException {
        Path path = Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
        FileChannel lock = FileChannel.open(lockIn(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new PrivateDirectory(path, lock);
    }

    static Path lockIn(Path directory) {
        return directory.resolve(LOCK);
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
        try (lock) {
            remove(path);
        } catch (IOException left) {
            throw new UncheckedIOException("could not remove " + path + ": " + left.getMessage(), left);
        }
    }

    /** Removes a directory and all that is in it; where links lead nothing is touched. */
    public static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
