package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The pure packet path against the table. */
class PacketTableTest extends PacketTableContract {

    @Override
    protected Subject subject(TunnelEnd end) {
        return new PureDataplane(end);
    }

    @Override
    protected boolean forwards() {
        return true;
    }

    /** Whose end, which way, and how what is outside is wrapped: by protocol 4, 47 or 55; a second 4 for the second header. */
    @Test
    void theTableHasRowsForEachEncapsulationAndDirection() {
        assertThat(rows()).hasSizeGreaterThan(150);
        Set<String> asked = new TreeSet<>();
        for (PacketTable.Row row : rows()) {
            String packet = row.way().equals("in")
                    ? row.in().get(0)
                    : row.results().stream()
                            .filter(result -> !PacketTable.isWord(result) && result.startsWith("4"))
                            .findFirst()
                            .orElse("");
            boolean passes = !PacketTable.isWord(row.results().get(0))
                    || row.results().get(0).equals("held");
            if (packet.length() >= 40 && passes) {
                asked.add(whose(row.side()) + "-" + row.way() + " " + Integer.parseInt(packet.substring(18, 20), 16)
                        + (isTwice(row.side(), packet) ? " twice" : ""));
            }
        }
        assertThat(asked)
                .contains("ha-out 4", "ha-out 47", "ha-out 55", "ha-in 4", "ha-in 47", "ha-in 55")
                .contains("ha-fwd 4", "ha-fwd 47", "ha-fwd 55")
                .contains("mn-out 4", "mn-out 47", "mn-out 55", "mn-in 4", "mn-in 47", "mn-in 55")
                .contains("fa-out 4", "fa-out 47", "fa-out 55", "fa-in 4", "fa-in 47", "fa-in 55")
                .contains("ha-lan 4", "ha-lan 47", "ha-lan 55")
                .contains("ha-lan 4 twice", "ha-lan 47 twice", "ha-lan 55 twice")
                .contains("fa-in 4 twice", "fa-in 47 twice", "fa-in 55 twice");
    }

    private static String whose(String side) {
        return switch (side) {
            case "ha", "fa", "mn" -> side;
            case "mg", "mm", "mb", "mf", "no" -> "mn";
            default -> "ha"; // that passes broadcasts on
        };
    }

    /** Whether what is in the outer headers is IP in IP again. */
    private static boolean isTwice(String side, String packet) {
        boolean isBehindAgent = side.startsWith("f");
        int inner =
                switch (packet.substring(18, 20)) {
                    case "04" -> 40;
                    case "2f" -> 48;
                    default ->
                        40 - 18; // minimal encapsulation: the original protocol is the forwarding header's first octet
                };
        return isBehindAgent && packet.substring(inner + 18, inner + 20).equals("04");
    }

    @Test
    void theTableAsksForEveryReasonThatAPacketCanBeTheCauseOf() {
        Set<String> words = new HashSet<>();
        Arrays.stream(DropReason.values()).map(DropReason::word).forEach(words::add);
        words.removeAll(Set.of(
                "too_big",
                "broadcast_budget",
                "rate_limit",
                "flow_dropped",
                "reassembly_full",
                "reassembly_timeout",
                "offload_unknown",
                "send_queue_full",
                "send_failed",
                "delivery_failed",
                "internal_error"));
        Set<String> asked = new HashSet<>();
        rows().forEach(row -> row.results().stream().filter(PacketTable::isWord).forEach(asked::add));
        asked.removeAll(Set.of("held", "nothing"));
        assertThat(asked).isEqualTo(words);
    }
}
