package org.mobileip.scenarios.foreignagent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mobileip.net.MacAddress;
import org.mobileip.time.Tick;

/** No more than one denial a second to the same mobile node (RFC 5944 §3.7.2); it is told by its Ethernet address. */
final class DenialLimit {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_NODES = 1024;

    private final Map<MacAddress, Tick> opens = new LinkedHashMap<>();

    /** Whether the node may be told no now; counts it if so. With very many nodes denied in this second, the rest may not. */
    boolean pass(Tick now, MacAddress node) {
        opens.values().removeIf(opening -> opening.hasCome(now));
        if (opens.containsKey(node) || opens.size() >= MOST_NODES) {
            return false;
        }
        opens.put(node, now.plus(INTERVAL));
        return true;
    }
}
