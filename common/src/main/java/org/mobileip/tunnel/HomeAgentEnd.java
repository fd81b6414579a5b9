package org.mobileip.tunnel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
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

    private final FlowTable table;
    private final ReverseTunnels reverse;

    /** Who tells senders that nobody is there, and of which network. */
    private record LastRouter(int address, Ipv4Prefix network) {

        boolean knows(Ipv4 host) {
            return network.contains(host) && !host.equals(network.address()) && !host.equals(network.broadcast());
        }
    }

    private volatile Optional<LastRouter> lastRouter = Optional.empty();

    /**
     * An end without tunnels.
     *
     * @param ticker asked for the time when a packet comes from where a node was before
     * @param seed where the Identifications of outer headers begin; nobody else should know
     */
    public HomeAgentEnd(Ticker ticker, int seed) {
        super(ticker);
        table = new FlowTable(ticker, seed);
        reverse = new ReverseTunnels(table, ticker);
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
        return table.forward(home, localEnd, to, behind);
    }

    /** The same for a node with no network behind it. */
    public boolean forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> to) {
        return forward(home, localEnd, to, List.of());
    }

    /**
     * The same, of those that are plain, for each home address that something comes for and of which neither {@link #forward} nor
     * {@link #stop} has said anything since; empty: no more.
     */
    public void foresee(Ipv4 localEnd, Optional<Foreseen> what) {
        table.foresee(localEnd, what);
    }

    /** From now on whoever sends to a host of {@code network} without a tunnel is told by {@code from} that it is unreachable. */
    public void beLastRouter(Ipv4 from, Ipv4Prefix network) {
        lastRouter = Optional.of(new LastRouter(from.bits(), network));
    }

    /** From now on no more than {@code bitsASecond} pass for each new home address, each way; 0: as many as come. */
    public void limitEach(long bitsASecond) {
        table.limitEach(bitsASecond);
    }

    /** From the next {@link #forward} of {@code home} on, the GRE tunnel to {@code careOf} has these keys; empty: none. */
    public void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> agreed) {
        table.agree(home, careOf, agreed);
    }

    /**
     * From the next {@link #forward} of {@code home} on, a datagram takes one of its ways, as {@code how} says; empty: a copy takes
     * each.
     */
    public void steer(Ipv4 home, Optional<Steering> how) {
        table.steer(home, how);
    }

    /**
     * Tunnels nothing for {@code home} any more.
     *
     * @return whether it did before: what a packet thread has looked up by now may still go that way
     */
    public boolean stop(Ipv4 home) {
        return table.stop(home);
    }

    /**
     * The path that {@link #forward} was told of for {@code home}, with the port that it was told since. Empty: there is none, or several.
     * For the thread that changes them.
     */
    public Optional<TunnelPath> path(Ipv4 home) {
        return table.path(home);
    }

    /** All home addresses with a tunnel at this moment, in no order. For the thread that changes them. */
    public Stream<Ipv4> homes() {
        return table.homes();
    }

    /** Whether there is a tunnel for {@code home}. */
    public boolean has(Ipv4 home) {
        return table.has(home.bits());
    }

    /** Home addresses with a tunnel. */
    public int size() {
        return table.size();
    }

    /** What was forwarded for {@code home} since its first tunnel; empty if it has none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        return table.counters(home);
    }

    /** Our own ends of all tunnels. */
    public Set<Ipv4> localEnds() {
        return table.localEnds();
    }

    /** What is known of the tunnel of {@code home} to {@code careOf}; empty if there is none. */
    public Optional<PathState> state(Ipv4 home, Ipv4 careOf) {
        return table.state(home, careOf);
    }

    /** The UDP port at {@code address} that {@code home} is sent to; empty: it is not known yet, or not within UDP. */
    public OptionalInt port(Ipv4 home, Ipv4 address) {
        UdpPorts ports = Optional.ofNullable(table.of(home.bits()))
                .map(flow -> flow.pathTo(address.bits()))
                .map(FlowPath::udp)
                .orElse(null);
        return ports != null && ports.areKnown() ? OptionalInt.of(ports.remote()) : OptionalInt.empty();
    }

    /** Those who asked for broadcasts. */
    Listeners listeners() {
        return table.listeners();
    }

    /** Whether what comes from {@code source} has come out of a tunnel, or is on its way into one; for any thread. */
    boolean isOurs(int source) {
        return table.has(source) || table.isLocalEnd(source);
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        Flow flow = table.to(datagram.destination());
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
        Flow way = flow.wayOf(datagram);
        if (way == null) { // RFC 7629 §4.2
            return DropReason.FLOW_DROPPED.verdict();
        }
        datagram.assign(way);
        return Optional.empty();
    }

    @Override
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        return reverse.expects(outerSource, outerDestination);
    }

    @Override
    Optional<DropReason> admitExpected(PacketBuffer packet) {
        return reverse.admit(packet);
    }

    @Override
    boolean isLocalEnd(int address) {
        return table.isLocalEnd(address);
    }

    @Override
    @Nullable
    TunnelExit exit(int source, int address) {
        return table.exit(address);
    }

    /** Only what goes to a home address is tunnelled; broadcasts are, too, but nobody is told of their fate. */
    @Override
    @Nullable
    Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit) {
        Flow flow = isOurOwnPacket(quote) ? null : table.to(quote.destination());
        return flow != null && flow.source() == source && flow.leadsTo(exit.bits()) ? flow : null;
    }

    @Override
    int answersFrom(Flow flow) {
        return flow.source();
    }

    @Override
    OptionalInt lastRouterOf(int host) {
        Optional<LastRouter> known = lastRouter.filter(router -> router.knows(new Ipv4(host)));
        return known.isPresent() ? OptionalInt.of(known.get().address()) : OptionalInt.empty();
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
        return Wrapper.ofProtocol(datagram.protocol()) != null && table.isLocalEnd(datagram.source());
    }
}
