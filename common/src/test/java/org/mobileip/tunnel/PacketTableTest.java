package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
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

    @Test
    void theTableAsksForEveryReasonThatAPacketCanBeTheCauseOf() {
        Set<String> words = new HashSet<>();
        Arrays.stream(DropReason.values()).map(DropReason::word).forEach(words::add);
        words.removeAll(Set.of(
                "too_big",
                "broadcast_budget",
                "rate_limit",
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
