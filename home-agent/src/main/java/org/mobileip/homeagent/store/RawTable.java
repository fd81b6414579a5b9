package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As {@link Table}, of changes that are not decoded: each is known by what it is about. */
final class RawTable {

    private final Map<Long, ByteBuffer> bindings = new LinkedHashMap<>();
    private final Map<ByteBuffer, ChangeCodec.Raw> newest = new HashMap<>();
    private final Map<Long, ByteBuffer> flows = new LinkedHashMap<>();
    private long index;

    /** Makes the changes of a frame; always true. */
    boolean take(Frame frame) throws UnreadableException {
        ChangeCodec.split(frame.changes(), this::apply);
        index = frame.index();
        return true;
    }

    private void apply(ChangeCodec.Raw change) {
        if (change.isNewest()) {
            newest.merge(
                    change.node(),
                    change,
                    (had, next) -> next.identification().isNewerThan(had.identification()) ? next : had);
        } else if (change.isBinding()) {
            bindings.put(change.place(), change.octets());
        } else if (change.isFlows()) {
            flows.remove(change.place());
            if (!change.isNone()) {
                flows.put(change.place(), change.octets());
            }
        } else {
            bindings.remove(change.place());
        }
    }

    /** The last batch in it; 0 for none. */
    long index() {
        return index;
    }

    /** The fewest changes that come to the same. */
    List<ByteBuffer> changes() {
        List<ByteBuffer> changes = new ArrayList<>(newest.size() + bindings.size() + flows.size());
        newest.values().forEach(change -> changes.add(change.octets()));
        changes.addAll(bindings.values());
        changes.addAll(flows.values());
        return changes;
    }
}
