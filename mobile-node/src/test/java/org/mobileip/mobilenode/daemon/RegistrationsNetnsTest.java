package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.mobilenode.PlainHomeAgent;
import org.mobileip.net.Ipv4;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;
import org.mobileip.testing.UnitFile;

/** The daemon on real links, against a home agent of plain octets that says more than yes. */
@Tag("netns")
class RegistrationsNetnsTest {

    private static final String SECURITY = """
            [security]
            spi = 0x101
            key = "laptop.key"
            """;

    private static final String SCRAPE = """
            import urllib.request
            print(urllib.request.urlopen("http://127.0.0.1:9435/metrics").read().decode())
            """;

    @TempDir
    private Path directory = Path.of("");

    private Optional<Roaming> prepared = Optional.empty();

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @AfterEach
    void end() {
        prepared.ifPresent(Roaming::close);
    }

    private Roaming prepared(String home, String security) throws IOException {
        Roaming made = new Roaming(directory, "[home]\n" + home + SECURITY + security);
        prepared = Optional.of(made);
        return made;
    }

    private static Map<?, ?> part(Roaming lab, String name) {
        return lab.status().get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    @Test
    void takesTheAddressThatItIsGivenForItsIdentifier() throws IOException {
        Roaming lab = prepared(
                "nai = \"user@example.org\"\nnetwork = \"10.10.0.0/24\"\nagent = \"10.10.0.1\"\n",
                "[metrics]\nlisten = \"127.0.0.1:9435\"\n");
        Ipv4 given = Ipv4.parse("10.10.0.101");
        lab.agent.answerWith(request -> lab.agent.pen().acceptAs(request, request.lifetime(), given));
        lab.startUnder(UnitFile.of("mobile-node").itsRights());
        lab.cafeUp();
        PlainHomeAgent.Request first = lab.agent.next().request();
        assertThat(first.isAuthentic()).isTrue();
        assertThat(first.homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
        assertThat(first.nai()).isEqualTo("user@example.org");
        lab.awaitState("away");
        assertThat(lab.status())
                .containsEntry("home_address", "10.10.0.101/24")
                .containsEntry("nai", "user@example.org");
        assertThat(part(lab, "tunnel").get("dataplane"))
                .as("what auto is here, with no more rights than the unit gives")
                .isEqualTo(
                        BpfTrial.tried().isEmpty() ? "bpf" : KernelTrial.tried().isEmpty() ? "kernel" : "tun");
        assertThat(lab.log())
                .filteredOn(line -> line.contains(" dataplane name="))
                .hasSize(1);
        assertThat(ip(lab.machine, "address show dev mip0")).contains("10.10.0.101/32");
        assertThat(ip(lab.machine, "route show table 5210")).contains("src 10.10.0.101");
        ip(lab.machine, "link set cafe0 down");
        lab.officeUp();
        Ipv4 asked = lab.agent.next().request().homeAddress();
        while (asked.equals(Ipv4.UNSPECIFIED)) { // The first one again, where its reply took long.
            asked = lab.agent.next().request().homeAddress();
        }
        assertThat(asked).isEqualTo(given);
        lab.awaitState("away");
        tellsWhoeverScrapesIt(lab);
    }

    /** Two registrations, the second of which was a handover. On a busy machine requests are repeated. */
    private static void tellsWhoeverScrapesIt(Roaming lab) {
        ip(lab.machine, "link set lo up");
        Map<String, Double> told = new TreeMap<>();
        NetnsSupport.run(lab.machine, Python.program(), "-c", SCRAPE)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .forEach(sample -> told.put(sample[0], Double.valueOf(sample[1])));
        assertThat(told)
                .containsEntry("mobileip_mn_state{state=\"away\"}", 1.0)
                .containsEntry("mobileip_mn_state{state=\"home\"}", 0.0)
                .containsEntry("mobileip_mn_registration_replies_total{result=\"accepted\"}", 2.0)
                .containsEntry("mobileip_mn_registration_replies_total{result=\"denied\"}", 0.0)
                .containsEntry("mobileip_mn_tunnel_packets_total{direction=\"from_home_agent\"}", 0.0)
                .containsKeys(
                        "mobileip_mn_handovers_total",
                        "mobileip_mn_handover_phase_seconds{phase=\"install\"}",
                        "mobileip_mn_tunnel_bytes_total{direction=\"to_home_agent\"}",
                        "mobileip_mn_tunnel_dropped_packets_total{reason=\"no_tunnel\"}");
        assertThat(told.get("mobileip_mn_handover_phase_seconds{phase=\"register\"}"))
                .isGreaterThan(0)
                .isLessThanOrEqualTo(told.get("mobileip_mn_handover_seconds"));
        assertThat(told.get("mobileip_mn_registration_requests_total"))
                .isGreaterThanOrEqualTo(2)
                .isEqualTo(Double.parseDouble(
                        String.valueOf(part(lab, "registration").get("requests"))));
        assertThat(told.get("mobileip_mn_home_agent_rtt_seconds"))
                .isEqualTo(
                        Double.parseDouble(
                                        String.valueOf(part(lab, "home_agent").get("rtt_ms")))
                                / 1000,
                        within(1e-6));
        assertThat(told.get("mobileip_mn_tunnel_received_packets_total"))
                .isEqualTo(told.entrySet().stream()
                        .filter(sample -> sample.getKey().matches("mobileip_mn_tunnel_(dropped_)?packets_total.*"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum());
    }

    @Test
    void givesBackTheNonceOfTheLastReply() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"10.10.0.1\"\n", "replay = \"nonce\"\n");
        AtomicInteger nonce = new AtomicInteger(0x5eed0000);
        lab.agent.answerWith(request -> {
            int code = request.high() == nonce.get() ? 0 : 133;
            return lab.agent.pen().withNonce(request, code, 600, nonce.incrementAndGet());
        });
        lab.start();
        lab.cafeUp();
        lab.agent.next();
        assertThat(lab.agent.next().request().high()).isEqualTo(0x5eed0001);
        lab.awaitState("away");
        ip(lab.machine, "link set cafe0 down");
        lab.officeUp();
        assertThat(lab.agent.next().request().high()).isEqualTo(0x5eed0002);
        lab.awaitState("away");
        // And over a restart.
        assertThat(lab.terminate()).isEqualTo(143);
        lab.agent.nextWithLifetime(0);
        lab.start();
        assertThat(lab.agent.next().request().high()).isEqualTo(0x5eed0004);
        lab.awaitState("away");
    }

    @Test
    void findsItsHomeAgentByTheBroadcastAddressOfItsHomeNetwork() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"discover\"\n", "");
        Ipv4 agent = Ipv4.parse("10.10.0.1");
        lab.agent.answerWith(request -> request.homeAgent().equals(agent)
                ? lab.agent.pen().accept(request, request.lifetime())
                : lab.agent.pen().nameYourself(request, agent));
        lab.start();
        lab.cafeUp();
        assertThat(lab.agent.next().request().homeAgent()).isEqualTo(Ipv4.parse("10.10.0.255"));
        assertThat(lab.agent.next().request().homeAgent()).isEqualTo(agent);
        lab.awaitState("away");
        assertThat(part(lab, "home_agent").get("address")).isEqualTo("10.10.0.1");
    }

    @Test
    void startsBeforeTheNameOfItsHomeAgentIsKnownAndGoesOnOnceItIs() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"ha.example.org\"\n", "");
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        lab.start("-Djdk.net.hosts.file=" + hosts);
        lab.cafeUp();
        Roaming.await("told that the name is unknown", () -> lab.log().stream()
                .anyMatch(line -> line.contains("home-agent-unknown name=ha.example.org")));
        assertThat(lab.status().get("state")).isIn("registering", "unreachable");
        assertThat(String.valueOf(lab.status().get("health"))).contains("ha.example.org cannot be found");
        assertThat(ip(lab.machine, "rule")).doesNotContain("5203:", "5204:");
        Files.writeString(hosts, "10.10.0.1 ha.example.org\n");
        lab.awaitState("away");
        assertThat(lab.agent.next().request().homeAgent()).isEqualTo(Ipv4.parse("10.10.0.1"));
    }

    /** F18: the name server is beyond the visited link, and all that programs send goes into a tunnel that leads nowhere. */
    @Test
    void findsTheNewAddressOfItsHomeAgentPastTheTunnelThatIsDead() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"ha.example.org\"\n", "");
        ip(lab.world, "address add 203.0.113.53/32 dev lo");
        Path resolver = Files.writeString(directory.resolve("resolv.conf"), "nameserver 203.0.113.53\n");
        try (NameServer names = new NameServer(lab.world, "203.0.113.53")) {
            names.says("10.10.0.1");
            lab.startWithResolver(resolver);
            lab.cafeUp();
            lab.awaitState("away");
            lab.agent.keepSilent(true);
            names.says("10.10.0.2");
            ip(lab.world, "address add 10.10.0.2/24 dev home1");
            ControlClient.ask(directory.resolve("mobile-node.sock"), "home");
            ControlClient.ask(directory.resolve("mobile-node.sock"), "move", "cafe0");
            Roaming.await("a request to the new address", () -> {
                Ipv4 asked = lab.agent.next().request().homeAgent();
                return asked.equals(Ipv4.parse("10.10.0.2"));
            });
            lab.agent.keepSilent(false);
            lab.awaitState("away");
            assertThat(part(lab, "home_agent").get("address")).isEqualTo("10.10.0.2");
        } catch (ControlException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void asksTheSecondHomeAgentWhereTheFirstIsSilent() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = [\"10.10.0.9\", \"10.10.0.1\"]\n", "");
        lab.start();
        lab.cafeUp();
        lab.awaitState("away");
        assertThat(part(lab, "home_agent").get("address")).isEqualTo("10.10.0.1");
    }

    @Test
    void saysWhyItIsDenied() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"10.10.0.1\"\n", "");
        lab.agent.answerWith(request -> lab.agent.pen().deny(request, 131));
        lab.start();
        lab.cafeUp();
        lab.awaitState("denied");
        assertThat(part(lab, "registration").get("last_code")).isEqualTo(131);
        assertThat(String.valueOf(lab.status().get("health")))
                .contains("code 131")
                .contains("fingerprint");
        assertThat(lab.log()).anyMatch(line -> line.contains("security-exception what=registration-denied code=131"));
        assertThat(String.join("\n", lab.log())).doesNotContain("1234567812345678");
    }

    @Test
    void asksWithNewerIdentificationsAfterItWasKilled() throws IOException {
        Roaming lab = prepared("address = \"10.10.0.57/24\"\nagent = \"10.10.0.1\"\n", "");
        lab.start();
        lab.cafeUp();
        long before = lab.agent.next().request().identification();
        lab.awaitState("away");
        Path kept = directory.resolve("mobile-node.sock.state/identification");
        Roaming.await("what is kept", () -> Files.exists(kept));
        lab.kill();
        lab.agent.forgetArrivals();
        // As if the clock had been set back an hour meanwhile: what was sent is an hour ahead of it.
        assertThat(Files.readString(kept)).startsWith("newest ");
        long ahead = before + (3600L << 32);
        Files.writeString(kept, String.format("newest %016x%n", ahead));
        lab.start();
        assertThat(lab.agent.next().request().identification()).isGreaterThan(ahead);
    }
}
