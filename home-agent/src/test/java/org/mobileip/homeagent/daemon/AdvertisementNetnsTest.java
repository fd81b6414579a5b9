package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENTS_MAC;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Agent advertisements on the home link as tshark at a host reads them (RFC 5944 §2.1 to §2.3). */
@Tag("netns")
class AdvertisementNetnsTest {

    private static final String[] FIELDS = {
        "eth.dst",
        "eth.src",
        "ip.src",
        "ip.dst",
        "ip.ttl",
        "icmp.code",
        "icmp.checksum.status",
        "icmp.num_addrs",
        "icmp.lifetime",
        "icmp.router_address",
        "icmp.mip.type",
        "icmp.mip.seq",
        "icmp.mip.life",
        "icmp.mip.flags",
        "icmp.mip.coa",
        "icmp.mip.prefixlength",
        "icmp.mip.reserved"
    };

    @TempDir
    private Path directory = Path.of("");

    private Optional<HomeLab> prepared = Optional.empty();
    private Optional<Process> tshark = Optional.empty();
    private final List<String> advertisements = new ArrayList<>();

    @BeforeAll
    static void needsNamespacesAndTshark() {
        NetnsSupport.assumeAvailable();
        boolean installed = List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(path -> Path.of(path, "tshark").toFile().canExecute());
        Assumptions.assumeTrue(installed, "tshark is not installed: apt install tshark");
    }

    @BeforeEach
    void prepare() throws IOException {
        prepared = Optional.of(new HomeLab(directory));
    }

    @AfterEach
    void end() {
        tshark.ifPresent(Process::destroyForcibly);
        prepared.ifPresent(HomeLab::close);
    }

    private HomeLab lab() {
        return prepared.orElseThrow();
    }

    private void start(String advertise, String more) throws IOException {
        lab().write(more);
        String file = Files.readString(lab().file());
        Files.writeString(lab().file(), file.replace("enabled = false", advertise));
        listen();
        lab().start();
    }

    private void listen() throws IOException {
        List<String> command = new ArrayList<>(
                List.of("tshark", "-i", "eth0", "-n", "-l", "-f", "icmp[0] == 9", "-T", "fields", "-E", "separator= "));
        for (String field : FIELDS) {
            command.addAll(List.of("-e", field));
        }
        Process process = lab().host.startTied(new ProcessBuilder(command));
        tshark = Optional.of(process);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); !String.valueOf(line).contains("Capturing on"); line = err.readLine()) {
            assertThat(line).as("tshark").isNotNull();
        }
        Thread reader = new Thread(
                () -> {
                    try {
                        process.inputReader().lines().forEach(this::seen);
                    } catch (UncheckedIOException ended) {
                        seen("tshark has ended");
                    }
                },
                "tshark");
        reader.setDaemon(true);
        reader.start();
    }

    private synchronized void seen(String line) {
        advertisements.add(line);
    }

    private synchronized List<String> advertisements() {
        return List.copyOf(advertisements);
    }

    @Test
    void saysWhatASecondProgramUnderstands() throws IOException {
        start("every = \"400ms\"", "[tunnel]\nencapsulation = [\"ipip\", \"gre\"]\n");
        HomeLab.await("three advertisements", () -> advertisements().size() >= 3);
        // 0x2400 is H and G; code 16: no common traffic; a checksum status of 1 is good.
        for (int sequence = 0; sequence < 3; sequence++) {
            assertThat(advertisements().get(sequence).split(" ", -1))
                    .containsExactly(
                            "01:00:5e:00:00:01",
                            AGENTS_MAC.toString(),
                            "10.10.0.1",
                            "224.0.0.1",
                            "1",
                            "16",
                            "1",
                            "1",
                            "3",
                            "10.10.0.1",
                            "16,19",
                            Integer.toString(sequence),
                            "600",
                            "0x2400",
                            "",
                            "24",
                            "0x0000");
        }
    }

    @Test
    void answersWhoeverSolicitsWithOneToAllAndIsSilentOtherwise() throws IOException {
        start("only_when_solicited = true\nprefix_lengths = false", "");
        // RFC 1256: an IPv4 header with a TTL of 1 and type 10; made by Python, checksums included.
        String fromNobody = "4500001c000000000101d9df00000000e00000020a00f5ff00000000";
        String fromAStranger = "4500001c00000000010124bdac100909e000000b0a00f5ff00000000";
        String broadcast = "4500001c000000000101af9f0a0a0039ffffffff0a00f5ff00000000";
        String toTheAgent = "4500001c000000000101a5940a0a00390a0a00010a00f5ff00000000";
        List<String> to = List.of("01:00:5e:00:00:02", "01:00:5e:00:00:0b", "ff:ff:ff:ff:ff:ff", AGENTS_MAC.toString());
        List<String> packets = List.of(fromNobody, fromAStranger, broadcast, toTheAgent);
        for (int i = 0; i < packets.size(); i++) {
            assertThat(advertisements()).as("nothing without a question").hasSize(i);
            solicit(MacAddress.parse(to.get(i)), packets.get(i));
            int answers = i + 1;
            HomeLab.await(
                    "an answer to " + packets.get(i), () -> advertisements().size() >= answers);
            assertThat(advertisements().get(i).split(" ", -1))
                    .startsWith("01:00:5e:00:00:01", AGENTS_MAC.toString(), "10.10.0.1", "224.0.0.1", "1")
                    .endsWith("16", Integer.toString(i), "600", "0x2c00", "", "", "0x0000");
        }
    }

    /** All mobility agents process what is sent to 224.0.0.11, requests too (§2.3). */
    @Test
    void answersARequestThatIsSentToAllMobilityAgents() throws IOException {
        start("every = \"1s\"", "");
        NetnsSupport.ip(lab().laptop, "route add 224.0.0.0/4 dev eth0");
        DatagramSocket socket = lab().socket(lab().laptop, LAPTOP);
        HomeLab.Answer answer =
                HomeLab.ask(socket, "224.0.0.11", lab().node.request(LAPTOP, 0)).orElseThrow();
        assertThat(lab().node.codeOf(answer.octets())).isZero();
        assertThat(answer.from().getAddress().getHostAddress()).isEqualTo("10.10.0.1");
    }

    private void solicit(MacAddress to, String packet) {
        lab().host.run(() -> {
            int index = NetnsSupport.indexOf(lab().host, "eth0");
            try (PacketSocket socket = PacketSocket.open(
                    index, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN)) {
                socket.send(index, to, Octets.ofHex(packet));
            }
        });
    }
}
