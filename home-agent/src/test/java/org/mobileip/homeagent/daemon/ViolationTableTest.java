package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Effect.Violation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/** RFC 2006's table of security violations: who, how, how often, and the last one. */
class ViolationTableTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

    private final ViolationTable table = new ViolationTable();

    @Test
    void showsWhoFailedHowOftenAndWhatTheLastOneSaid() {
        table.add(NOON, violation("198.51.100.9:1000", "laptop", 0x999, 1, Violation.Reason.BAD_SPI));
        table.add(NOON.plusSeconds(1), violation("198.51.100.9:2000", "laptop", 0x999, 2, Violation.Reason.BAD_SPI));
        assertThat(table.rows())
                .containsExactly(Map.of(
                        "peer",
                        "198.51.100.9",
                        "node",
                        "laptop",
                        "spi",
                        "0x999",
                        "reason",
                        "bad_spi",
                        "count",
                        2L,
                        "last_identification",
                        "00000000.00000002",
                        "last",
                        "2026-11-24T12:00:01.123Z"));
    }

    @Test
    void hasARowForEachPeerNodeIndexAndReasonTheNewestFirst() {
        table.add(NOON, violation("198.51.100.9:1", "laptop", 0x101, 1, Violation.Reason.BAD_AUTHENTICATOR));
        table.add(NOON.plusMillis(1), violation("198.51.100.9:1", "laptop", 0x101, 1, Violation.Reason.BAD_SPI));
        table.add(NOON.plusMillis(2), violation("198.51.100.9:1", "laptop", 0x102, 1, Violation.Reason.BAD_SPI));
        table.add(NOON.plusMillis(3), violation("198.51.100.9:1", "tablet", 0x102, 1, Violation.Reason.BAD_SPI));
        table.add(NOON.plusMillis(4), violation("198.51.100.10:1", "tablet", 0x102, 1, Violation.Reason.BAD_SPI));
        assertThat(table.rows()).hasSize(5);
        assertThat(table.rows().get(0)).containsEntry("peer", "198.51.100.10");
        assertThat(table.rows().get(4)).containsEntry("reason", "bad_authenticator");
    }

    @Test
    void leavesOpenWhatIsNotKnown() {
        table.add(NOON, violation("198.51.100.9:1", "", 0, 1, Violation.Reason.MISSING_AUTHENTICATOR));
        assertThat(table.rows().get(0)).containsEntry("node", null).containsEntry("spi", null);
    }

    /** T16: a flood from everywhere leaves the table its size, and the node with the wrong key in it. */
    @Test
    void keepsItsSizeAndItsNodesWhateverStrangersSend() {
        table.add(NOON, violation("192.0.2.44:434", "laptop", 0x101, 1, Violation.Reason.BAD_AUTHENTICATOR));
        for (int i = 0; i < 100_000; i++) {
            Ipv4 source = new Ipv4(0x0b000000 + i);
            table.add(NOON.plusMillis(i), violation(source + ":1", "", i, i, Violation.Reason.NO_SECURITY_ASSOCIATION));
        }
        List<Map<String, Object>> rows = table.rows();
        assertThat(rows).hasSize(ViolationTable.MOST_OF_STRANGERS + 1);
        assertThat(rows).anySatisfy(row -> assertThat(row).containsEntry("node", "laptop"));
        assertThat(rows.get(0)).containsEntry("peer", new Ipv4(0x0b000000 + 99_999).toString());
    }

    @Test
    void keepsTheRowsOfNodesThatWereHeardOfLast() {
        for (int i = 0; i < ViolationTable.MOST_OF_NODES; i++) {
            table.add(NOON.plusMillis(i), violation("192.0.2.44:434", "n" + i, 256, i, Violation.Reason.BAD_SPI));
        }
        table.add(NOON.plusSeconds(1), violation("192.0.2.44:434", "n0", 256, 7, Violation.Reason.BAD_SPI));
        table.add(NOON.plusSeconds(2), violation("192.0.2.44:434", "more", 256, 8, Violation.Reason.BAD_SPI));
        assertThat(table.rows()).hasSize(ViolationTable.MOST_OF_NODES);
        assertThat(table.rows()).anySatisfy(row -> assertThat(row).containsEntry("node", "n0"));
        assertThat(table.rows()).noneSatisfy(row -> assertThat(row).containsEntry("node", "n1"));
    }

    private static Violation violation(
            String from, String node, int spi, long identification, Violation.Reason reason) {
        String[] parts = from.split(":", -1);
        return new Violation(
                new Endpoint(Ipv4.parse(parts[0]), Integer.parseInt(parts[1])),
                node.isEmpty() ? Optional.empty() : Optional.of(node),
                spi,
                new Identification(identification),
                reason);
    }
}
