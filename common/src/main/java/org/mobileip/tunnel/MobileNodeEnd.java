package org.mobileip.tunnel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Uplinks;
import org.mobileip.time.Ticker;

/**
 * The mobile node's end: sends what has the home address, or one of a network behind the node, as its source to the home agent,
 * and lets out of the tunnel what the home agent sends there. Changed as a whole; each packet meets one state.
 */
public final class MobileNodeEnd extends TunnelEnd {

    /** The identifier of keepalives among echo requests: "MN". */
    public static final int KEEPALIVE = 0x4d4e;

    private static final int ICMP = 1;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_SIZE = 8;

    private int seed;

    private volatile @Nullable NodeTunnel tunnel;
    private volatile int answered;

    /**
     * An end without a tunnel.
     *
     * @param ticker asked for the time when an error is heard of
     * @param seed where the Identifications of outer headers begin; nobody else should know
     */
    public MobileNodeEnd(Ticker ticker, int seed) {
        super(ticker);
        this.seed = seed;
    }

    /**
     * From the next packet on, sends from {@code careOf}.
     *
     * @param receivesAt the local addresses at which the home agent's packets are taken
     */
    public void tunnel(Ipv4 careOf, Ipv4 homeAgent, Ipv4 home, Collection<Ipv4> receivesAt, TunnelTerms terms) {
        NodeTunnel before = tunnel;
        FlowCounters counters =
                before != null && before.home() == home.bits() ? before.flow().counters() : new FlowCounters();
        NodeTunnel known = before != null && before.homeAgent() == homeAgent.bits() ? before : null;
        Flow flow = terms.uplinks()
                .map(ways -> spread(ways, known, homeAgent, home, terms, counters))
                .orElseGet(() -> new Flow(
                        home.bits(),
                        careOf.bits(),
                        new FlowPath[] {
                            path(known, careOf, homeAgent, 0, terms, terms.udp().ports())
                        },
                        counters));
        tunnel = new NodeTunnel(receivesAt.stream().mapToInt(Ipv4::bits).toArray(), flow, terms);
    }

    /** Each way has what is known of it for itself; the usual one comes first. */
    private Flow spread(
            Uplinks ways,
            @Nullable NodeTunnel known,
            Ipv4 homeAgent,
            Ipv4 home,
            TunnelTerms terms,
            FlowCounters counters) {
        List<Flow> flows = new ArrayList<>();
        List<FlowPath> paths = new ArrayList<>();
        for (Uplinks.Uplink way : ways.all()) {
            Optional<UdpPorts> udp = way.isInUdp()
                    ? Optional.of(UdpPorts.between(terms.udp().port().orElseThrow(), InUdp.PORT))
                    : Optional.empty();
            FlowPath path = path(known, way.careOf(), homeAgent, way.linkIndex(), terms, udp);
            flows.add(new Flow(home.bits(), way.careOf().bits(), new FlowPath[] {path}, counters));
            paths.add(path);
        }
        int usual = ways.steering().usual();
        paths.add(0, paths.remove(usual));
        return new Flow(home.bits(), flows.get(usual).source(), paths.toArray(FlowPath[]::new), counters)
                .steered(new FlowChoice(ways.steering(), flows, false));
    }

    private FlowPath path(
            @Nullable NodeTunnel known,
            Ipv4 careOf,
            Ipv4 homeAgent,
            int link,
            TunnelTerms terms,
            Optional<UdpPorts> udp) {
        Flow same = known == null ? null : known.flowFrom(careOf.bits());
        boolean isSameWay = same != null && same.path(0).exit().link() == link;
        TunnelExit exit = same != null && isSameWay
                ? same.path(0).exit()
                : new TunnelExit(homeAgent, seed += TunnelExit.SEED_SPREAD, link);
        @Nullable
        GreOrder order = known == null ? new GreOrder() : (same == null ? known.path() : same.path(0)).order();
        return new FlowPath(exit, Wrapper.of(terms.encapsulation()), true, false, order, udp.orElse(null));
    }

    /** From the next packet on, tunnels nothing either way. */
    public void stop() {
        tunnel = null;
    }

    /** What was forwarded for {@code home} through the current tunnel and those before it; empty if there is none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        NodeTunnel now = tunnel;
        return now != null && now.home() == home.bits() ? Optional.of(now.flow().counters()) : Optional.empty();
    }

    /** What is known of the tunnel; empty if there is none. */
    public Optional<PathState> state() {
        return Optional.ofNullable(tunnel).map(now -> PathState.of(now.path(), ticker().now()));
    }

    /** The sequence number of the keepalive that the home agent answered last; empty: none yet. For any thread. */
    public OptionalInt answeredKeepalive() {
        int last = answered;
        return last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** The local addresses at which packets are taken. */
    public Set<Ipv4> localEnds() {
        Set<Ipv4> ends = new HashSet<>();
        NodeTunnel now = tunnel;
        if (now != null) {
            for (int bits : now.receivesAt()) {
                ends.add(new Ipv4(bits));
            }
        }
        return ends;
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        NodeTunnel now = tunnel;
        if (now == null || now.isSilent()) {
            return DropReason.NO_TUNNEL.verdict();
        }
        if (!now.isHere(datagram.source())) { // RFC 5177 §10; the home agent would refuse it too (RFC 3024 §4.3.2)
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        Flow way = now.flow().wayOf(datagram);
        if (way == null) { // RFC 7629 §4.2
            return DropReason.FLOW_DROPPED.verdict();
        }
        datagram.assign(way);
        return Optional.empty();
    }

    @Override
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        NodeTunnel now = tunnel;
        return now == null ? DropReason.NO_TUNNEL.verdict() : expects(now, outerSource, outerDestination);
    }

    private static Optional<DropReason> expects(NodeTunnel now, int outerSource, int outerDestination) {
        if (!now.receivesAt(outerDestination) && !now.isInSecondHeader(outerDestination)) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        return now.isFrom(outerSource, outerDestination)
                ? Optional.empty()
                : DropReason.OUTER_SOURCE_NOT_HOME_AGENT.verdict();
    }

    @Override
    Optional<DropReason> admitExpected(PacketBuffer packet) {
        NodeTunnel now = tunnel;
        if (now == null) {
            return DropReason.NO_TUNNEL.verdict();
        }
        Optional<DropReason> stranger = expects(now, packet.source(), packet.destination());
        if (stranger.isPresent()) {
            return stranger;
        }
        Wrapper received = Objects.requireNonNull(Wrapper.ofProtocol(packet.protocol()));
        Optional<DropReason> unsound = received.check(packet);
        if (unsound.isPresent()) {
            return unsound;
        }
        if (!now.isFor(packet.destination(), received.innerDestination(packet))) {
            return DropReason.DESTINATION_NOT_HOME.verdict();
        }
        if (!now.isWayOf(packet)) {
            return packet.isFromUdp()
                    ? DropReason.OUTER_PORT_NOT_BOUND.verdict()
                    : DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        boolean isFromUdp = packet.isFromUdp();
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, now.pathOf(packet));
        if (refused.isPresent()) {
            return refused;
        }
        Optional<DropReason> unfit = admitInner(packet, now);
        if (isFromUdp && unfit.isEmpty()) {
            noteAnswer(packet, now);
        }
        return unfit;
    }

    /** Takes note of the home agent's answer to a keepalive (RFC 3519 §4.9); the kernel, which did not ask, drops it. */
    private void noteAnswer(PacketBuffer inner, NodeTunnel now) {
        int at = inner.headerLength();
        boolean isAnswer = inner.protocol() == ICMP
                && inner.source() == now.homeAgent()
                && !inner.isFragment()
                && inner.length() >= at + ECHO_SIZE
                && inner.u8(at) == ECHO_REPLY
                && inner.u16(at + 4) == KEEPALIVE;
        if (isAnswer) {
            answered = inner.u16(at + 6);
        }
    }

    private static Optional<DropReason> admitInner(PacketBuffer inner, NodeTunnel now) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (Decapsulation.isForRegistrationPort(inner)) {
            return DropReason.REGISTRATION_IN_TUNNEL.verdict();
        }
        Prober.hear(inner, now.flow());
        inner.assign(now.flow());
        return Optional.empty();
    }

    @Override
    boolean isLocalEnd(int address) {
        NodeTunnel now = tunnel;
        return now != null && now.flowFrom(address) != null;
    }

    @Override
    @Nullable
    TunnelExit exit(int source, int address) {
        NodeTunnel now = tunnel;
        Flow from = now != null && now.homeAgent() == address ? now.flowFrom(source) : null;
        return from == null ? null : from.path(0).exit();
    }

    @Override
    @Nullable
    Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit) {
        NodeTunnel now = tunnel;
        return now != null && now.isHere(quote.source()) ? now.flowFrom(source) : null;
    }

    /**
     * The home agent: it is the next router for whoever sends from the home address, and an error that carried an address of
     * this machine would be refused as martian where it is let out of the tunnel's interface.
     */
    @Override
    int answersFrom(Flow flow) {
        return flow.path(0).exit().bits();
    }

    @Override
    int probesFrom(Flow flow) {
        return flow.home();
    }

    @Override
    int probesTo(Flow flow, FlowPath path) {
        return path.exit().bits();
    }

    @Override
    boolean extendsNetwork() {
        return false;
    }
}
