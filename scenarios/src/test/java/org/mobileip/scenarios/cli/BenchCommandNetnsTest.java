package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.Json;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(60)
class BenchCommandNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void measuresPlainRoutingAndTheDataplanes() throws Exception {
        NetnsSupport.assumeAvailable();
        Shell shell = new Shell(directory, FakeWorld.called("netns"));

        assertThat(shell.run(
                        "bench",
                        "dataplane",
                        "--rounds",
                        "1",
                        "--seconds",
                        "0.1",
                        "--only",
                        "tun,bpf,absent",
                        "--beside",
                        "absent=/nonexistent --interface {interface}",
                        "--out",
                        "figures"))
                .isZero();

        assertThat(shell.out())
                .contains("TCP to the node", "  plain", "  tun", "RATIO")
                .contains("not measured: absent (it makes no interface: ");
        Map<String, Object> json = Json.parse(Files.readString(directory.resolve("figures/bench.json")));
        assertThat(json).containsEntry("schema", "mobileip.bench/1");
        List<?> subjects = (List<?>) Objects.requireNonNull(json.get("subjects"));
        for (Object subject : subjects) {
            for (String figure : List.of(
                    "tcp_down_gbit_per_s",
                    "tcp_up_gbit_per_s",
                    "packets_64_octets_per_s",
                    "round_trip_p50_us",
                    "round_trip_p99_us")) {
                Map<?, ?> spread = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) subject).get(figure));
                assertThat(((Number) Objects.requireNonNull(spread.get("median"))).doubleValue())
                        .as("%s of %s", figure, subject)
                        .isPositive();
            }
        }
        assertThat(Files.readString(directory.resolve("figures/bench.svg")))
                .startsWith("<svg ")
                .contains("plain", "tun");
    }

    @Test
    void handoversOfWhichThereAreNoneAreLeftOut() {
        FakeWorld ours = FakeWorld.called("netns");
        FakeWorld theirs = FakeWorld.called("wireguard");
        Shell shell = new Shell(directory, ours, theirs);
        assertThat(shell.run("bench", "handover", "--moves", "0", "--slow-moves", "0", "--overlapped-moves", "0"))
                .isZero();
        assertThat(shell.out())
                .contains("interruption of what is sent to the node")
                .doesNotContain("Mobile IP");
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        Shell shell = new Shell(directory, FakeWorld.called("netns"));
        assertThat(shell.run("bench", "everything")).isEqualTo(2);
        assertThat(shell.err()).contains("there is no bench \"everything\"; there are dataplane and handover");
        assertThat(shell.run("bench", "dataplane", "--rounds", "0")).isEqualTo(2);
        assertThat(shell.run("bench", "dataplane", "--seconds", "NaN")).isEqualTo(2);
        assertThat(shell.run("bench")).isEqualTo(2);
        assertThat(shell.run("bench", "handover", "--rtt", "-1")).isEqualTo(2);
        assertThat(shell.err()).contains("--rtt is 0 to 1000 milliseconds");
        assertThat(shell.run("bench", "handover", "--moves", "-1")).isEqualTo(2);
        assertThat(shell.run("bench", "dataplane", "--beside", "tunnel")).isEqualTo(2);
        assertThat(shell.err()).contains("--beside \"tunnel\" is not NAME=COMMAND");
        assertThat(shell.run("bench", "dataplane", "--only", "tun,bfp")).isEqualTo(2);
        assertThat(shell.err())
                .contains("--only \"bfp\" is not to be measured here; these are: tun, bpf, kernel")
                .doesNotContain("plain");
    }
}
