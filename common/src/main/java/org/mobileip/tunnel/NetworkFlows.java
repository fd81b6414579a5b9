package org.mobileip.tunnel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4Prefix;

/** The flows of the networks behind mobile nodes (RFC 5177 §6.5); one writer, many readers of {@link #get}. */
final class NetworkFlows {

    private final PrefixTable<Flow> flows = new PrefixTable<>();
    private final Map<Integer, List<Ipv4Prefix>> behind = new HashMap<>();

    /** The flow of the network that {@code address} lies in; null: it lies in none. */
    @Nullable
    Flow get(int address) {
        return flows.get(address);
    }

    /** Whether there are networks behind the node with that home address; for the writer. */
    boolean has(int home) {
        return behind.containsKey(home);
    }

    /** These are the networks of {@code flow}, and no others. */
    void put(Flow flow, List<Ipv4Prefix> networks) {
        List<Ipv4Prefix> before = behind.getOrDefault(flow.home(), List.of());
        networks.forEach(network -> flows.put(network, flow));
        before.stream().filter(network -> !networks.contains(network)).forEach(flows::remove);
        if (networks.isEmpty()) {
            behind.remove(flow.home());
        } else {
            behind.put(flow.home(), List.copyOf(networks));
        }
    }

    /** {@code flow} has none any more. */
    void remove(Flow flow) {
        put(flow, List.of());
    }
}
