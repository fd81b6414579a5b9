package org.mobileip.scenarios.netns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.scenarios.plan.OwnJava;

/** One of our daemons as a process in a namespace. What it says goes to a log; it dies when we do. */
final class DaemonProcess {

    /** The option of daemons that are READY without having rehearsed. */
    static final String NO_REHEARSAL = "--no-rehearsal";

    private static final String READY = "READY";
    private static final int LINES_KEPT = 12;
    private static final long LAST_WORDS_MILLIS = 1000;
    private static final long KILLED_MILLIS = 5_000;

    private final String node;
    private final Process process;
    private final Path log;
    private final Thread reader;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile boolean ready;

    /**
     * Which program, and what it needs.
     *
     * @param command main class and command
     * @param configuration its file
     * @param log where what it says is added
     * @param clock the file by which its clock can be set; empty: nobody will
     */
    record Program(List<String> command, Path configuration, Path log, Optional<Path> clock) {
        static final List<String> HOME_AGENT = List.of("org.mobileip.homeagent.cli.Main", "run");
        static final List<String> MOBILE_NODE = List.of("org.mobileip.mobilenode.cli.Main", "run");
        static final List<String> FOREIGN_AGENT = List.of("org.mobileip.scenarios.cli.Main", "foreign-agent");

        Program {
            command = List.copyOf(command);
        }
    }

    private DaemonProcess(String node, Process process, Path log) {
        this.node = node;
        this.process = process;
        this.log = log;
        this.reader = new Thread(this::read, "log of " + node);
        reader.setDaemon(true);
    }

    /** Starts the program, and returns at once. */
    static DaemonProcess start(String node, NetworkNamespace namespace, Program program) {
        return start(node, namespace, command(program), program.log);
    }

    /** The same with any command. */
    static DaemonProcess start(String node, NetworkNamespace namespace, List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        DaemonProcess daemon = new DaemonProcess(node, namespace.startTied(builder), log);
        daemon.reader.start();
        return daemon;
    }

    private static List<String> command(Program program) {
        List<String> options = new ArrayList<>(OwnJava.daemonTuning());
        program.clock.ifPresent(file -> options.add("-D" + TimeOfDay.OFFSET_FILE + "=" + file));
        List<String> words = new ArrayList<>(program.command);
        words.addAll(List.of("-c", program.configuration.toString()));
        return OwnJava.command(options, words);
    }

    private void read() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter copy = new PrintWriter(
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                copy.println(line);
                copy.flush();
                heard(line);
            }
        } catch (IOException | UncheckedIOException killed) {
            heard("(" + killed.getMessage() + ")");
        }
    }

    private void heard(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.remove();
            }
        }
        if (line.equals(READY)) {
            ready = true;
        }
    }

    /** Whether it has said READY. */
    boolean isReady() {
        return ready;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What to tell a person when it did not get ready, or ended by itself. */
    String story(String what) {
        StringBuilder story = new StringBuilder(node).append(' ').append(what);
        if (!process.isAlive()) {
            story.append(" (exit code ").append(process.exitValue()).append(')');
        }
        story.append("; it said last:");
        synchronized (lastLines) {
            lastLines.forEach(line -> story.append("\n  ").append(line));
        }
        return story.append("\nall of it is in ").append(log).toString();
    }

    /** Asks it to end, as a service manager would. */
    void terminate() {
        process.destroy();
    }

    /** Ends it, whatever it is doing. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits for the end of what has been asked to end; after so long it is killed. */
    void endWithin(long millis) {
        try {
            if (!awaitEnd(millis)) {
                kill();
                awaitEnd(KILLED_MILLIS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    /** Waits for its end, and for the last line of its log; whether it has come in time. */
    boolean awaitEnd(long millis) throws InterruptedException {
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        if (ended) {
            reader.join(LAST_WORDS_MILLIS);
        }
        return ended;
    }
}
