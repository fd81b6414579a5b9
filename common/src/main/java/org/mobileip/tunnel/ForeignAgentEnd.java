package org.mobileip.tunnel;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Ticker;

/**
 * The foreign agent's end: lets out of tunnels what home agents send to nodes that visit, each from its own home agent only,
 * and tunnels back what those nodes send, where that was agreed. Whatever is for nobody in the visitor list goes nowhere, in
 * silence (RFC 5944 §4.2.2).
 *
 * <p>A node may also encapsulate to the agent what is to go back (RFC 3024 §5.2): that is let out too, if the node sends it as
 * itself, and only to be tunnelled to its home agent.
 */
public final class ForeignAgentEnd extends TunnelEnd {

    private static final int LIMITED_BROADCAST = -1;

    /** Tunnels by home address. */
    private final IntTable<Flow> flows = new IntTable<>();

    /** Those of them that lead back, too. */
    private final IntTable<Flow> reverse = new IntTable<>();

    /** Those of them into which the node encapsulates what leads back. */
    private final IntTable<Flow> encapsulating = new IntTable<>();

    /** Home agents. */
    private final References<TunnelExit> exits = new References<>();

    /** Care-of addresses that are in use, and where nodes encapsulate to. */
    private final References<Boolean> localEnds = new References<>();

    private final IntTable<Integer> styleEnds = new IntTable<>();
    private int seed;

    /**
     * An end without tunnels.
     *
     * @param ticker asked for the time when an error is heard of
     * @param seed where the Identifications of outer headers begin; nobody else should know
     */
    public ForeignAgentEnd(Ticker ticker, int seed) {
        super(ticker);
        this.seed = seed;
    }

    /**
     * Serves the node with {@code home} so, instead of however it was served before.
     *
     * @param agent where the node encapsulates what leads back; empty: it does not
     */
    public void serve(
            Ipv4 home,
            Ipv4 careOf,
            Ipv4 homeAgent,
            Encapsulation encapsulation,
            boolean leadsBack,
            Optional<Ipv4> agent) {
        Flow before = flows.get(home.bits());
        TunnelExit exit =
                exits.acquire(homeAgent.bits(), () -> new TunnelExit(homeAgent, seed += TunnelExit.SEED_SPREAD));
        localEnds.acquire(careOf.bits(), () -> Boolean.TRUE);
        agent.ifPresent(address -> localEnds.acquire(address.bits(), () -> Boolean.TRUE));
        FlowPath path = new FlowPath(exit, Wrapper.of(encapsulation), true, false, new GreOrder());
        Flow flow = new Flow(
                home.bits(),
                careOf.bits(),
                new FlowPath[] {path},
                before == null ? new FlowCounters() : before.counters());
        Integer oldAgent = styleEnds.get(home.bits());
        set(flows, flow, true);
        set(reverse, flow, leadsBack);
        set(encapsulating, flow, agent.isPresent());
        styleEnds.remove(home.bits());
        agent.ifPresent(address -> styleEnds.put(home.bits(), address.bits()));
        if (before != null) {
            release(before, oldAgent);
        }
    }

    private static void set(IntTable<Flow> table, Flow flow, boolean isIn) {
        if (isIn) {
            table.put(flow.home(), flow);
        } else {
            table.remove(flow.home());
        }
    }

    /** Serves the node with {@code home} no more. */
    public void stop(Ipv4 home) {
        Flow before = flows.get(home.bits());
        if (before != null) {
            Integer oldAgent = styleEnds.get(home.bits());
            flows.remove(home.bits());
            reverse.remove(home.bits());
            encapsulating.remove(home.bits());
            styleEnds.remove(home.bits());
            release(before, oldAgent);
        }
    }

    private void release(Flow flow, @Nullable Integer agent) {
        exits.release(flow.path(0).exit().bits());
        localEnds.release(flow.source());
        if (agent != null) {
            localEnds.release(agent);
        }
    }

    /** Our own ends of tunnels. */
    public Set<Ipv4> localEnds() {
        return new HashSet<>(localEnds.keys());
    }

    /** What was forwarded for {@code home} since it is served; empty if it is not. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        return Optional.ofNullable(flows.get(home.bits())).map(Flow::counters);
    }

    /** What is known of the tunnel of {@code home} to its home agent; empty if there is none. */
    public Optional<PathState> state(Ipv4 home) {
        return Optional.ofNullable(flows.get(home.bits())).map(flow -> PathState.of(flow.path(0), ticker().now()));
    }

    /**
     * Whether what a node encapsulated to us, and was let out, has many receivers: it must go to the home agent at once, for
     * nobody's routes lead such a datagram there (RFC 3024 §5.3).
     */
    public boolean leadsBackToMany(PacketBuffer inner) {
        int destination = inner.destination();
        boolean isForMany = destination == LIMITED_BROADCAST || destination >>> 28 == 0xe;
        return isForMany && inner.source() == inner.flow().home();
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        Flow flow = reverse.get(datagram.source());
        if (flow == null) {
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        if (Wrapper.ofProtocol(datagram.protocol()) != null && localEnds.get(datagram.source()) != null) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        datagram.assign(flow);
        return Optional.empty();
    }

    @Override
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        if (localEnds.get(outerDestination) == null) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        boolean isKnown = exits.get(outerSource) != null || encapsulating.get(outerSource) != null;
        return isKnown ? Optional.empty() : DropReason.OUTER_SOURCE_NOT_HOME_AGENT.verdict();
    }

    @Override
    Optional<DropReason> admitExpected(PacketBuffer packet) {
        int outerSource = packet.source();
        int outerDestination = packet.destination();
        Wrapper received = Objects.requireNonNull(Wrapper.ofProtocol(packet.protocol()));
        Optional<DropReason> unsound = received.check(packet);
        if (unsound.isPresent()) {
            return unsound;
        }
        Flow visitors = encapsulating.get(outerSource);
        boolean fromVisitor = visitors != null && isWhereItEncapsulates(outerSource, outerDestination);
        Flow flow = fromVisitor ? visitors : flows.get(received.innerDestination(packet));
        if (flow == null || !(fromVisitor || isItsTunnel(flow, outerSource, outerDestination))) {
            return DropReason.DESTINATION_NOT_HOME.verdict();
        }
        if (fromVisitor && received.innerSource(packet) != outerSource) {
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        if (packet.isFromUdp()) { // no foreign agent here asks for that
            return DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, flow.path(0));
        return refused.isPresent() ? refused : admitInner(packet, flow, fromVisitor);
    }

    private boolean isWhereItEncapsulates(int home, int destination) {
        Integer agent = styleEnds.get(home);
        return agent != null && agent == destination;
    }

    private static boolean isItsTunnel(Flow flow, int outerSource, int outerDestination) {
        return flow.source() == outerDestination && flow.leadsTo(outerSource);
    }

    /**
     * What is for a visitor may be a tunnel's packet again: a broadcast reaches a node so (RFC 5944 §4.3), and it is the node
     * that looks into it. What a visitor sends may not.
     */
    private static Optional<DropReason> admitInner(PacketBuffer inner, Flow flow, boolean fromVisitor) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (fromVisitor && Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        inner.assign(flow);
        return Optional.empty();
    }

    @Override
    boolean isLocalEnd(int address) {
        return localEnds.get(address) != null;
    }

    @Override
    @Nullable
    TunnelExit exit(int source, int address) {
        return exits.get(address);
    }

    @Override
    @Nullable
    Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit) {
        Flow flow = reverse.get(quote.source());
        return flow != null && flow.source() == source && flow.leadsTo(exit.bits()) ? flow : null;
    }

    @Override
    int answersFrom(Flow flow) {
        return flow.source();
    }

    /** Does not: nobody behind the tunnel would answer a foreign agent. */
    @Override
    public void probePaths() {
        // Nothing changes.
    }

    @Override
    int probesFrom(Flow flow) {
        throw new AssertionError("a foreign agent does not probe");
    }

    @Override
    int probesTo(Flow flow, FlowPath path) {
        throw new AssertionError("a foreign agent does not probe");
    }

    @Override
    boolean extendsNetwork() {
        return false;
    }
}
