package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.ask;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;
import org.mobileip.testing.UnitFile;

/** What the daemon tells whoever scrapes it, counted by those who did something to it. */
@Tag("netns")
class MetricsNetnsTest {

    private static final String SCRAPE = """
            import urllib.request
            print(urllib.request.urlopen("http://127.0.0.1:9434/metrics").read().decode())
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void countsWhatWasDoneToItAndNothingGetsLostBetweenTheCounters() throws IOException {
        try (HomeLab lab = new HomeLab(directory)) {
            lab.write("[metrics]\nlisten = \"127.0.0.1:9434\"\n");
            lab.startUnder(UnitFile.of("home-agent").itsRights());
            ip(lab.laptop, "link set eth0 down");
            assertThat(lab.register(CAFE, 60)).isZero();
            DatagramSocket cafe = lab.socket(lab.internet, CAFE);
            Octets old = lab.node.request(CAFE, 60, PlainNode.CO_LOCATED, 1, Ipv4.parse(AGENT));
            assertThat(lab.node.codeOf(ask(cafe, UPLINK, old).orElseThrow().octets()))
                    .isEqualTo(133);
            Octets request = lab.node.request(CAFE, 60);
            HomeLab.send(cafe, UPLINK, request.slice(0, request.size() - 1).plus(Octets.ofHex("00")));
            HomeLab.send(cafe, UPLINK, Octets.ofHex("01"));
            DatagramSocket host = lab.socket(lab.host, "10.10.0.200");
            for (int i = 0; i < 5; i++) {
                HomeLab.send(host, LAPTOP, Octets.ofHex("c0ffee"));
            }
            HomeLab.await(
                    "five packets",
                    () -> scrape(lab).getOrDefault("mobileip_ha_tunnel_packets_total{direction=\"to_node\"}", 0.0)
                            >= 5);
            isConsistent(scrape(lab));
            assertThat(lab.status().get("dataplane"))
                    .as("what auto is here, with no more rights than the unit gives")
                    .isEqualTo(
                            BpfTrial.tried().isEmpty()
                                    ? "bpf"
                                    : KernelTrial.tried().isEmpty() ? "kernel" : "tun");
            assertThat(lab.status()).containsEntry("metrics", "http://127.0.0.1:9434/metrics");
        }
    }

    private static void isConsistent(Map<String, Double> told) {
        assertThat(told)
                .containsEntry("mobileip_ha_bindings", 1.0)
                .containsEntry("mobileip_ha_registration_requests_total{result=\"accepted\"}", 1.0)
                .containsEntry("mobileip_ha_registration_requests_total{result=\"denied\"}", 1.0)
                .containsEntry("mobileip_ha_registration_requests_total{result=\"discarded\"}", 2.0)
                .containsEntry("mobileip_ha_registration_denials_total{code=\"133\"}", 1.0)
                .containsEntry("mobileip_ha_registration_denials_total{code=\"131\"}", 0.0)
                .containsEntry("mobileip_ha_discarded_total{reason=\"wrong_authenticator\"}", 1.0)
                .containsEntry("mobileip_ha_discarded_total{reason=\"malformed\"}", 1.0)
                .containsEntry("mobileip_ha_registration_seconds_count", 2.0)
                .containsEntry("mobileip_ha_registration_seconds_bucket{le=\"+Inf\"}", 2.0)
                .containsEntry("mobileip_ha_tunnel_packets_total{direction=\"from_node\"}", 0.0);
        assertThat(told.get("mobileip_ha_registration_seconds_sum"))
                .isGreaterThan(0)
                .isLessThan(5);
        assertThat(told.get("mobileip_ha_tunnel_bytes_total{direction=\"to_node\"}"))
                .as("each of them 20 octets of IPv4, 8 of UDP, 3 of payload")
                .isEqualTo(5.0 * (20 + 8 + 3));
        assertThat(told.get("mobileip_ha_tunnel_received_packets_total"))
                .as("received = forwarded + dropped")
                .isEqualTo(sum(told, "mobileip_ha_tunnel_packets_total{")
                        + sum(told, "mobileip_ha_tunnel_dropped_packets_total{"));
    }

    private static double sum(Map<String, Double> told, String family) {
        return told.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(family))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Each sample by its name and labels. */
    private static Map<String, Double> scrape(HomeLab lab) {
        Map<String, Double> samples = new TreeMap<>();
        run(lab.agent, Python.program(), "-c", SCRAPE)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> samples.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return samples;
    }
}
