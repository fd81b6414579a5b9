package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code watch} draws above the events. */
class WatchCommandTest {

    @Test
    void showsTheTableAndWhatIsWrong() {
        Map<String, Object> seen = Map.of(
                "address",
                "10.10.0.1",
                "health",
                List.of("the home link eth0 is down"),
                "table",
                Map.of(
                        "bindings",
                        List.of(Map.of(
                                "node", "laptop", "home_address", "10.10.0.57", "care_of_address", "192.0.2.44"))));
        List<String> lines = WatchCommand.screen(seen).lines().toList();
        assertThat(lines.get(0)).isEqualTo("home agent 10.10.0.1   !  the home link eth0 is down");
        assertThat(lines.get(2)).startsWith("HOME ADDRESS  NODE");
        assertThat(lines.get(3)).startsWith("10.10.0.57    laptop  192.0.2.44");
        assertThat(lines.get(4)).isEqualTo("1 binding");
    }

    @Test
    void showsNoTableThatFitsOnNoScreen() {
        assertThat(WatchCommand.screen(Map.of("address", "10.10.0.1", "health", List.of(), "bindings", 100_000)))
                .contains("100000 bindings: too many to watch");
    }

    @Test
    void showsAnEmptyTable() {
        assertThat(WatchCommand.screen(Map.of("address", "10.10.0.1", "health", List.of())))
                .isEqualTo("home agent 10.10.0.1\n\n0 bindings\n");
    }
}
