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

    private static final class Entry {
        private final Key key;
        private long count;
        private Identification last;
        private Instant at;

        private Entry(Key key, Identification last, Instant at) {
            this.key = key;
            this.last = last;
            this.at = at;
        }
    }

    /** Of the rows, the one heard of longest ago goes first. */
    private static final class Rows extends LinkedHashMap<Key, Entry> {

        private static final long serialVersionUID = 1;
        private static final float USUAL = 0.75f;

        private final int most;

        private Rows(int most) {
            super(2 * most, USUAL, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > most;
        }
    }

    private final Map<Key, Entry> ofNodes = new Rows(MOST_OF_NODES);
    private final Map<Key, Entry> ofStrangers = new Rows(MOST_OF_STRANGERS);

    void add(Instant at, Violation violation) {
        Key key = new Key(violation.from().address(), violation.node(), violation.spi(), violation.reason());
        Map<Key, Entry> table = violation.node().isPresent() ? ofNodes : ofStrangers;
        Entry entry = table.get(key);
        if (entry == null) {
            entry = new Entry(key, violation.identification(), at);
            table.put(key, entry);
        }
        entry.count++;
        entry.last = violation.identification();
        entry.at = at;
    }

    /** The newest first. */
    List<Map<String, Object>> rows() {
        List<Entry> entries = new ArrayList<>(ofNodes.values());
        entries.addAll(ofStrangers.values());
        entries.sort((one, other) -> other.at.compareTo(one.at));
        return entries.stream().map(ViolationTable::row).toList();
    }

    @SuppressWarnings("NullAway") // JSON has nulls, and so have these maps.
    private static Map<String, Object> row(Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("peer", entry.key.peer.toString());
        row.put("node", entry.key.node.orElse(null));
        row.put("spi", entry.key.spi == 0 ? null : "0x" + Integer.toHexString(entry.key.spi));
        row.put("reason", entry.key.reason.word());
        row.put("count", entry.count);
        row.put("last_identification", entry.last.toString());
        row.put("last", entry.at.truncatedTo(ChronoUnit.MILLIS).toString());
        return row;
    }
}
