package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of bindings, of a document written by hand. */
class BindingsCommandTest {

    private static Map<String, Object> binding(String home, String node, List<String> networks) {
        return Map.ofEntries(
                Map.entry("home_address", home),
                Map.entry("node", node),
                Map.entry("care_of_address", "192.0.2.44"),
                Map.entry("via", "direct"),
                Map.entry("encapsulation", "ipip"),
                Map.entry("since_s", 12),
                Map.entry("granted_s", 600),
                Map.entry("remaining_s", 588),
                Map.entry("to_node", Map.of("bytes", 0)),
                Map.entry("from_node", Map.of("bytes", 0)),
                Map.entry("spi", "0x101"),
                Map.entry("networks", networks));
    }

    @Test
    void showsTheNetworksBehindANodeAsBranchesOfIt() {
        List<Object> bindings = List.of(
                binding("10.10.0.58", "van-3", List.of("10.20.3.0/24", "10.20.4.0/24")),
                binding("10.10.0.61", "tablet", List.of()));
        assertThat(BindingsCommand.table(Document.of(Map.of("bindings", bindings)))
                        .lines())
                .extracting(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "HOME ADDRESS NODE CARE-OF ADDRESS VIA TUNNEL SINCE LEFT TO NODE FROM NODE SPI",
                        "10.10.0.58 van-3 192.0.2.44 direct ipip 12 s 9:48/10:00 0 B 0 B 0x101",
                        " ├ 10.20.3.0/24 mobile network",
                        " └ 10.20.4.0/24 mobile network",
                        "10.10.0.61 tablet 192.0.2.44 direct ipip 12 s 9:48/10:00 0 B 0 B 0x101",
                        "2 bindings");
    }

    @Test
    void showsTheFlowsThatGoByABindingUnderIt() {
        Map<String, Object> binding = new HashMap<>(binding("10.10.0.58", "van-3", List.of()));
        binding.put("flows", List.of("udp remote port 5004", "tcp"));
        assertThat(BindingsCommand.table(Document.of(Map.of("bindings", List.of(binding))))
                        .lines())
                .extracting(line -> line.replaceAll(" +", " "))
                .contains(" ├ udp remote port 5004 flow", " └ tcp flow");
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(BindingsCommand.table(Document.of(Map.of("bindings", List.of()))))
                .isEqualTo("0 bindings\n");
    }
}
