package org.mobileip.scenarios.foreignagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.foreignagent.daemon.Valley.INNS_MAC;
import static org.mobileip.scenarios.foreignagent.daemon.Valley.pings;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.testing.NetnsSupport;

/** The foreign agent on real links, with a mobile node that is another program and our home agent behind it. */
@Tag("netns")
@Timeout(180)
class ForeignAgentNetnsTest {

    @TempDir
    private static Path sharedDirectory = Path.of("");

    private static Optional<Valley> shared = Optional.empty();

    @TempDir
    private Path directory = Path.of("");

    private Optional<Valley> own = Optional.empty();
    private final List<Process> tcpdumps = new ArrayList<>();

    /** A home agent for the tests that ask no other of it; each starts a foreign agent. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        Valley made = new Valley(sharedDirectory);
        shared = Optional.of(made);
        made.startHomeAgent("");
    }

    @AfterAll
    static void end() {
        shared.ifPresent(Valley::close);
    }

    @AfterEach
    void isWithoutAForeignAgentAgain() throws InterruptedException {
        tcpdumps.forEach(Process::destroyForcibly);
        if (own.isPresent()) {
            own.get().close();
        } else {
            valley().terminate("foreign agent");
        }
    }

    private void useAnotherValley() throws IOException {
        own = Optional.of(new Valley(directory));
    }

    private Valley valley() {
        return own.or(() -> shared).orElseThrow();
    }

    @Test
    void advertisesItselfAsAnotherProgramReadsItAndWantsItsChallengesAnswered() throws IOException {
        valley().startForeignAgent("[registration]\nchallenge = true\n");
        advertisesItselfAsAnotherProgramReadsIt();
        wantsAChallengeAnswered();
    }

    private void advertisesItselfAsAnotherProgramReadsIt() {
        Map<String, String> first = valley().visitor("listen", "eth0");
        // 0x1d00: F, M, G and T (RFC 5944 §2.1.1).
        assertThat(first)
                .containsEntry("mac", INNS_MAC.toString())
                .containsEntry("from", "192.0.2.1")
                .containsEntry("ttl", "1")
                .containsEntry("code", "0")
                .containsEntry("good", "True")
                .containsEntry("lifetime", "600")
                .containsEntry("flags", Integer.toString(0x1d00))
                .containsEntry("careof", "192.0.2.1")
                .containsEntry("prefix", "24");
        assertThat(first.get("challenge")).hasSize(16);
        Map<String, String> second = valley().visitor("listen", "eth0");
        assertThat(Integer.parseInt(second.getOrDefault("sequence", "")))
                .isGreaterThan(Integer.parseInt(first.getOrDefault("sequence", "")));
        assertThat(second.get("challenge")).isNotEqualTo(first.get("challenge"));
    }

    /** One visit after the other to the same daemons. */
    @Test
    void carriesANodesPacketsBothWaysAndTakesOnlyWhatItEncapsulatesIntoTheTunnel() throws IOException {
        List<String> arp = tcpdump(valley().node, "eth0", "arp");
        List<String> road = tcpdump(valley().home, "up1", "host 10.10.0.57 or ip proto 4");
        valley().startForeignAgent("");
        carriesANodesPacketsBothWaysWithoutAQuestionByArp(arp, road);
        takesWhatANodeEncapsulatesAndNothingElseIntoTheTunnel(road);
    }

    private void carriesANodesPacketsBothWaysWithoutAQuestionByArp(List<String> arp, List<String> road) {
        assertThat(valley().ask())
                .containsEntry("code", "0")
                .containsEntry("lifetime", "60")
                .containsEntry("signed", "True")
                .containsEntry("from", "192.0.2.1")
                .containsEntry("to", "10.10.0.57")
                .containsEntry("mac", INNS_MAC.toString());
        assertThat(pings(valley().node, "10.10.0.200")).isTrue();
        assertThat(pings(valley().host, "10.10.0.57")).isTrue();
        Valley.await("both tunnels", () -> {
            synchronized (road) {
                return road.stream()
                                .anyMatch(line -> line.contains("192.0.2.1 > 10.10.0.1: IP 10.10.0.57 > 10.10.0.200"))
                        && road.stream()
                                .anyMatch(line -> line.contains("10.10.0.1 > 192.0.2.1: IP 10.10.0.200 > 10.10.0.57"));
            }
        });
        synchronized (arp) {
            assertThat(arp).noneMatch(line -> line.contains("who-has 10.10.0.57 tell 192.0.2.1"));
        }
        assertThat(valley().ask("--lifetime", "0")).containsEntry("code", "0").containsEntry("lifetime", "0");
        assertThat(pings(valley().node, "10.10.0.200")).isFalse();
        assertThat(valley().log()).anyMatch(line -> line.contains("visitor-accepted home=10.10.0.57"));
    }

    /** RFC 3024 §5.2: what is encapsulated goes through the tunnel, what is not goes as anybody's; §5.3: broadcasts do too. */
    private void takesWhatANodeEncapsulatesAndNothingElseIntoTheTunnel(List<String> road) {
        synchronized (road) {
            road.clear();
        }
        assertThat(valley().ask("--style")).containsEntry("code", "0");
        assertThat(wrapped("10.10.0.200")).containsKey("answered").containsEntry("from", "10.10.0.200");
        seen(road, "192.0.2.1 > 10.10.0.1: IP 10.10.0.57 > 10.10.0.200");
        wrapped("255.255.255.255");
        seen(road, "192.0.2.1 > 10.10.0.1: IP 10.10.0.57 > 255.255.255.255");
        wrapped("224.1.2.3");
        seen(road, "192.0.2.1 > 10.10.0.1: IP 10.10.0.57 > 224.1.2.3");
        pings(valley().node, "10.10.0.200");
        seen(road, " IP 10.10.0.57 > 10.10.0.200: ICMP echo request");
        // Another source inside than outside: nobody's.
        assertThat(valley().visitor(
                                "wrapped",
                                "eth0",
                                "--mac",
                                INNS_MAC.toString(),
                                "--inner-source",
                                "10.10.0.58",
                                "--destination",
                                "10.10.0.200"))
                .containsKey("silence");
        synchronized (road) {
            assertThat(road).noneMatch(line -> line.contains("10.10.0.58"));
        }
    }

    @Test
    void signsForTheHomeAgentAndWithoutThatIsDenied() throws Exception {
        useAnotherValley();
        String inn = "[[foreign_agent]]\naddress = \"192.0.2.1\"\nspi = 0x200\nkey = \"inn.key\"\n";
        valley().startHomeAgent(inn);
        valley().startForeignAgent("");
        assertThat(valley().ask()).containsEntry("code", "132");
        valley().kill("foreign agent");
        valley().startForeignAgent("[[home_agent]]\naddress = \"10.10.0.1\"\nspi = 0x200\nkey = \"inn.key\"\n");
        assertThat(valley().ask()).containsEntry("code", "0").containsEntry("extensions", "32");
    }

    private void wantsAChallengeAnswered() {
        String advertised = valley().visitor("listen", "eth0").getOrDefault("challenge", "");
        Map<String, String> accepted = valley().ask("--challenge", advertised);
        assertThat(accepted)
                .containsEntry("code", "0")
                .containsEntry("signed", "True")
                .containsEntry("extensions", "32,132");
        assertThat(accepted.get("challenge")).isNotEqualTo(advertised);
        assertThat(valley().ask("--challenge", advertised)).containsEntry("code", "106");
        assertThat(valley().ask("--challenge", accepted.getOrDefault("challenge", "")))
                .containsEntry("code", "0");
    }

    /** Each from an Ethernet address of its own: a node is denied no more than once a second. */
    @Test
    void saysThatTheHomeAgentCannotBeReachedOrIsSilent() throws IOException {
        useAnotherValley();
        NetnsSupport.run(valley().home, "sysctl", "-qw", "net.ipv4.ip_forward=1");
        valley().startForeignAgent("");
        assertThat(valley().ask()).as("nobody listens on port 434").containsEntry("code", "82");
        ip(valley().home, "route add unreachable 10.99.0.0/16");
        assertThat(valley().ask("--agent", "10.99.0.1", "--own", "02:00:00:00:00:0b"))
                .as("host unreachable")
                .containsEntry("code", "81");
        assertThat(valley().ask("--ttl", "64", "--own", "02:00:00:00:00:0c"))
                .as("too distant")
                .containsEntry("code", "76");
        ip(valley().home, "route add blackhole 10.98.0.0/16");
        assertThat(valley().ask("--agent", "10.98.0.1", "--own", "02:00:00:00:00:0d"))
                .as("after seven seconds")
                .containsEntry("code", "78");
    }

    @Test
    void leavesTheMachineAsItWasAndClearsUpAfterOneThatWasKilled() throws Exception {
        String before = state();
        valley().startForeignAgent("");
        assertThat(valley().ask()).containsEntry("code", "0");
        assertThat(state()).isNotEqualTo(before);
        assertThat(valley().terminate("foreign agent")).isEqualTo(143);
        assertThat(state()).isEqualTo(before);
        valley().startForeignAgent("");
        assertThat(valley().ask()).containsEntry("code", "0");
        valley().kill("foreign agent");
        valley().startForeignAgent("");
        assertThat(valley().log()).anyMatch(line -> line.contains("did not end by itself"));
        assertThat(valley().terminate("foreign agent")).isEqualTo(143);
        assertThat(state()).isEqualTo(before);
    }

    private String state() {
        return ip(valley().inn, "-4 route show table all")
                + ip(valley().inn, "rule show")
                + ip(valley().inn, "neighbour show nud permanent")
                + ip(valley().inn, "link show type tun");
    }

    private Map<String, String> wrapped(String destination) {
        return valley().visitor("wrapped", "eth0", "--mac", INNS_MAC.toString(), "--destination", destination);
    }

    private static void seen(List<String> lines, String what) {
        Valley.await(what, () -> {
            synchronized (lines) {
                return lines.stream().anyMatch(line -> line.contains(what));
            }
        });
    }

    private List<String> tcpdump(NetworkNamespace machine, String interfaceName, String filter) throws IOException {
        Process process = machine.startTied(
                new ProcessBuilder("tcpdump", "-n", "-l", "--immediate-mode", "-i", interfaceName, filter));
        tcpdumps.add(process);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); !String.valueOf(line).contains("listening on"); line = err.readLine()) {
            assertThat(line).as("tcpdump").isNotNull();
        }
        List<String> lines = new ArrayList<>();
        Thread reader = new Thread(
                () -> process.inputReader().lines().forEach(line -> {
                    synchronized (lines) {
                        lines.add(line);
                    }
                }),
                "tcpdump");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }
}
