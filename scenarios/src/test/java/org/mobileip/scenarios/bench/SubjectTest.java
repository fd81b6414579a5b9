package org.mobileip.scenarios.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectTest {

    @Test
    void aProgramIsANameAndTheWordsOfItsCommand() {
        Subject parsed =
                Subject.parse("c, batched=/opt/tunnel  -m 2 -i {interface}").orElseThrow();
        assertThat(parsed.name()).isEqualTo("c, batched");
        OtherTunnel tunnel = (OtherTunnel) parsed.making();
        assertThat(tunnel.agent()).isEqualTo(List.of("/opt/tunnel", "-m", "2", "-i", "{interface}"));
        assertThat(tunnel.node()).isEqualTo(tunnel.agent());
        assertThat(tunnel.mtu()).isEqualTo(1480);
    }

    @Test
    void withoutANameOrACommandItIsNone() {
        assertThat(Subject.parse("tunnel")).isEmpty();
        assertThat(Subject.parse("=tunnel")).isEmpty();
        assertThat(Subject.parse("c= ")).isEmpty();
    }

    @Test
    void ourDataplanesComeAgainAmongManyBindingsWithinUdpAndWithSeveralQueues() {
        assertThat(Subject.ours(new DataplaneBench.Further(1, false, 1)))
                .extracting(Subject::name)
                .containsExactly("tun", "bpf", "kernel");
        assertThat(Subject.ours(new DataplaneBench.Further(100_000, false, 1)))
                .extracting(Subject::name)
                .containsExactly("tun", "tun among 100000", "bpf", "bpf among 100000", "kernel");
        assertThat(Subject.ours(new DataplaneBench.Further(1, true, 1)))
                .extracting(Subject::name)
                .containsExactly("tun", "tun udp", "bpf", "bpf udp", "kernel");
        assertThat(Subject.ours(new DataplaneBench.Further(1, false, 2)))
                .extracting(Subject::name)
                .containsExactly("tun", "tun 2 queues", "bpf", "kernel");
    }

    @Test
    void roundTripsAreRankedByTheNearestRank() {
        RoundTrips times = new RoundTrips();
        for (long time : new long[] {50, 10, 40, 20, 30}) {
            times.add(time);
        }
        assertThat(times.at(0.5)).isEqualTo(30);
        assertThat(times.at(0.99)).isEqualTo(50);
        assertThat(times.at(0.2)).isEqualTo(10);
        assertThatThrownBy(() -> new RoundTrips().at(0.5)).hasMessage("nothing came back");
    }
}
