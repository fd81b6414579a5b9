package org.mobileip.homeagent.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/**
 * All that is kept. Where it was read from files it is decoded when it is asked for, from there: it keeps them mapped.
 *
 * @param index that of the last batch in it; 0 for none
 * @param bindings those that there were, in the order in which they were made
 * @param newest the newest Identification of every node that there ever was
 * @param flows the flows of nodes with several bindings, by home address, as {@link org.mobileip.homeagent.Change.Flows} has them
 */
public record Contents(
        long index, KeptBindings bindings, Map<NodeIdentity, Identification> newest, Map<Ipv4, Octets> flows) {

    /** Nothing. */
    public static final Contents NOTHING = new Contents(0, List.of(), Map.of(), Map.of());

    /** A copy of these. */
    public Contents(
            long index, List<KeptBinding> bindings, Map<NodeIdentity, Identification> newest, Map<Ipv4, Octets> flows) {
        this(index, KeptBindings.of(bindings), Map.copyOf(newest), Map.copyOf(flows));
    }

    /** The latest moment that anything in it tells of: no right clock is earlier now. {@code otherwise} where nothing does. */
    public Instant latest(Instant otherwise) {
        return bindings.latest(otherwise);
    }
}
