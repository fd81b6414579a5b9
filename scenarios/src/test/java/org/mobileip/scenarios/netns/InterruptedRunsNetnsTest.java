package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.scenarios.cli.Main;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/**
 * Ctrl-C at eight moments by chance, four after the start of the program and four while it plays: nothing is left. They start in a
 * namespace of this test, where nobody else makes links, rules or routes meanwhile.
 */
@Tag("netns")
@Timeout(600)
final class InterruptedRunsNetnsTest {

    private static final int MOMENTS = 8;
    private static final int AT_ONCE = 4;
    private static final int FIRST_IN_PLAY = 4;
    private static final int LATEST_MILLIS = 3000;
    private static final int LATEST_IN_PLAY_MILLIS = 2500;
    private static final long SIGINT_BIT = 1 << 1;

    /** In the environment of a run and so of all its children, by which they are found. */
    private static final String MARK = "MOBILEIP_TEST_MARK";

    private static final String SCRIPT = """
            scenario "To be interrupted"
            network home 10.10.0.0/24 delay 1ms
            network cafe 192.0.2.0/24 delay 5ms nat
            home-agent ha on home
            mobile mn home 10.10.0.57
            host cn on home
            stream voice udp cn <-> mn every 5ms
            stream file tcp cn -> mn
            at 1s move mn to cafe
            at 2s restart ha
            at 60s stop
            """;

    @TempDir
    private Path directory = Path.of("");

    private NetworkNamespace machine;

    @BeforeEach
    void enter() {
        machine = NetworkNamespace.create("machine");
    }

    @AfterEach
    void leave() {
        machine.close();
    }

    @BeforeAll
    static void needsNamespacesAndSignals() throws IOException {
        NetnsSupport.assumeAvailable();
        long ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(8).strip(), 16))
                .findFirst()
                .orElse(0);
        assumeFalse((ignored & SIGINT_BIT) != 0, "SIGINT is ignored here, as in a job in the background");
    }

    /** What a run could leave where it was started. */
    private Set<String> left(String mark) throws IOException, InterruptedException {
        Set<String> left = new TreeSet<>();
        ProcessHandle.allProcesses()
                .filter(process -> environmentOf(process).contains(MARK + "=" + mark))
                .forEach(process ->
                        left.add("process " + process.info().commandLine().orElse("") + process.pid()));
        try (Stream<Path> files = Files.walk(directory.resolve("tmp"))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("hsperfdata"))
                    .forEach(file -> left.add("file " + file));
        }
        for (String command : List.of("ip -o link", "ip netns list", "ip -4 rule", "ip -4 route")) {
            NetnsSupport.run(machine, command.split(" ", -1)).lines().forEach(line -> left.add(command + ": " + line));
        }
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains("nsfs"))
                .forEach(line -> left.add("mount " + line));
        return left;
    }

    private static String environmentOf(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private Process start(String mark, Path log, Path out) throws IOException {
        List<String> command = JavaCommand.of(Main.class.getName(), "-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.addAll(List.of("run", directory.resolve("long.scenario").toString()));
        command.addAll(List.of("--world", "netns", "--no-rehearsal", "--out", out.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put(MARK, mark);
        return machine.start(builder);
    }

    @Test
    void ctrlCAtAnyMomentLeavesNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("interrupted at moments of seed " + seed);
        Random random = new Random(seed);
        Files.createDirectory(directory.resolve("tmp"));
        Files.writeString(directory.resolve("long.scenario"), SCRIPT);
        for (int first = 0; first < MOMENTS; first += AT_ONCE) {
            boolean inPlay = first >= FIRST_IN_PLAY;
            int latest = inPlay ? LATEST_IN_PLAY_MILLIS : LATEST_MILLIS;
            String mark = UUID.randomUUID().toString();
            Set<String> before = left(mark);
            List<CompletableFuture<Void>> interrupted = new ArrayList<>();
            for (int number = first; number < first + AT_ONCE; number++) {
                interrupted.add(interrupt(number, mark, inPlay, random.nextInt(latest)));
            }
            CompletableFuture.allOf(interrupted.toArray(CompletableFuture[]::new))
                    .get();
            String story = "interrupts " + first + " to " + (first + AT_ONCE - 1) + " of seed " + seed;
            assertThat(left(mark)).as(story).isEqualTo(before);
        }
    }

    /** Starts a run and interrupts it after that time; some at once use the processors that one leaves idle. */
    private CompletableFuture<Void> interrupt(int number, String mark, boolean inPlay, int millis) {
        Runnable work = () -> {
            try {
                startAndInterrupt(number, mark, inPlay, millis);
            } catch (IOException | InterruptedException failure) {
                throw new CompletionException(failure);
            }
        };
        return CompletableFuture.runAsync(work, each -> new Thread(each, "interrupt " + number).start());
    }

    private void startAndInterrupt(int number, String mark, boolean inPlay, int millis)
            throws IOException, InterruptedException {
        Path log = directory.resolve("log-" + number);
        Process run = start(mark, log, directory.resolve("out-" + number));
        try {
            if (inPlay) {
                awaitPlay(run, log);
            }
            boolean endedByItself = run.waitFor(millis, TimeUnit.MILLISECONDS);
            String story = "interrupt " + number + " after " + millis + " ms:\n";
            assertThat(endedByItself).as("%s%s", story, read(log)).isFalse();
            NetnsSupport.run(machine, "kill", "-INT", Long.toString(run.pid()));
            assertThat(run.waitFor(40, TimeUnit.SECONDS))
                    .as("%s%s", story, read(log))
                    .isTrue();
            assertThat(run.exitValue()).as("%s%s", story, read(log)).isEqualTo(130);
        } finally {
            run.destroyForcibly();
        }
    }

    private static void awaitPlay(Process run, Path log) throws InterruptedException {
        for (int tries = 0; tries < 600 && !read(log).contains("streams warm"); tries++) {
            assertThat(run.waitFor(50, TimeUnit.MILLISECONDS)).as(read(log)).isFalse();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
