package org.mobileip.tunnel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * The tunnels of a home agent, by whom they are for and by where they end. One thread changes them, and asks what only it may
 * ask; look-ups by address are for any.
 *
 * <p>A tunnel that has moved without having been used is a silent one again ({@link FlowsByHome}) when nothing is heard any more from
 * where it led before.
 */
final class FlowTable {

    /** What a node sent from a care-of address that it has just left is let out for so long. */
    static final Duration FORMER_FOR = Duration.ofSeconds(2);

    private static final FlowPath[] NONE = {};

    /** Of those that have moved, with each change; more than one, so that none waits for long. */
    private static final int MOST_LAID_DOWN = 4;

    private final Ticker ticker;
    private final Exits exits;
    private final FlowsByHome flows;

    /** Those that have moved, the first one first. */
    private final Deque<Flow> moved = new ArrayDeque<>();

    /** Our own ends of tunnels. */
    private final References<Boolean> localEnds = new References<>();

    private final NetworkFlows networks = new NetworkFlows();
    private final Listeners listeners = new Listeners();

    /** Of GRE tunnels, by home address and care-of address. */
    private final Map<Ipv4, Map<Ipv4, GreKeys>> keys = new HashMap<>();

    /** Which datagrams go where, of nodes with several ways at once, by home address. */
    private final Map<Ipv4, Steering> steerings = new HashMap<>();

    FlowTable(Ticker ticker, int seed) {
        this.ticker = ticker;
        this.exits = new Exits(seed);
        this.flows = new FlowsByHome(exits, localEnds);
    }

    /** As {@link HomeAgentEnd#forward}. */
    boolean forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to, List<Ipv4Prefix> behind) {
        flows.leaveUnforeseen(home.bits());
        boolean isElsewhereNow = replace(home, localEnd, to, behind);
        flows.isKnown(home.bits());
        return isElsewhereNow;
    }

    private boolean replace(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to, List<Ipv4Prefix> behind) {
        Tick now = ticker.now();
        layDown(now);
        if (staysSilent(home, localEnd, to, behind)) {
            return false;
        }
        Flow before = flows.of(home.bits());
        FlowPath[] paths = acquire(home, to, before);
        localEnds.acquire(localEnd.bits(), () -> Boolean.TRUE);
        FlowPath[] former = before == null || before.source() != localEnd.bits() ? NONE : former(before, paths, now);
        Flow flow = new Flow(
                home.bits(),
                localEnd.bits(),
                paths,
                former,
                former.length == 0 ? Tick.NEVER : now.plus(FORMER_FOR),
                before == null ? null : before.countersIfAny(),
                before == null ? flows.newLimit() : before.limit(),
                null);
        flow = steered(flow, home, to);
        flows.put(flow);
        networks.put(flow, behind);
        listeners.put(flow);
        if (before == null) {
            return false;
        }
        release(before);
        if (former.length > 0) {
            moved.add(flow);
        }
        return !isAmong(paths, before.paths());
    }

    /** As {@link HomeAgentEnd#foresee}. */
    void foresee(Ipv4 localEnd, Optional<Foreseen> what) {
        flows.foresee(localEnd, what);
    }

    /** Whether tunnels are foreseen; for any thread. */
    boolean foresees() {
        return flows.foresees();
    }

    /** Whether one of {@code home} from {@code careOf} is foreseen, and nobody has asked for it yet; for any thread. */
    boolean foresees(int home, int careOf) {
        return flows.foreseen(home)
                .filter(path -> path.careOf().bits() == careOf)
                .isPresent();
    }

    private void addSilent(Ipv4 home, Ipv4 localEnd, TunnelPath to) {
        exits.acquire(to.careOf().bits());
        localEnds.acquire(localEnd.bits(), () -> Boolean.TRUE);
        flows.putSilent(home, localEnd, to);
    }

    /** Whether that was all: nothing was there, or the same, and nothing has used it yet. */
    private boolean staysSilent(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to, List<Ipv4Prefix> behind) {
        boolean can = to.size() == 1
                && flows.canBeSilent(localEnd, to.get(0))
                && behind.isEmpty()
                && !steerings.containsKey(home);
        long before = can ? flows.silent(home.bits()) : 0;
        if (!can || before != 0) {
            return before != 0 && to.get(0).equals(SilentFlows.pathIn(before));
        }
        if (flows.has(home.bits())) {
            return false;
        }
        addSilent(home, localEnd, to.get(0));
        return true;
    }

    /** Tunnels that have moved, and that nothing has gone through, are silent ones again. */
    private void layDown(Tick now) {
        for (int i = 0; i < MOST_LAID_DOWN && !moved.isEmpty(); i++) {
            Flow first = moved.element();
            if (!first.formerUntil().hasCome(now)) {
                return;
            }
            moved.remove();
            if (!networks.has(first.home()) && flows.sleep(first)) {
                for (FlowPath old : first.former()) {
                    exits.release(old.exit().bits());
                }
                exits.forgetIfUnused(first.path(0).exit().bits());
            }
        }
    }

    /** As {@link HomeAgentEnd#steer}. */
    void steer(Ipv4 home, Optional<Steering> how) {
        how.ifPresentOrElse(known -> steerings.put(home, known), () -> steerings.remove(home));
    }

    /** Of two paths with one end there is one tunnel. */
    private Flow steered(Flow flow, Ipv4 home, List<TunnelPath> to) {
        Steering steering = steerings.get(home);
        if (steering == null) {
            return flow;
        }
        List<Object> ends = to.stream().map(FlowTable::end).distinct().toList();
        List<Flow> ways = to.stream()
                .map(path -> flow.by(flow.path(ends.indexOf(end(path)))))
                .toList();
        return flow.steered(new FlowChoice(steering, ways, true));
    }

    private static Object end(TunnelPath path) {
        return List.of(path.careOf(), path.udp());
    }

    /** Whether all of {@code some} lead where one of {@code paths} leads, in the same way. */
    private static boolean isAmong(FlowPath[] paths, FlowPath[] some) {
        return List.of(some).stream().allMatch(old -> List.of(paths).stream().anyMatch(old::leadsAs));
    }

    /** As {@link HomeAgentEnd#limitEach}. */
    void limitEach(long bitsASecond) {
        flows.limitEach(bitsASecond);
    }

    /** As {@link HomeAgentEnd#agree}. */
    void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> agreed) {
        Map<Ipv4, GreKeys> ofHome = keys.computeIfAbsent(home, key -> new HashMap<>());
        agreed.ifPresentOrElse(both -> ofHome.put(careOf, both), () -> ofHome.remove(careOf));
    }

    /**
     * As {@link HomeAgentEnd#stop}. There is no {@link #FORMER_FOR} here: a node that moves still has a binding, by which what
     * comes from where it was is judged; one that has none any more has nothing to be judged by, and RFC 5944 §3.8.2.2 ends it
     * at once. What a node that came home with an overlap had on its way is lost, as long as it takes from there to here.
     */
    boolean stop(Ipv4 home) {
        flows.leaveUnforeseen(home.bits());
        Flow before = flows.of(home.bits());
        if (before != null) {
            flows.remove(before);
            networks.remove(before);
            listeners.remove(home.bits());
            keys.remove(home);
            steerings.remove(home);
            release(before);
        }
        return before != null;
    }

    private FlowPath[] acquire(Ipv4 home, List<TunnelPath> to, @Nullable Flow before) {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a tunnel to nowhere");
        }
        Map<Object, TunnelPath> byEnd = new LinkedHashMap<>();
        to.forEach(path -> byEnd.put(end(path), path));
        List<FlowPath> paths = new ArrayList<>();
        byEnd.values().forEach(path -> paths.add(acquire(home, path, before)));
        return paths.toArray(FlowPath[]::new);
    }

    private FlowPath acquire(Ipv4 home, TunnelPath path, @Nullable Flow before) {
        Ipv4 careOf = path.careOf();
        exits.acquire(careOf.bits());
        TunnelExit exit = Objects.requireNonNull(exits.get(careOf.bits()));
        FlowPath same = before == null ? null : before.pathTo(careOf.bits());
        return new FlowPath(
                exit,
                wrapper(home, path),
                path.endsAtNode(),
                path.broadcasts(),
                order(path, same),
                path.udp()
                        .map(end -> UdpPorts.of(end, same == null ? null : same.udp()))
                        .orElse(null));
    }

    /** Only GRE counts packets. */
    private static @Nullable GreOrder order(TunnelPath path, @Nullable FlowPath same) {
        if (path.encapsulation() != Encapsulation.GRE) {
            return null;
        }
        GreOrder known = same == null ? null : same.order();
        return known == null ? new GreOrder() : known;
    }

    private Wrapper wrapper(Ipv4 home, TunnelPath path) {
        GreKeys agreed = keys.getOrDefault(home, Map.of()).get(path.careOf());
        return agreed != null && path.encapsulation() == Encapsulation.GRE
                ? Gre.keyed(agreed)
                : Wrapper.of(path.encapsulation());
    }

    /** The paths of {@code before} that are none any more, and those that had just ceased to be any. */
    private FlowPath[] former(Flow before, FlowPath[] paths, Tick now) {
        List<FlowPath> former = new ArrayList<>(List.of(before.paths()));
        if (!before.formerUntil().hasCome(now)) {
            former.addAll(List.of(before.former()));
        }
        for (FlowPath path : paths) {
            former.removeIf(path::leadsAs);
        }
        former.forEach(old -> exits.acquire(old.exit().bits()));
        return former.isEmpty() ? NONE : former.toArray(FlowPath[]::new);
    }

    private void release(Flow flow) {
        for (FlowPath path : flow.paths()) {
            exits.release(path.exit().bits());
        }
        for (FlowPath path : flow.former()) {
            exits.release(path.exit().bits());
        }
        localEnds.release(flow.source());
    }

    /** As {@link HomeAgentEnd#path}. Wakes nobody. */
    Optional<TunnelPath> path(Ipv4 home) {
        return flows.path(home.bits());
    }

    /** As {@link HomeAgentEnd#homes}. */
    Stream<Ipv4> homes() {
        return flows.homes().mapToObj(Ipv4::new);
    }

    /** Home addresses with a tunnel; for the thread that changes them. */
    int size() {
        return flows.size();
    }

    /** Our own ends of all tunnels; for the thread that changes them. */
    Set<Ipv4> localEnds() {
        return localEnds.keys();
    }

    /** The tunnels of that home address; null: it has none. */
    @Nullable
    Flow of(int home) {
        return flows.of(home);
    }

    /** Whether that home address has tunnels. */
    boolean has(int home) {
        return flows.has(home);
    }

    /** What is known of the tunnel of {@code home} to {@code careOf}; empty if there is none. Wakes nobody. */
    Optional<PathState> state(Ipv4 home, Ipv4 careOf) {
        long entry = flows.silent(home.bits());
        if (entry != 0 && SilentFlows.exitIn(entry) == careOf.bits() && exits.ifMade(careOf.bits()) == null) {
            return Optional.of(PathState.unused(SilentFlows.wrapperIn(entry)));
        }
        return Optional.ofNullable(of(home.bits()))
                .map(flow -> flow.pathTo(careOf.bits()))
                .map(path -> PathState.of(path, ticker.now()));
    }

    /** What was forwarded for {@code home} since its first tunnel; empty if it has none. Wakes nobody. */
    Optional<FlowCounters> counters(Ipv4 home) {
        return flows.silent(home.bits()) != 0
                ? Optional.of(new FlowCounters())
                : Optional.ofNullable(of(home.bits())).map(Flow::counters);
    }

    /** The tunnels of who is behind a node at that address; null: nobody is. */
    @Nullable
    Flow behind(int address) {
        return networks.get(address);
    }

    /** The tunnels that lead to that address, a home address or one behind a node; null: none do. */
    @Nullable
    Flow to(int address) {
        Flow own = of(address);
        return own != null ? own : networks.get(address);
    }

    /** What is known of the way to that care-of address; null: it is none. */
    @Nullable
    TunnelExit exit(int careOf) {
        return exits.get(careOf);
    }

    /** Whether that is a care-of address, or was one a moment ago. */
    boolean isExit(int careOf) {
        return exits.has(careOf);
    }

    /** Whether tunnels of ours begin at that address. */
    boolean isLocalEnd(int address) {
        return localEnds.get(address) != null;
    }

    /** Those who asked for broadcasts. */
    Listeners listeners() {
        return listeners;
    }
}
