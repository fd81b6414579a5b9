package org.mobileip.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.VirtualLinks;

/** For tests that need network namespaces and the rights to make them; such a class carries {@code @Tag("netns")}. */
public final class NetnsSupport {

    private static final long BETWEEN_LOOKS_NANOS = 2_000_000;
    private static final long LONGEST_BETWEEN_LOOKS_NANOS = 50_000_000;
    private static final long LOOKS_IN_WHAT_HAS_PASSED = 16;

    private static final Optional<String> UNAVAILABLE = findReason();

    private NetnsSupport() {}

    /** Skips the calling test, and prints why, where network namespaces cannot be made. */
    public static void assumeAvailable() {
        UNAVAILABLE.ifPresent(reason -> System.err.println("skipped: " + reason));
        Assumptions.assumeTrue(UNAVAILABLE.isEmpty(), () -> "skipped: " + UNAVAILABLE.orElse(""));
    }

    /** Why namespaces cannot be made here; empty where they can. */
    public static Optional<String> reasonUnavailable() {
        return UNAVAILABLE;
    }

    private static Optional<String> findReason() {
        try (NetworkNamespace probe = NetworkNamespace.create("probe")) {
            ip(probe, "link show dev lo");
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("no network namespaces here: " + e.getMessage());
        }
    }

    /** Runs {@code ip ARGUMENTS} of iproute2 in the namespace and returns what it printed. */
    public static String ip(NetworkNamespace namespace, String arguments) {
        return run(namespace, ("ip " + arguments).split(" "));
    }

    /** The same with one process for all, without options; the first that fails ends it. */
    public static String ip(NetworkNamespace namespace, String first, String second, String... more) {
        String lines = Stream.concat(Stream.of(first, second), Stream.of(more)).collect(Collectors.joining("\n"));
        return runWith(lines, namespace, "ip", "-batch", "-");
    }

    /** The number by which the kernel knows an interface there. No process is started for it. */
    public static int indexOf(NetworkNamespace namespace, String link) {
        try (VirtualLinks links = new VirtualLinks(namespace)) {
            return links.index(link);
        }
    }

    /** A rest between two looks at what another process does: it needs the processor for that. */
    public static void giveWay() {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }

    /** The same, the longer the more time has passed since {@code startNanos}: a look that asks a daemon costs it ten milliseconds. */
    public static void giveWaySince(long startNanos) {
        long rest = (System.nanoTime() - startNanos) / LOOKS_IN_WHAT_HAS_PASSED;
        LockSupport.parkNanos(Math.min(LONGEST_BETWEEN_LOOKS_NANOS, Math.max(BETWEEN_LOOKS_NANOS, rest)));
    }

    /**
     * Runs a command in the namespace and returns what it printed, standard error included.
     *
     * @throws IllegalStateException when it fails, or does not end within 30 s
     */
    public static String run(NetworkNamespace namespace, String... command) {
        return runWith("", namespace, command);
    }

    private static String runWith(String input, NetworkNamespace namespace, String... command) {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        Process process = namespace.start(builder);
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
