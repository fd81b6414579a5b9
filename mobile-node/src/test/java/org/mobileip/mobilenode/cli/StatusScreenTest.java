package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person reads first. */
class StatusScreenTest {

    private static Map<String, Object> status(String state) {
        Map<String, Object> status = new HashMap<>();
        status.put("node", "laptop");
        status.put("home_address", "10.10.0.57/24");
        status.put("state", state);
        status.put("home_agent", Map.of("address", "203.0.113.10"));
        status.put("health", List.of());
        return status;
    }

    @Test
    void saysInOneLineWhereTheNodeIsAndWhetherItIsRegistered() {
        assertThat(StatusScreen.headline(status("home"))).isEqualTo("laptop 10.10.0.57/24 is at HOME");
        assertThat(StatusScreen.headline(status("away")))
                .isEqualTo("laptop 10.10.0.57/24 is AWAY, registered with home agent 203.0.113.10");
        assertThat(StatusScreen.headline(status("registering")))
                .isEqualTo("laptop 10.10.0.57/24 is REGISTERING with home agent 203.0.113.10");
        assertThat(StatusScreen.headline(status("unreachable")))
                .isEqualTo("laptop 10.10.0.57/24 is AWAY and NOT REGISTERED: home agent 203.0.113.10 does not answer");
        assertThat(StatusScreen.headline(status("disconnected")))
                .isEqualTo("laptop 10.10.0.57/24 is DISCONNECTED and NOT REGISTERED");
    }

    @Test
    void saysWhatGoesByEachOfSeveralLinks() {
        Map<String, Object> status = status("away");
        status.put(
                "uplinks",
                List.of(
                        uplink("wlan0", "192.0.2.44", true, true, List.of("tcp", "icmp")),
                        uplink("wwan0", "198.51.100.45", true, false, List.of()),
                        uplink("eth0", "203.0.113.9", false, false, List.of())));
        assertThat(StatusScreen.of(status))
                .contains("uplink           wlan0 192.0.2.44: tcp, icmp, all else")
                .contains("uplink           wwan0 198.51.100.45: nothing just now")
                .contains("uplink           eth0 203.0.113.9: not registered");
    }

    private static Map<String, Object> uplink(
            String name, String careOf, boolean isRegistered, boolean isUsual, List<String> flows) {
        return Map.of(
                "interface",
                name,
                "care_of_address",
                careOf,
                "registered",
                isRegistered,
                "usual",
                isUsual,
                "flows",
                flows);
    }

    @Test
    void saysWhoRefusedWhyAndWhenItAsksAgain() {
        Map<String, Object> status = status("denied");
        status.put(
                "registration",
                Map.of(
                        "next_try_s",
                        46,
                        "denial",
                        Map.of(
                                "code",
                                131,
                                "meaning",
                                "mobile node failed authentication",
                                "home_agent",
                                "203.0.113.10",
                                "ago_s",
                                14,
                                "likely_cause",
                                "the key or the SPI differs")));
        assertThat(StatusScreen.headline(status))
                .isEqualTo("laptop 10.10.0.57/24 is AWAY and NOT REGISTERED: home agent 203.0.113.10 refused"
                        + " (code 131, mobile node failed authentication) 14 s ago");
        assertThat(StatusScreen.of(status))
                .contains("likely cause     the key or the SPI differs")
                .contains("next try         in 46 s");
    }

    @Test
    void callsANodeWithoutAddressByItsIdentifier() {
        Map<String, Object> status = status("registering");
        status.put("home_address", null);
        status.put("nai", "user@example.org");
        status.put("home_agent", Map.of());
        assertThat(StatusScreen.headline(status))
                .isEqualTo("laptop user@example.org is REGISTERING with a home agent that is not found yet");
    }
}
