package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.homeagent.Effect.Violation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/**
 * The security exceptions of RFC 5944 §3.8.2.1, counted by who, how and with which SPI, like the mipSecViolationTable of
 * RFC 2006. What is said of nodes that we know and what is said of others have their places apart, so that a flood from
 * everywhere does not wash away the node with the wrong key; in each, the one heard of last stays.
 */
final class ViolationTable {

    /** Rows for claims to be a node that we know. */
    static final int MOST_OF_NODES = 128;

    /** Rows for claims to be anybody else. */
    static final int MOST_OF_STRANGERS = 64;

    private record Key(Ipv4 peer, Optional<String> node, int spi, Violation.Reason reason) {}

    private static final class Row {
        private final Key key;
        private long count;
        private Identification last;
        private Instant at;

        private Row(Key key, Identification last, Instant at) {
            this.key = key;
            this.last = last;
            this.at = at;
        }
    }

    /** Of the rows, the one heard of longest ago goes first. */
    private static final class Rows extends LinkedHashMap<Key, Row> {

        private static final long serialVersionUID = 1;
        private static final float USUAL = 0.75f;

        private final int most;

        private Rows(int most) {
            super(2 * most, USUAL, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Row> eldest) {
            return size() > most;
        }
    }

    private final Map<Key, Row> ofNodes = new Rows(MOST_OF_NODES);
    private final Map<Key, Row> ofStrangers = new Rows(MOST_OF_STRANGERS);

    void add(Instant at, Violation violation) {
        Key key = new Key(violation.from().address(), violation.node(), violation.spi(), violation.reason());
        Map<Key, Row> table = violation.node().isPresent() ? ofNodes : ofStrangers;
        Row row = table.get(key);
        if (row == null) {
            row = new Row(key, violation.identification(), at);
            table.put(key, row);
        }
        row.count++;
        row.last = violation.identification();
        row.at = at;
    }

    /** The newest first. */
    List<Map<String, Object>> rows() {
        List<Row> all = new ArrayList<>(ofNodes.values());
        all.addAll(ofStrangers.values());
        all.sort((one, other) -> other.at.compareTo(one.at));
        return all.stream().map(ViolationTable::inJson).toList();
    }

    @SuppressWarnings("NullAway") // JSON has nulls, and so have these maps.
    private static Map<String, Object> inJson(Row row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("peer", row.key.peer.toString());
        document.put("node", row.key.node.orElse(null));
        document.put("spi", row.key.spi == 0 ? null : "0x" + Integer.toHexString(row.key.spi));
        document.put("reason", row.key.reason.word());
        document.put("count", row.count);
        document.put("last_identification", row.last.toString());
        document.put("last", row.at.truncatedTo(ChronoUnit.MILLIS).toString());
        return document;
    }
}
