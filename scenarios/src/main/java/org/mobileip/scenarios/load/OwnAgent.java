package org.mobileip.scenarios.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.scenarios.plan.OwnJava;

/** A home agent of ours as a process in a namespace, which dies when we do; what it says goes to a file. */
final class OwnAgent implements AutoCloseable {

    /** Without a rehearsal, which the load itself is. */
    private static final List<String> COMMAND = List.of("org.mobileip.homeagent.cli.Main", "run", "--no-rehearsal");

    private static final String READY = "READY";
    private static final long READY_NANOS = 300 * Schedule.SECOND;
    private static final long LOOK_MILLIS = 10;
    private static final long END_SECONDS = 20;
    private static final int LAST_LINES = 12;

    private final NetworkNamespace namespace;
    private final Path configuration;
    private final Path log;
    private final Optional<Path> state;
    private final boolean isShortLived;
    private Optional<Process> process = Optional.empty();

    /**
     * One that does not run yet.
     *
     * @param state where it keeps bindings; empty: as its configuration says
     * @param isShortLived whether its Java does without the optimising compiler
     */
    OwnAgent(NetworkNamespace namespace, Path configuration, Path log, Optional<Path> state, boolean isShortLived) {
        this.namespace = namespace;
        this.configuration = configuration;
        this.log = log;
        this.state = state;
        this.isShortLived = isShortLived;
    }

    /** Starts it, and waits until it serves. */
    void start(BooleanSupplier isStopped) throws IOException {
        Files.writeString(log, "");
        ProcessBuilder builder =
                new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
        Process started = namespace.startTied(builder);
        process = Optional.of(started);
        long begin = System.nanoTime();
        while (!Files.readAllLines(log).contains(READY)) {
            if (!started.isAlive() || System.nanoTime() - begin > READY_NANOS) {
                throw new LoadException("the home agent did not start; it said last:\n  " + lastLines());
            }
            if (isStopped.getAsBoolean()) {
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(COMMAND);
        words.addAll(List.of("-c", configuration.toString()));
        state.ifPresent(directory -> words.addAll(List.of("--state", directory.toString())));
        List<String> options = new ArrayList<>(OwnJava.daemonTuning());
        if (!isShortLived) {
            options.add(OwnJava.BOTH_COMPILERS);
        }
        return OwnJava.command(options, words);
    }

    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Whether it was ever started. */
    boolean hasRun() {
        return process.isPresent();
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Its process time; empty before it runs. */
    OptionalLong processorNanos() {
        return process.map(running -> ServerTime.nanos(running.pid())).orElse(OptionalLong.empty());
    }

    /** With SIGKILL, and waits for its end. */
    void kill() {
        process.ifPresent(Process::destroyForcibly);
        awaitEnd();
    }

    private boolean awaitEnd() {
        try {
            return process.isEmpty() || process.get().waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Politely, then not. */
    @Override
    public void close() {
        process.ifPresent(Process::destroy);
        if (!awaitEnd()) {
            kill();
        }
    }
}
