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

    private record Entry(Key key, long count, Identification last, Instant at) {}

    private final Map<Key, Entry> ofNodes = new LinkedHashMap<>();
    private final Map<Key, Entry> ofStrangers = new LinkedHashMap<>();

    void add(Instant at, Violation violation) {
        Key key = new Key(violation.from().address(), violation.node(), violation.spi(), violation.reason());
        boolean isOfNode = violation.node().isPresent();
        Map<Key, Entry> table = isOfNode ? ofNodes : ofStrangers;
        Entry before = table.remove(key); // To be put at the end again.
        long count = before == null ? 1 : before.count + 1;
        table.put(key, new Entry(key, count, violation.identification(), at));
        if (table.size() > (isOfNode ? MOST_OF_NODES : MOST_OF_STRANGERS)) {
            table.remove(table.keySet().iterator().next());
        }
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
