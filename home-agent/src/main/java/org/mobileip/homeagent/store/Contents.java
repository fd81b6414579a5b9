package org.mobileip.homeagent.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/**
 * All that is kept.
 *
 * @param index that of the last batch in it; 0 for none
 * @param bindings those that there were, in the order in which they were made
 * @param newest the newest Identification of every node that there ever was
 * @param flows the flows of nodes with several bindings, by home address, as {@link org.mobileip.homeagent.Change.Flows} has them
 */
public record Contents(
        long index, List<KeptBinding> bindings, Map<NodeIdentity, Identification> newest, Map<Ipv4, Octets> flows) {

    /** Nothing. */
    public static final Contents NOTHING = new Contents(0, List.of(), Map.of(), Map.of());

    public Contents {
        bindings = bindings.stream()
                .sorted(Comparator.comparing(KeptBinding::since))
                .toList();
        newest = Map.copyOf(newest);
        flows = Map.copyOf(flows);
    }

    /** The latest moment that anything in it tells of: no right clock is earlier now. {@code otherwise} where nothing does. */
    public Instant latest(Instant otherwise) {
        return bindings.stream()
                .map(KeptBinding::accepted)
                .max(Comparator.naturalOrder())
                .orElse(otherwise);
    }
}
