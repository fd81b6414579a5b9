package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.Validity;
import org.mobileip.config.HomeAgentConfig;

class HealthTest {

    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    /** The second line has the numbers, in the order of the names of the first. */
    @Test
    void readsACounterOfTheKernelByItsName() {
        List<String> statistics = List.of(
                "Tcp: RtoAlgorithm RcvbufErrors",
                "Tcp: 1 99",
                "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors",
                "Udp: 5 0 12 7 10 0 2",
                "UdpLite: InDatagrams InCsumErrors",
                "UdpLite: 0 77");
        assertThat(Health.udpCounter("InCsumErrors", statistics)).isEqualTo(2);
        assertThat(Health.udpCounter("RcvbufErrors", statistics)).isEqualTo(10);
        assertThat(Health.udpCounter("Nothing", statistics)).isZero();
        assertThat(Health.udpCounter("InCsumErrors", List.of())).isZero();
    }

    @Test
    void noticesANodeWhoseKeysAreAllOutOfTheirTime() {
        HomeAgentConfig.Node changing =
                node(new Validity(Instant.MIN, DECEMBER), new Validity(DECEMBER.plusSeconds(60), Instant.MAX));
        assertThat(Health.isLockedOut(changing, DECEMBER.minusSeconds(1))).isFalse();
        assertThat(Health.isLockedOut(changing, DECEMBER)).isTrue();
        assertThat(Health.isLockedOut(changing, DECEMBER.plusSeconds(60))).isFalse();
    }

    private static HomeAgentConfig.Node node(Validity first, Validity second) {
        Key key = Key.of(new byte[16]);
        return new HomeAgentConfig.Node(
                "laptop",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new HomeAgentConfig.Security(256, key, AuthenticationAlgorithm.HMAC_MD5, first),
                        new HomeAgentConfig.Security(257, key, AuthenticationAlgorithm.HMAC_MD5, second)),
                HomeAgentConfig.Replay.TIMESTAMP,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false);
    }
}
