package org.mobileip.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mobileip.host.TunnelCounters;
import org.mobileip.testing.Python;
import org.mobileip.tunnel.DropReason;

/** What is told is OpenMetrics 1.0: written by hand after its text here, and read by the parser of prometheus_client. */
class ExpositionTest {

    /** Prints each sample: name, labels, value; fails where the text is not OpenMetrics. */
    private static final String PARSER = """
            import sys
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
            for family in parse(sys.stdin.read()):
                for sample in family.samples:
                    labels = ",".join(key + "=" + value for key, value in sorted(sample.labels.items()))
                    print(family.type, sample.name, labels, sample.value)
            """;

    private final Exposition exposition = new Exposition();

    private String text() {
        return new String(exposition.octets(), StandardCharsets.UTF_8);
    }

    @Test
    void namesTypesUnitsAndLabelsAreThoseOfTheText() {
        exposition.counters("mobileip_ha_tunnel_bytes_total", "Bytes.", "direction", Map.of("to_node", 3_000_000_000L));
        exposition.gauge("mobileip_mn_home_agent_rtt_seconds", "There and back.", Optional.of(0.018));
        exposition.gauge("mobileip_mn_handover_seconds", "Not known.", Optional.empty());
        exposition.gauges("mobileip_mn_state", "Where it is.", "state", Map.of("away", 1.0, "home", 0.0));
        exposition.counter("mobileip_mn_handovers_total", "All.", 8);
        assertThat(text()).isEqualTo("""
                # TYPE mobileip_ha_tunnel_bytes counter
                # UNIT mobileip_ha_tunnel_bytes bytes
                # HELP mobileip_ha_tunnel_bytes Bytes.
                mobileip_ha_tunnel_bytes_total{direction="to_node"} 3.0E9
                # TYPE mobileip_mn_handovers counter
                # HELP mobileip_mn_handovers All.
                mobileip_mn_handovers_total 8.0
                # TYPE mobileip_mn_home_agent_rtt_seconds gauge
                # UNIT mobileip_mn_home_agent_rtt_seconds seconds
                # HELP mobileip_mn_home_agent_rtt_seconds There and back.
                mobileip_mn_home_agent_rtt_seconds 0.018
                # TYPE mobileip_mn_state gauge
                # HELP mobileip_mn_state Where it is.
                mobileip_mn_state{state="away"} 1.0
                mobileip_mn_state{state="home"} 0.0
                # EOF
                """);
    }

    @Test
    void aHistogramCountsFromBelowAndABoundIsWithinItsBucket() {
        TimeHistogram times = new TimeHistogram();
        times.record(Duration.ofNanos(100_000).toNanos(), 2);
        times.record(Duration.ofNanos(100_001).toNanos(), 1);
        times.record(Duration.ofSeconds(10).toNanos(), 3);
        exposition.histogram("mobileip_ha_registration_seconds", "Requests.", times.snapshot());
        assertThat(text().lines().filter(line -> line.startsWith("mobileip_ha_registration_seconds")))
                .startsWith(
                        "mobileip_ha_registration_seconds_bucket{le=\"1.0E-4\"} 2",
                        "mobileip_ha_registration_seconds_bucket{le=\"2.5E-4\"} 3",
                        "mobileip_ha_registration_seconds_bucket{le=\"5.0E-4\"} 3")
                .endsWith(
                        "mobileip_ha_registration_seconds_bucket{le=\"2.5\"} 3",
                        "mobileip_ha_registration_seconds_bucket{le=\"+Inf\"} 6",
                        "mobileip_ha_registration_seconds_count 6",
                        "mobileip_ha_registration_seconds_sum 30.000300001");
    }

    @Test
    void whatWasReceivedWasForwardedOrDroppedForAReasonThatIsThereFromTheStart() {
        TreeMap<String, Long> dropped = new TreeMap<>(Map.of("no_binding", 2L, "ttl_zero", 1L));
        TunnelFamilies.add(
                exposition, "mobileip_ha_", "to_node", "from_node", new TunnelCounters(10, 4, 400, 3, 300, dropped));
        assertThat(text())
                .contains(
                        "mobileip_ha_tunnel_received_packets_total 10.0\n",
                        "mobileip_ha_tunnel_packets_total{direction=\"to_node\"} 4.0\n",
                        "mobileip_ha_tunnel_packets_total{direction=\"from_node\"} 3.0\n",
                        "mobileip_ha_tunnel_bytes_total{direction=\"to_node\"} 400.0\n",
                        "mobileip_ha_tunnel_dropped_packets_total{reason=\"no_binding\"} 2.0\n",
                        "mobileip_ha_tunnel_dropped_packets_total{reason=\"gre_key\"} 0.0\n");
        assertThat(text().lines().filter(line -> line.startsWith("mobileip_ha_tunnel_dropped_packets_total")))
                .hasSize(DropReason.values().length);
    }

    @Test
    void anotherProgramReadsIt() throws Exception {
        assumeThat(parsed("# EOF\n").exit())
                .as("python3-prometheus-client is there")
                .isZero();
        TimeHistogram times = new TimeHistogram();
        times.record(3_000_000, 1);
        exposition.histogram("mobileip_ha_registration_seconds", "Requests.", times.snapshot());
        exposition.gauges("mobileip_mn_state", "Where it is.", "state", Map.of("away", 1.0));
        TunnelFamilies.add(exposition, "mobileip_mn_", "to_home_agent", "from_home_agent", TunnelCounters.ZERO);
        Parsed parsed = parsed(text());
        assertThat(parsed.output()).contains("gauge mobileip_mn_state state=away 1.0\n");
        assertThat(parsed.output()).contains("histogram mobileip_ha_registration_seconds_bucket le=0.005 1\n");
        assertThat(parsed.output()).contains("counter mobileip_mn_tunnel_packets_total direction=to_home_agent 0.0\n");
        assertThat(parsed.exit()).isZero();
    }

    private record Parsed(int exit, String output) {}

    private static Parsed parsed(String text) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(Python.program(), "-c", PARSER)
                .redirectErrorStream(true)
                .start();
        try (var in = python.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Parsed(python.waitFor(), output);
    }
}
