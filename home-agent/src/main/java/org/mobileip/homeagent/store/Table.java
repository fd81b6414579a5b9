package org.mobileip.homeagent.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/** What changes come to when they are made one after the other. */
final class Table {

    private record Key(Ipv4 home, Ipv4 careOf) {}

    private final Map<Key, KeptBinding> bindings = new LinkedHashMap<>();
    private final Map<NodeIdentity, Identification> newest = new HashMap<>();
    private final Map<Ipv4, Octets> flows = new HashMap<>();
    private long index;

    void apply(Batch batch) {
        batch.changes().forEach(this::apply);
        index = batch.index();
    }

    private void apply(Change change) {
        if (change instanceof Change.Newest it) {
            newest.merge(it.node(), it.identification(), (had, next) -> next.isNewerThan(had) ? next : had);
        } else if (change instanceof Change.Bound it) {
            KeptBinding binding = it.binding();
            bindings.put(new Key(binding.home(), binding.careOf()), binding);
        } else if (change instanceof Change.Unbound it) {
            bindings.remove(new Key(it.home(), it.careOf()));
        } else if (change instanceof Change.Flows it) {
            if (it.extensions().isEmpty()) {
                flows.remove(it.home());
            } else {
                flows.put(it.home(), it.extensions());
            }
        } else {
            throw new AssertionError(change);
        }
    }

    /** The last batch in it; 0 for none. */
    long index() {
        return index;
    }

    Contents contents() {
        return new Contents(index, List.copyOf(bindings.values()), newest, flows);
    }
}
