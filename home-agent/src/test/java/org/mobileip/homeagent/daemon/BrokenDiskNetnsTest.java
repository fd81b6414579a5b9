package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.ask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.NetnsSupport;

/** I3 and F4 as another program sees them: strace watches the system calls of the daemon, and breaks its disk. */
@Tag("netns")
class BrokenDiskNetnsTest {

    private static final Path STRACE = Path.of("/usr/bin/strace");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespacesAndStrace() {
        NetnsSupport.assumeAvailable();
        Assumptions.assumeTrue(Files.isExecutable(STRACE), "no " + STRACE + " here to watch system calls with");
    }

    /** The counter of strace counts calls of one thread; that of the store makes nothing but batches durable. */
    @Test
    void repliesAfterFdatasyncAndPromisesNothingWhenThatFails() throws IOException {
        Path calls = directory.resolve("calls");
        try (HomeLab lab = new HomeLab(directory)) {
            lab.startUnder(List.of(
                    STRACE.toString(),
                    "-D",
                    "-f",
                    "--seccomp-bpf",
                    "-o",
                    calls.toString(),
                    "-e",
                    "trace=fdatasync,sendmmsg",
                    "-e",
                    "inject=fdatasync:error=EIO:when=4+"));
            for (String place : List.of(CAFE, TRAIN, CAFE)) {
                assertThat(lab.register(place, 600)).isZero();
            }
            HomeLab.await("what strace writes", () -> replies(calls) == 3);
            assertThat(repliesBeforeTheirFdatasync(Files.readAllLines(calls))).isEmpty();
            DatagramSocket socket = lab.socket(lab.internet, TRAIN);
            assertThat(ask(socket, UPLINK, lab.node.request(TRAIN, 600)))
                    .as("not durable")
                    .isEmpty();
            assertThat(lab.register(CAFE, 600)).as("insufficient resources").isEqualTo(130);
            Map<?, ?> store =
                    (Map<?, ?>) Optional.ofNullable(lab.status().get("store")).orElseThrow();
            assertThat(store.get("state")).isEqualTo("halted");
            assertThat(String.valueOf(lab.status().get("health"))).contains("the disk failed");
            assertThat(lab.log()).anyMatch(line -> line.contains("store-failed"));
            assertThat((List<?>) lab.document("bindings").get("bindings"))
                    .as("forwarding goes on")
                    .hasSize(1);
        }
    }

    /** The accepted replies, 42 octets to a node, that left when fewer batches had been made durable. */
    private static List<String> repliesBeforeTheirFdatasync(List<String> calls) {
        String committer = committer(calls);
        List<String> early = new ArrayList<>();
        int durable = 0;
        int replied = 0;
        for (String call : calls) {
            if (isDone(call) && call.startsWith(committer)) {
                durable++;
            } else if (isReply(call)) {
                replied++;
                if (replied > durable) {
                    early.add(call);
                }
            }
        }
        return early;
    }

    private static long replies(Path calls) {
        try (Stream<String> lines = Files.lines(calls)) {
            return lines.filter(BrokenDiskNetnsTest::isReply).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isReply(String call) {
        return call.contains("sin_port") && call.contains("msg_len=42") && call.endsWith("= 1");
    }

    private static boolean isDone(String call) {
        return call.contains("fdatasync") && call.endsWith("= 0");
    }

    /** The number of the thread that had most made durable, with a space behind it. */
    private static String committer(List<String> calls) {
        Map<String, Long> counts = calls.stream()
                .filter(BrokenDiskNetnsTest::isDone)
                .collect(Collectors.groupingBy(call -> call.split(" ", 2)[0] + " ", Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
