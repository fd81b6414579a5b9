package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.ask;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.NetnsSupport;

/** F3 with a real file system that is really full: one in memory, of 3 MB. */
@Tag("netns")
class FullDiskNetnsTest {

    private static final int RENEWALS = 600;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void servesRenewalsAndDeregistrationsFromTheReserveAndRecoversByItself() throws Exception {
        Path small = Files.createDirectories(directory.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "small", small.toString()), "may not mount a file system");
        try (HomeLab lab = new HomeLab(directory)) {
            lab.write("[[node]]\nname = \"tablet\"\naddress = \"10.10.0.58\"\nspi = 0x102\nkey = \"laptop.key\"\n");
            lab.start("--state", small.toString());
            PlainNode tablet = new PlainNode("10.10.0.58", AGENT, 0x102, "1234567812345678");
            assertThat(lab.register(CAFE, 600)).isZero();
            HomeLab.await("the reserve", () -> Files.exists(small.resolve("journal/reserve")));
            fill(small.resolve("filler"));
            int served = 0;
            DatagramSocket socket = lab.socket(lab.internet, CAFE);
            for (int renewal = 0; renewal < RENEWALS; renewal++) {
                String place = renewal % 2 == 0 ? TRAIN : CAFE;
                served += lab.node.codeOf(ask(socket, UPLINK, lab.node.request(place, 600))
                                        .orElseThrow()
                                        .octets())
                                == 0
                        ? 1
                        : 0;
            }
            assertThat(served).isEqualTo(RENEWALS);
            assertThat(state(lab)).isEqualTo("nearly_full");
            assertThat(code(tablet, socket)).as("insufficient resources").isEqualTo(130);
            assertThat(lab.register(CAFE, 0)).isZero();
            Files.delete(small.resolve("filler"));
            HomeLab.await("room again", () -> state(lab).equals("ready"));
            assertThat(code(tablet, socket)).isZero();
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int code(PlainNode node, DatagramSocket socket) {
        return node.codeOf(
                ask(socket, UPLINK, node.request(CAFE, 600)).orElseThrow().octets());
    }

    private static String state(HomeLab lab) {
        Map<?, ?> store =
                (Map<?, ?>) Optional.ofNullable(lab.status().get("store")).orElseThrow();
        return String.valueOf(store.get("state"));
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
