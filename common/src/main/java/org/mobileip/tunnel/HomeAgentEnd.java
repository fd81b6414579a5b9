package org.mobileip.tunnel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * The home agent's end: tunnels what is sent to a home address, or to a network behind the node, to its care-of addresses, and
 * lets out of tunnels what a mobile node, or somebody behind it, sends through its own.
 *
 * <p>RFC 2003 §3.2 also forbids to tunnel a datagram that <i>arrived</i> with one of our own addresses as its source. Here
 * such a datagram cannot be told from one that this machine sends itself, as it must when a mobile node pings its home
 * agent; the difference is known, and the rule kept, where datagrams arrive: Linux refuses a source of its own as martian
 * before it forwards.
 */
public final class HomeAgentEnd extends TunnelEnd {

    /** What a node sent from a care-of address that it has just left is let out for so long. */
    static final Duration FORMER_FOR = Duration.ofSeconds(2);

    /** Current tunnels by home address. */
    private final IntTable<Flow> flows = new IntTable<>();

    /** Far ends by care-of address. */
    private final References<TunnelExit> exits = new References<>();

    /** Our own ends of tunnels. */
    private final References<Boolean> localEnds = new References<>();

    private final NetworkFlows networks = new NetworkFlows();

    private int seed;

    /** The tunnels of those who asked for broadcasts, by home address. */
    private final IntTable<Flow> listeners = new IntTable<>();

    private final Memberships memberships = new Memberships();
    private volatile int listening;

    /** Of GRE tunnels, by home address and care-of address; for the thread that forwards. */
    private final Map<Ipv4, Map<Ipv4, GreKeys>> keys = new HashMap<>();

    private long bitsPerSecond;

    /**
     * An end without tunnels.
     *
     * @param ticker asked for the time when a packet comes from where a node was before
     * @param seed where the Identifications of outer headers begin; nobody else should know
     */
    public HomeAgentEnd(Ticker ticker, int seed) {
        super(ticker);
        this.seed = seed;
    }

    /**
     * Tunnels what is sent to {@code home} along each of {@code to} instead of wherever it went before.
     *
     * @param localEnd the outer source, and the outer destination of what the mobile node sends
     * @param to at least one
     * @param behind the networks behind the node, which overlap with those of no other
     * @return whether it went another way before: what a packet thread has looked up by now may still go that way
     */
    public boolean forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to, List<Ipv4Prefix> behind) {
        Flow before = flows.get(home.bits());
        Tick now = ticker().now();
        FlowPath[] paths = acquire(home, to, before);
        localEnds.acquire(localEnd.bits(), () -> Boolean.TRUE);
        Flow flow = new Flow(
                home.bits(),
                localEnd.bits(),
                paths,
                before == null || before.source() != localEnd.bits() ? new FlowPath[0] : former(before, paths, now),
                now.plus(FORMER_FOR),
                before == null ? new FlowCounters() : before.counters(),
                before == null ? newLimit() : before.limit());
        flows.put(home.bits(), flow);
        networks.put(flow, behind);
        listen(home, flow);
        if (before == null) {
            return false;
        }
        release(before);
        return !isAmong(paths, before.paths());
    }

    /** The same for a node with no network behind it. */
    public boolean forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to) {
        return forward(home, localEnd, to, List.of());
    }

    /** Whether all of {@code some} lead where one of {@code paths} leads, in the same way. */
    private static boolean isAmong(FlowPath[] paths, FlowPath[] some) {
        return List.of(some).stream().allMatch(old -> List.of(paths).stream().anyMatch(old::leadsAs));
    }

    private @Nullable FlowLimit newLimit() {
        return bitsPerSecond == 0 ? null : FlowLimit.of(bitsPerSecond);
    }

    /** From now on no more than {@code bitsASecond} pass for each new home address, each way; 0: as many as come. */
    public void limitEach(long bitsASecond) {
        bitsPerSecond = bitsASecond;
    }

    /** From the next {@link #forward} of {@code home} on, the GRE tunnel to {@code careOf} has these keys; empty: none. */
    public void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> agreed) {
        Map<Ipv4, GreKeys> ofHome = keys.computeIfAbsent(home, key -> new HashMap<>());
        agreed.ifPresentOrElse(both -> ofHome.put(careOf, both), () -> ofHome.remove(careOf));
    }

    /**
     * Tunnels nothing for {@code home} any more.
     *
     * @return whether it did before: what a packet thread has looked up by now may still go that way
     */
    public boolean stop(Ipv4 home) {
        Flow before = flows.get(home.bits());
        if (before != null) {
            flows.remove(home.bits());
            networks.remove(before);
            listeners.remove(home.bits());
            listening = listeners.size();
            memberships.forget(home.bits());
            keys.remove(home);
            release(before);
        }
        return before != null;
    }

    /** Home addresses with a tunnel. */
    public int size() {
        return flows.size();
    }

    /** What was forwarded for {@code home} since its first tunnel; empty if it has none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        return Optional.ofNullable(flows.get(home.bits())).map(Flow::counters);
    }

    /** Our own ends of all tunnels. */
    public Set<Ipv4> localEnds() {
        return localEnds.keys();
    }

    /** What is known of the tunnel of {@code home} to {@code careOf}; empty if there is none. */
    public Optional<PathState> state(Ipv4 home, Ipv4 careOf) {
        return Optional.ofNullable(flows.get(home.bits()))
                .map(flow -> flow.pathTo(careOf.bits()))
                .map(path -> PathState.of(path, ticker().now()));
    }

    /** The UDP port at {@code address} that {@code home} is sent to; empty: it is not known yet, or not within UDP. */
    public OptionalInt port(Ipv4 home, Ipv4 address) {
        UdpPorts ports = Optional.ofNullable(flows.get(home.bits()))
                .map(flow -> flow.pathTo(address.bits()))
                .map(FlowPath::udp)
                .orElse(null);
        return ports != null && ports.areKnown() ? OptionalInt.of(ports.remote()) : OptionalInt.empty();
    }

    /** The flows that want broadcast datagrams, each on some of its paths. */
    IntTable<Flow> listeners() {
        return listeners;
    }

    /** How many there are; for any thread. */
    int listening() {
        return listening;
    }

    /** What those who listen have joined; for any thread. */
    Memberships memberships() {
        return memberships;
    }

    /** Whether what comes from {@code source} has come out of a tunnel, or is on its way into one; for any thread. */
    boolean isOurs(int source) {
        return flows.get(source) != null || localEnds.get(source) != null;
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        Flow flow = flowOf(datagram.destination());
        if (flow == null) {
            return DropReason.NO_BINDING.verdict();
        }
        if (leadsBack(flow, datagram) || comesOutOf(flow, datagram) || isOurOwnPacket(datagram)) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        FlowLimit limit = flow.limit();
        if (limit != null && !limit.entering().take(datagram.length(), ticker().now())) {
            return DropReason.RATE_LIMIT.verdict();
        }
        datagram.assign(flow);
        return Optional.empty();
    }

    @Override
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        if (localEnds.get(outerDestination) == null) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        return exits.get(outerSource) == null ? DropReason.OUTER_SOURCE_NOT_CARE_OF.verdict() : Optional.empty();
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
        Flow flow = flowOf(received.innerSource(packet));
        if (flow == null || flow.source() != packet.destination() || !flow.leadsOrLed(outerSource, ticker())) {
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        FlowPath path = flow.pathOf(packet, received, ticker());
        if (path == null) {
            return packet.isFromUdp()
                    ? DropReason.OUTER_PORT_NOT_BOUND.verdict()
                    : DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        boolean isFromNetwork = received.innerSource(packet) != flow.home();
        if ((received == Gre.PLAIN || isFromNetwork) && leadsBack(flow, path, received.innerDestination(packet))) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, path);
        return refused.isPresent() ? refused : admitInner(packet, flow, outerDestination);
    }

    /**
     * Whether a datagram that comes out of the tunnel is on its way to the other end of it again (RFC 2784 §3.1). Behind a NAT
     * at that end are others than the node.
     */
    private boolean leadsBack(Flow flow, FlowPath path, int innerDestination) {
        boolean leadsToExit =
                path.udp() == null && innerDestination == path.exit().bits();
        return leadsToExit || isReachedBy(innerDestination, flow);
    }

    private Optional<DropReason> admitInner(PacketBuffer inner, Flow flow, int localEnd) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (isFromRouter(inner, flow, localEnd)) {
            return admitBehind(inner, flow);
        }
        return admitLast(inner, flow);
    }

    private Optional<DropReason> admitLast(PacketBuffer inner, Flow flow) {
        if (Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (Decapsulation.isForRegistrationPort(inner) && localEnds.get(inner.destination()) != null) {
            return DropReason.REGISTRATION_IN_TUNNEL.verdict();
        }
        FlowLimit limit = flow.limit();
        if (limit != null && !limit.leaving().take(inner.length(), ticker().now())) {
            return DropReason.RATE_LIMIT.verdict();
        }
        if (inner.protocol() == Memberships.PROTOCOL && listeners.get(flow.home()) != null) {
            memberships.heard(flow.home(), inner);
        }
        Prober.hear(inner, flow);
        inner.assign(flow);
        return Optional.empty();
    }

    /** Whether the node itself has wrapped this, to us, for somebody behind it (RFC 5177 §7). */
    private static boolean isFromRouter(PacketBuffer inner, Flow flow, int localEnd) {
        return inner.protocol() == IpInIp.PROTOCOL
                && inner.source() == flow.home()
                && inner.destination() == localEnd
                && !inner.isFragment();
    }

    /** The second header of two, and no third: behind it must be somebody who is behind the node. */
    private Optional<DropReason> admitBehind(PacketBuffer inner, Flow flow) {
        Optional<DropReason> unsound = IpInIp.WRAPPER.check(inner);
        if (unsound.isPresent()) {
            return unsound;
        }
        Flow behind = networks.get(IpInIp.WRAPPER.innerSource(inner));
        if (behind == null || behind.home() != flow.home()) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        int ecn = inner.typeOfService() & Ecn.MASK;
        IpInIp.WRAPPER.unwrap(inner);
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (isReachedBy(inner.destination(), flow)) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        Optional<DropReason> congested = Ecn.decapsulate(inner, ecn);
        return congested.isPresent() ? congested : admitLast(inner, flow);
    }

    /** Whether this is the flow's home address, or lies in a network behind it; the flow may have been replaced meanwhile. */
    private boolean isReachedBy(int address, Flow flow) {
        Flow found = flowOf(address);
        return found != null && found.home() == flow.home();
    }

    private @Nullable Flow flowOf(int address) {
        Flow own = flows.get(address);
        return own != null ? own : networks.get(address);
    }

    @Override
    boolean isLocalEnd(int address) {
        return localEnds.get(address) != null;
    }

    @Override
    @Nullable
    TunnelExit exit(int address) {
        return exits.get(address);
    }

    /** Only what goes to a home address is tunnelled; broadcasts are, too, but nobody is told of their fate. */
    @Override
    @Nullable
    Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit) {
        Flow flow = isOurOwnPacket(quote) ? null : flowOf(quote.destination());
        return flow != null && flow.source() == source && flow.leadsTo(exit.bits()) ? flow : null;
    }

    @Override
    int answersFrom(Flow flow) {
        return flow.source();
    }

    @Override
    int probesFrom(Flow flow) {
        return flow.source();
    }

    @Override
    int probesTo(Flow flow, FlowPath path) {
        return flow.home();
    }

    @Override
    boolean extendsNetwork() {
        return true;
    }

    /** Whether what is encapsulated would only come back: to the home address, or to where the tunnel begins. */
    private static boolean leadsBack(Flow flow, PacketBuffer datagram) {
        return flow.leadsTo(datagram.destination()) || flow.leadsTo(flow.source());
    }

    /**
     * Whether the datagram was encapsulated by its own mobile node, to itself: a loop (RFC 5944 §4.2.3). One encapsulated
     * by anybody else is tunnelled like any other datagram.
     */
    private static boolean comesOutOf(Flow flow, PacketBuffer datagram) {
        Wrapper wrapped = Wrapper.ofProtocol(datagram.protocol());
        return wrapped != null
                && flow.leadsTo(datagram.source())
                && datagram.hasPayloadHeader()
                && wrapped.check(datagram).isEmpty()
                && wrapped.innerDestination(datagram) == datagram.destination();
    }

    /** Whether this is a packet that we sent into a tunnel: its care-of address is routed to our own interface. */
    private boolean isOurOwnPacket(PacketBuffer datagram) {
        return Wrapper.ofProtocol(datagram.protocol()) != null && localEnds.get(datagram.source()) != null;
    }

    private FlowPath[] acquire(Ipv4 home, List<TunnelPath> to, @Nullable Flow before) {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a tunnel to nowhere");
        }
        Map<List<Object>, TunnelPath> byEnd = new LinkedHashMap<>();
        to.forEach(path -> byEnd.put(List.of(path.careOf(), path.udp()), path));
        List<FlowPath> paths = new ArrayList<>();
        byEnd.values().forEach(path -> paths.add(acquire(home, path, before)));
        return paths.toArray(FlowPath[]::new);
    }

    private FlowPath acquire(Ipv4 home, TunnelPath path, @Nullable Flow before) {
        Ipv4 careOf = path.careOf();
        TunnelExit exit = exits.acquire(careOf.bits(), () -> new TunnelExit(careOf, seed += TunnelExit.SEED_SPREAD));
        FlowPath same = before == null ? null : before.pathTo(careOf.bits());
        return new FlowPath(
                exit,
                wrapper(home, path),
                path.endsAtNode(),
                path.broadcasts(),
                same != null && path.encapsulation() == Encapsulation.GRE ? same.order() : new GreOrder(),
                path.udp()
                        .map(end -> UdpPorts.of(end, same == null ? null : same.udp()))
                        .orElse(null));
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
        former.forEach(old -> exits.acquire(old.exit().bits(), old::exit));
        return former.toArray(FlowPath[]::new);
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

    private void listen(Ipv4 home, Flow flow) {
        boolean wants = false;
        for (FlowPath path : flow.paths()) {
            wants |= path.broadcasts();
        }
        if (wants) {
            listeners.put(home.bits(), flow);
        } else {
            listeners.remove(home.bits());
        }
        listening = listeners.size();
    }
}
