package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The three legs of {@code ping}, for people. */
class PingReportTest {

    private static Map<String, @Nullable Object> leg(@Nullable String address, @Nullable Double millis) {
        Map<String, @Nullable Object> leg = new LinkedHashMap<>();
        leg.put("address", address);
        leg.put("rtt_ms", millis);
        return leg;
    }

    private static Map<String, Object> round(
            Map<String, @Nullable Object> link,
            Map<String, @Nullable Object> agent,
            Map<String, @Nullable Object> tunnel) {
        return Map.of("link", link, "home_agent", agent, "tunnel", tunnel);
    }

    private static PingReport report(Map<String, Object> only) {
        return PingReport.of(List.of(only));
    }

    private static Map<String, Object> good(double link, double agent, double tunnel) {
        return round(leg("192.0.2.1", link), leg("203.0.113.10", agent), leg("10.10.0.1", tunnel));
    }

    @Test
    void showsEachLegWithItsTime() {
        PingReport report = report(good(1.24, 18.1, 18.449));
        assertThat(report.screen().lines())
                .containsExactly(
                        "link to gateway 192.0.2.1            1.2 ms",
                        "home agent (registration port)      18.1 ms",
                        "through the tunnel 10.10.0.1        18.4 ms");
        assertThat(report.isAnswered()).isTrue();
    }

    @Test
    void ofSeveralRoundsShowsTheMeanTheSpreadAndWhatWasLost() {
        PingReport report = PingReport.of(List.of(
                good(1, 18, 18),
                good(3, 20, 20),
                round(leg("192.0.2.1", 2.0), leg("203.0.113.10", 19.0), leg("10.10.0.1", null))));
        assertThat(report.screen().lines().toList().get(2))
                .isEqualTo("through the tunnel 10.10.0.1        19.0 ms   (3: 18.0 to 20.0 ms, 1 lost)");
        assertThat(report.isAnswered()).as("once is enough").isTrue();
    }

    @Test
    void saysThatTheTunnelIsBlockedWhereTheRestWorks() {
        PingReport report = report(round(leg("192.0.2.1", 1.0), leg("203.0.113.10", 18.0), leg("10.10.0.1", null)));
        assertThat(report.screen()).contains("no answer").contains("encapsulation = \"udp\"");
        assertThat(report.isAnswered()).isFalse();
    }

    @Test
    void saysThatTheHomeAgentIsSilentWhereTheLinkWorks() {
        PingReport report = report(round(leg("192.0.2.1", 1.0), leg("203.0.113.10", null), leg("10.10.0.1", null)));
        assertThat(report.screen()).contains("UDP port 434 is filtered");
        assertThat(report.isAnswered()).isFalse();
    }

    @Test
    void saysThatTheHomeAgentRefuses() {
        Map<String, @Nullable Object> denied = leg("203.0.113.10", 18.0);
        denied.put("code", 131);
        PingReport report = report(round(leg("192.0.2.1", 1.0), denied, leg(null, null)));
        assertThat(report.screen()).contains("denied: code 131").contains("not asked");
        assertThat(report.isAnswered()).isFalse();
    }

    @Test
    void atHomeAsksTheLinkAlone() {
        PingReport report = report(round(leg("10.10.0.1", 0.3), leg(null, null), leg(null, null)));
        assertThat(report.screen().lines().toList())
                .contains("home agent (registration port)   not asked", "through the tunnel               not asked");
        assertThat(report.isAnswered()).isTrue();
    }

    @Test
    void isNothingWhereTheNodeIsNowhere() {
        PingReport report = report(round(leg(null, null), leg(null, null), leg(null, null)));
        assertThat(report.screen()).contains("nowhere");
        assertThat(report.isAnswered()).isFalse();
        assertThat(report(Map.of()).isAnswered()).isFalse();
    }
}
