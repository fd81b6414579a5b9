package org.mobileip.scenarios.act;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mobile node's machine, with a cable to every network. */
public final class Roamer {

    /** As network managers do it: by whichever link the route is, it has a metric of its own. */
    private static final int FIRST_METRIC = 100;

    private final Map<String, Outlet> outlets = new LinkedHashMap<>();
    private final List<String> joined = new ArrayList<>();

    private record Outlet(Cable cable, boolean isLeased) {}

    /** There is a cable to that network, which gives this node an address or, as its home link, does not. */
    public void add(String network, Cable cable, boolean isLeased) {
        outlets.put(network, new Outlet(cable, isLeased));
    }

    /** The metric of the default route by the cable that is added next. */
    public int nextMetric() {
        return FIRST_METRIC + outlets.size();
    }

    /** Whether the network gives addresses to this node. */
    public boolean isLeased(String network) {
        return outlet(network).isLeased;
    }

    /** The network joined last, of those that have not been left. */
    public Optional<String> latest() {
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined.get(joined.size() - 1));
    }

    /** Plugs in, unless it is. */
    public void join(String network) {
        if (!joined.contains(network)) {
            joined.add(network);
            setCarrier(network, true);
        }
    }

    /** Pulls every other cable. */
    public void leaveAllBut(String network) {
        for (String other : List.copyOf(joined)) {
            if (!other.equals(network)) {
                joined.remove(other);
                setCarrier(other, false);
            }
        }
    }

    /** Makes the cable carry, or not, whether or not the network counts as joined. */
    public void setCarrier(String network, boolean up) {
        outlet(network).cable.setCarrier(up);
    }

    private Outlet outlet(String network) {
        return Optional.ofNullable(outlets.get(network))
                .orElseThrow(() -> new AssertionError("no cable to " + network));
    }
}
