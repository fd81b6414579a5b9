package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** The world has no time to clear up. */
@Tag("netns")
@Timeout(120)
final class KilledWorldNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    /** Plays a script that does not end, and says when all runs. */
    static final class Player {
        private Player() {}

        /** In a process of its own, which prints WARM; everything of it goes into {@code directory}. */
        static Process start(Path directory) throws IOException {
            List<String> command = JavaCommand.of(Player.class.getName(), "-Djava.io.tmpdir=" + directory);
            command.add(directory.toString());
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        public static void main(String[] arguments) throws Exception {
            try (NetnsWorld world = new NetnsWorld(new WorldProvider.Options(1, false).cold())) {
                world.run(
                        Scripts.village().end(600_000),
                        new RunDirectory(Path.of(arguments[0])),
                        new HeardProgress(() -> System.out.println("WARM")));
            }
        }
    }

    @Test
    void daemonsEndAndNamespacesGoWhenTheWorldIsKilled() throws Exception {
        Process player = Player.start(directory);
        List<ProcessHandle> daemons;
        List<String> namespaces;
        try (BufferedReader said = player.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("WARM");
            daemons = player.descendants().toList();
            namespaces = daemons.stream().map(KilledWorldNetnsTest::namespaceOf).toList();
        } finally {
            player.destroyForcibly();
        }
        assertThat(daemons).hasSize(2);
        assertThat(namespaces).doesNotHaveDuplicates().doesNotContain(namespaceOf(ProcessHandle.current()));
        for (ProcessHandle daemon : daemons) {
            CompletableFuture<ProcessHandle> end = daemon.onExit();
            assertThat(end.get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
        assertThat(ProcessHandle.allProcesses().map(KilledWorldNetnsTest::namespaceOf))
                .as("namespaces in which somebody lives")
                .doesNotContainAnyElementsOf(namespaces);
    }

    /** Of those who may not be asked, or are gone: nothing. */
    private static String namespaceOf(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/net"))
                    .toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
