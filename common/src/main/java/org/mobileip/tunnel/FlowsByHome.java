package org.mobileip.tunnel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;

/**
 * The tunnels of each home address. Most nodes are silent: a plain tunnel is kept as some octets ({@link SilentFlows}) until somebody
 * looks it up, who makes a {@link Flow} of it. One thread changes them; any may look them up, and waits for another only when it is
 * the first that asks for a silent one.
 */
final class FlowsByHome {

    private static final FlowPath[] NONE = {};

    private final Exits exits;
    private final IntTable<Flow> flows = new IntTable<>();
    private final SilentFlows silent = new SilentFlows();

    /** Where silent ones begin: at the first address of ours that any began at. */
    private volatile Optional<Ipv4> usualEnd = Optional.empty();

    /**
     * Changes whenever a tunnel goes from one of both to the other: when it is in its new place already, and still in the old one.
     */
    private volatile int moves;

    private volatile long bitsPerSecond;

    FlowsByHome(Exits exits) {
        this.exits = exits;
    }

    /** As {@link HomeAgentEnd#limitEach}. */
    void limitEach(long bitsASecond) {
        bitsPerSecond = bitsASecond;
    }

    @Nullable
    FlowLimit newLimit() {
        return bitsPerSecond == 0 ? null : FlowLimit.of(bitsPerSecond);
    }

    /** The tunnels of that home address, which are no silent ones from now on; null: it has none. For any thread. */
    @Nullable
    Flow of(int home) {
        while (true) {
            int before = moves;
            Flow flow = flows.get(home);
            if (flow != null) {
                return flow;
            }
            if (silent.get(home) != 0) {
                return wake(home);
            }
            if (before == moves) { // Else it may have been in neither place when it was looked for there.
                return null;
            }
        }
    }

    private synchronized @Nullable Flow wake(int home) {
        long entry = silent.get(home);
        TunnelExit exit = entry == 0 ? null : exits.get(SilentFlows.exitIn(entry));
        if (exit == null) {
            return flows.get(home);
        }
        FlowPath path = new FlowPath(exit, SilentFlows.wrapperIn(entry), SilentFlows.endsAtNode(entry), false, null);
        int source = usualEnd.orElseThrow().bits();
        Flow flow = new Flow(home, source, new FlowPath[] {path}, NONE, Tick.NEVER, null, newLimit(), null);
        flows.put(home, flow);
        moves = moves + 1;
        silent.remove(home);
        return flow;
    }

    /** What is kept of a silent one, as {@link SilentFlows} reads it; 0: it is none. For any thread. */
    long silent(int home) {
        return silent.get(home);
    }

    /** For any thread. Whoever is asked about stays silent. */
    boolean has(int home) {
        while (true) {
            int before = moves;
            if (silent.get(home) != 0 || flows.get(home) != null) {
                return true;
            }
            if (before == moves) { // Else it may have been in neither place when it was looked for there.
                return false;
            }
        }
    }

    /** Whether a tunnel from {@code localEnd} along {@code path} can be a silent one. */
    boolean canBeSilent(Ipv4 localEnd, TunnelPath path) {
        return SilentFlows.suits(path) && usualEnd.orElse(localEnd).equals(localEnd);
    }

    /** About so many silent ones more will be made. */
    synchronized void expect(int tunnels) {
        silent.expect(tunnels);
    }

    /** Adds one that {@link #canBeSilent}, of a home address that has none. */
    synchronized void putSilent(Ipv4 home, Ipv4 localEnd, TunnelPath path) {
        if (usualEnd.isEmpty()) {
            usualEnd = Optional.of(localEnd);
        }
        silent.put(home.bits(), path);
    }

    /** Makes a silent one of {@code flow}, where it is still there and that is all there is to know; whether it is one now. */
    synchronized boolean sleep(Flow flow) {
        boolean may = flows.get(flow.home()) == flow
                && flow.isUnused()
                && flow.paths().length == 1
                && SilentFlows.suits(flow.path(0))
                && usualEnd.filter(end -> end.bits() == flow.source()).isPresent();
        if (may) {
            silent.put(flow.home(), flow.path(0));
            moves = moves + 1;
            flows.remove(flow.home());
        }
        return may;
    }

    /** In the place of those of its home address, which are no silent ones. */
    synchronized void put(Flow flow) {
        flows.put(flow.home(), flow);
    }

    /** Its home address has none any more. */
    synchronized void remove(Flow flow) {
        flows.remove(flow.home());
    }

    synchronized int size() {
        return flows.size() + silent.size();
    }
}
