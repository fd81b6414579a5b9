package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** A home agent that runs goes by another file, while packets are on their way through it. */
@Tag("netns")
class ReloadNetnsTest {

    private static final int IPPROTO_IPIP = 4;
    private static final int ROUNDS = 20;
    private static final int MUTATIONS = 300;
    private static final String TABLET = """
            [[node]]
            name = "tablet"
            address = "10.10.0.58"
            spi = 0x102
            key = "laptop.key"
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private Map<String, Object> reload() throws ControlException {
        return ControlClient.ask(directory.resolve("home-agent.sock"), "reload");
    }

    private static List<String> lines(Map<String, Object> answer) {
        return ((List<?>) answer.getOrDefault("changes", List.of()))
                .stream()
                        .map(change -> String.valueOf(((Map<?, ?>) change).get("text")))
                        .toList();
    }

    @Test
    void goesByAnotherFileWithoutLosingAPacketAndRefusesABadOne() throws Exception {
        try (HomeLab lab = new HomeLab(directory)) {
            NetnsSupport.ip(lab.laptop, "link set eth0 down");
            lab.start();
            assertThat(lab.register(CAFE, 300)).isZero();
            losesNoPacketWhileNodesComeAndGo(lab);
            losesNoPacketWhateverIsWrongInItsFile(lab);
            refusesWhatIsWrongAndWhatIsAnotherHomeAgent(lab);
            namesWhatWaitsForARestart(lab);
            endsTheBindingOfANodeThatIsGone(lab);
            goesByItsFileWhenItIsHungUpOn(lab);
        }
    }

    private void losesNoPacketWhileNodesComeAndGo(HomeLab lab) throws Exception {
        DatagramSocket host = lab.socket(lab.host, "10.10.0.200");
        int arrived = 0;
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            for (int round = 0; round < ROUNDS; round++) {
                lab.write(round % 2 == 0 ? TABLET : "");
                host.send(packet(2 * round));
                List<String> changes = lines(reload());
                host.send(packet(2 * round + 1));
                assertThat(changes)
                        .containsExactly(
                                round % 2 == 0 ? "node tablet added: 10.10.0.58" : "node tablet removed: 10.10.0.58");
            }
            for (; arrived < 2 * ROUNDS; arrived++) {
                Octets outer = AgentWire.await(capture, IPPROTO_IPIP, each -> each.size() == 49);
                assertThat(outer.u8(48)).as("in their order, each once").isEqualTo(arrived);
            }
        }
        assertThat(lab.status().get("bindings")).isEqualTo(1);
    }

    /** F20: an octet of what stands behind the laptop is another one each time. */
    private void losesNoPacketWhateverIsWrongInItsFile(HomeLab lab) throws Exception {
        String good = TABLET + "[registration]\nmax_lifetime = \"5m\"\nclock_tolerance = \"7s\"\n";
        Random random = new Random(20);
        DatagramSocket host = lab.socket(lab.host, "10.10.0.200");
        int refused = 0;
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            for (int round = 0; round < MUTATIONS; round++) {
                StringBuilder bad = new StringBuilder(good);
                bad.setCharAt(random.nextInt(bad.length()), (char) (' ' + random.nextInt(95)));
                lab.write(bad.toString());
                host.send(packet(round % 256));
                refused += isRefused() ? 1 : 0;
            }
            for (int round = 0; round < MUTATIONS; round++) {
                Octets outer = AgentWire.await(capture, IPPROTO_IPIP, each -> each.size() == 49);
                assertThat(outer.u8(48)).isEqualTo(round % 256);
            }
        }
        assertThat(refused).as("most files with a wrong octet are wrong").isBetween(MUTATIONS / 2, MUTATIONS - 1);
        assertThat(lab.status()).containsEntry("bindings", 1);
        lab.write("");
        reload();
    }

    private boolean isRefused() {
        try {
            reload();
            return false;
        } catch (ControlException refused) {
            assertThat(refused.exitCode()).as(refused.reason()).isEqualTo(3);
            assertThat(refused.reason()).containsPattern("home-agent.toml:[0-9]+:[0-9]+: error: ");
            return true;
        }
    }

    private static DatagramPacket packet(int number) {
        return new DatagramPacket(new byte[] {(byte) number}, 1, new InetSocketAddress(LAPTOP, 9));
    }

    private void refusesWhatIsWrongAndWhatIsAnotherHomeAgent(HomeLab lab) throws IOException {
        lab.write(TABLET + "repaly = \"nonce\"\nspi = 7\n");
        ControlException bad = catchThrowableOfType(ControlException.class, this::reload);
        assertThat(bad.exitCode()).isEqualTo(3);
        assertThat(bad.reason()).contains("unknown key \"repaly\"").endsWith(" errors");
        lab.write(TABLET);
        Files.writeString(
                lab.file(),
                Files.readString(lab.file()).replace("network = \"10.10.0.0/24\"", "network = \"10.10.0.0/16\""));
        ControlException other = catchThrowableOfType(ControlException.class, this::reload);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.reason()).contains("nothing was changed").contains("network");
        assertThat(lab.status()).containsEntry("nodes", 1).containsEntry("network", "10.10.0.0/24");
    }

    private void namesWhatWaitsForARestart(HomeLab lab) throws Exception {
        lab.write(TABLET + "[tunnel]\nmtu = 1400\nreverse = \"required\"\n");
        assertThat(lines(reload()))
                .containsExactly(
                        "node tablet added: 10.10.0.58",
                        "tunnel.reverse: optional -> required",
                        "tunnel.mtu: auto -> 1400 waits for a restart");
        assertThat(lab.status()).containsEntry("nodes", 2).containsEntry("waits_for_restart", List.of("tunnel.mtu"));
    }

    private void endsTheBindingOfANodeThatIsGone(HomeLab lab) throws Exception {
        lab.write("");
        String text = Files.readString(lab.file());
        Files.writeString(lab.file(), text.substring(0, text.indexOf("[[node]]")) + TABLET);
        assertThat(lines(reload()))
                .containsExactly("node laptop removed: 10.10.0.57", "tunnel.reverse: required -> optional");
        assertThat(lab.status()).containsEntry("bindings", 0).containsEntry("waits_for_restart", List.of());
        assertThat(NetnsSupport.ip(lab.agent, "route show proto 77")).doesNotContain(LAPTOP);
    }

    private void goesByItsFileWhenItIsHungUpOn(HomeLab lab) throws IOException {
        if (ignoresHangUps()) {
            System.out.println("SIGHUP not tried: these tests were started by nohup, and so are the daemons");
            return;
        }
        lab.write(TABLET);
        lab.hangUp();
        HomeLab.await("both nodes are known", () -> Integer.valueOf(2)
                .equals(lab.status().get("nodes")));
        assertThat(lab.register(CAFE, 300)).isZero();
    }

    /** What is ignored here is ignored by what is started from here (signal(7)). */
    private static boolean ignoresHangUps() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }
}
