package org.mobileip.tunnel;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.AddressSet;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;

/**
 * The tunnels of each home address. Most nodes are silent: a plain tunnel is kept as some octets ({@link SilentFlows}) until somebody
 * looks it up, who makes a {@link Flow} of it; after a restart one that is {@link Foreseen} as well. One thread changes them; any may
 * look them up, and waits for another only when it is the first that asks for such a one.
 */
final class FlowsByHome {

    private static final FlowPath[] NONE = {};

    private final Exits exits;
    private final References<Boolean> localEnds;
    private final IntTable<Flow> flows = new IntTable<>();
    private final SilentFlows silent = new SilentFlows();

    /** Where silent ones begin: at the first address of ours that any began at. */
    private volatile Optional<Ipv4> usualEnd = Optional.empty();

    /**
     * Changes whenever a tunnel goes from one of both to the other: when it is in its new place already, and still in the old one.
     */
    private volatile int moves;

    private volatile Optional<Foreseen> foreseen = Optional.empty();

    /** Those of whom it is known by now what is so, if no more than that they have no tunnels: nothing is foreseen of them. */
    private volatile AddressSet known = new AddressSet();

    /** Those whose tunnels are there because they were foreseen, and nobody has asked for them. */
    private final AddressSet assumed = new AddressSet();

    private volatile long bitsPerSecond;

    /** @param localEnds where tunnels begin, to which those are added that begin to be used */
    FlowsByHome(Exits exits, References<Boolean> localEnds) {
        this.exits = exits;
        this.localEnds = localEnds;
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
                Optional<TunnelPath> path = foreseen(home);
                return path.isEmpty() ? null : make(home, path.get());
            }
        }
    }

    private synchronized @Nullable Flow make(int home, TunnelPath path) {
        Flow flow = flows.get(home);
        if (flow != null) {
            return flow;
        }
        if (silent.get(home) == 0) {
            if (foreseen.isEmpty() || known.has(home)) {
                return null;
            }
            exits.acquire(path.careOf().bits());
            localEnds.acquire(usualEnd.orElseThrow().bits(), () -> Boolean.TRUE);
            silent.put(home, path);
            assumed.add(home);
        }
        return wake(home);
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

    /** As {@link HomeAgentEnd#path}; what nobody has asked for is none. */
    synchronized Optional<TunnelPath> path(int home) {
        if (assumed.has(home)) {
            return Optional.empty();
        }
        long entry = silent.get(home);
        return entry == 0
                ? Optional.ofNullable(flows.get(home))
                        .filter(flow -> flow.paths().length == 1)
                        .map(flow -> flow.path(0).asAskedFor())
                : Optional.of(SilentFlows.pathIn(entry));
    }

    /** Home addresses that have tunnels; a list of them, which is not kept waiting by whoever goes through it. */
    synchronized IntStream homes() {
        IntStream.Builder all = IntStream.builder();
        silent.forEachHome(all);
        flows.forEachKey(all);
        return all.build();
    }

    /** For any thread. Whoever is asked about stays silent. */
    boolean has(int home) {
        while (true) {
            int before = moves;
            if (silent.get(home) != 0 || flows.get(home) != null) {
                return true;
            }
            if (before == moves) { // Else it may have been in neither place when it was looked for there.
                return foreseen(home).isPresent();
            }
        }
    }

    /** As {@link HomeAgentEnd#foresee}. */
    synchronized void foresee(Ipv4 localEnd, Optional<Foreseen> what) {
        boolean did = foresees();
        if (what.isPresent() && usualEnd.isEmpty()) {
            usualEnd = Optional.of(localEnd);
        }
        foreseen = usualEnd.equals(Optional.of(localEnd)) ? what : Optional.empty();
        if (foresees() && !did) {
            localEnds.acquire(localEnd.bits(), () -> Boolean.TRUE);
        } else if (did && !foresees()) {
            localEnds.release(usualEnd.orElseThrow().bits());
            known = new AddressSet();
        }
    }

    /** For any thread. */
    boolean foresees() {
        return foreseen.isPresent();
    }

    /** The tunnel of {@code home} that is made when something comes for it; empty: none is. For any thread. */
    Optional<TunnelPath> foreseen(int home) {
        Optional<Foreseen> now = foreseen;
        return now.isEmpty() || known.has(home)
                ? Optional.empty()
                : now.get().to(new Ipv4(home)).filter(SilentFlows::suits);
    }

    /** From now on {@code home} has only the tunnels that it is given. */
    synchronized void leaveUnforeseen(int home) {
        assumed.remove(home);
        if (foresees()) {
            known.add(home);
        }
    }

    /** It has been given some, which come before what is foreseen. */
    synchronized void isKnown(int home) {
        if (foresees()) {
            known.remove(home);
        }
    }

    /** Whether a tunnel from {@code localEnd} along {@code path} can be a silent one. */
    boolean canBeSilent(Ipv4 localEnd, TunnelPath path) {
        return SilentFlows.suits(path) && usualEnd.orElse(localEnd).equals(localEnd);
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
