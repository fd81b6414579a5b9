package org.mobileip.scenarios.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks and daemons of a run, as another process finds them: by the run's private directory. Of a run that was killed
 * the directory is left, and perhaps, for a moment, its daemons; namespaces and links die with their processes.
 *
 * @param directory the private directory
 * @param pid the process of the run
 */
public record Lab(Path directory, long pid) {

    private static final String NAMESPACES = "namespaces";
    private static final String SEPARATOR = "\t";
    private static final String OWNER = "unix:uid";
    private static final Path OURSELVES = Path.of("/proc/self");
    private static final long PATIENCE_SECONDS = 7;

    /** Between a directory and the lock in it there is a moment; nothing so young is taken for left behind. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** All of this user's in the directory for temporary files, running or left behind. */
    public static List<Lab> all() throws IOException {
        return allIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static List<Lab> allIn(Path parent) throws IOException {
        Object ourselves = Files.getAttribute(OURSELVES, OWNER);
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(path -> path.getFileName().toString().matches(PrivateDirectory.NAME + "[0-9]+-.*"))
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> isOf(ourselves, path))
                    .map(path -> new Lab(path, pidIn(path.getFileName().toString())))
                    .sorted(Comparator.comparing(Lab::directory))
                    .toList();
        }
    }

    private static boolean isOf(Object user, Path path) {
        try {
            return user.equals(Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException gone) {
            return false;
        }
    }

    private static long pidIn(String name) {
        String rest = name.substring(PrivateDirectory.NAME.length());
        return Long.parseLong(rest.substring(0, rest.indexOf('-')));
    }

    /** Whether its run lives. Of this process nothing is asked: to look at a lock of one's own is to lose it (fcntl(2)). */
    public boolean isRunning() throws IOException {
        if (pid == ProcessHandle.current().pid()) {
            return true;
        }
        Path lock = PrivateDirectory.lockIn(directory);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (FileSystemException withoutLock) {
            return Files.exists(directory)
                    && Files.getLastModifiedTime(directory)
                            .toInstant()
                            .isAfter(Instant.now().minus(YOUNG));
        }
    }

    /** Leaves word of where the namespaces of nodes and networks are: files that nsenter(1) takes. */
    public static void announce(PrivateDirectory directory, Map<String, Path> namespaces) throws IOException {
        String lines = namespaces.entrySet().stream()
                .map(each -> each.getKey() + SEPARATOR + each.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(directory.path().resolve(NAMESPACES), lines);
    }

    /** Where they are, by the names of the nodes and networks; none where the run has not come so far. */
    public Map<String, Path> namespaces() throws IOException {
        Map<String, Path> namespaces = new LinkedHashMap<>();
        Path file = directory.resolve(NAMESPACES);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(SEPARATOR, -1);
                namespaces.put(parts[0], Path.of(parts[1]));
            }
        }
        return namespaces;
    }

    /** The processes that were started with a file of its directory: its daemons. */
    public List<ProcessHandle> daemons() {
        return ProcessHandle.allProcesses().filter(this::isDaemon).toList();
    }

    private boolean isDaemon(ProcessHandle process) {
        try {
            String command =
                    Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            return Stream.of(command.split("\0", -1)).anyMatch(word -> word.startsWith(directory + "/"));
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    /**
     * Ends its daemons and removes its directory.
     *
     * @throws IOException when something refuses to go
     */
    public void remove() throws IOException {
        List<ProcessHandle> daemons = daemons();
        daemons.forEach(ProcessHandle::destroy);
        for (ProcessHandle daemon : daemons) {
            try {
                daemon.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException stubborn) {
                daemon.destroyForcibly();
            } catch (ExecutionException neverOfThese) {
                throw new AssertionError(neverOfThese);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", ending);
            }
        }
        PrivateDirectory.remove(directory);
    }
}
