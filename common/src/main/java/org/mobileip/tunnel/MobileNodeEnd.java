package org.mobileip.tunnel;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Ticker;

/**
 * The mobile node's end: sends what has the home address, or one of a network behind the node, as its source to the home agent,
 * and lets out of the tunnel what the home agent sends there. Changed as a whole; each packet meets one state.
 */
public final class MobileNodeEnd extends TunnelEnd {

    /** The identifier of keepalives among echo requests: "MN". */
    public static final int KEEPALIVE = 0x4d4e;

    private static final int LIMITED_BROADCAST = -1;
    private static final int ICMP = 1;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_SIZE = 8;

    /**
     * How far the tunnel is within UDP (RFC 3519).
     *
     * @param port of the node's registration requests, which is that of its data (§4.4); empty: never within UDP
     * @param agreement what the home agent has said of this tunnel
     * @param eitherWay where packets are taken within UDP and otherwise, for that the home agent has yet to say which, or has
     *     said another thing before
     */
    public record Udp(OptionalInt port, Agreement agreement, Set<Ipv4> eitherWay) {

        /** What the home agent has said. */
        public enum Agreement {
            /** That it is not within UDP, or nothing: it is not, then. */
            NONE,
            /** That it is within UDP. */
            WITHIN,
            /** Nothing yet, and what is sent before that would be lost: nothing is. */
            AWAITED
        }

        /** Not at all. */
        public static final Udp NONE = new Udp(OptionalInt.empty(), Agreement.NONE, Set.of());

        public Udp {
            eitherWay = Set.copyOf(eitherWay);
            if (isAgreed() && port.isEmpty()) {
                throw new IllegalArgumentException("a tunnel within UDP has a port");
            }
        }

        boolean isAgreed() {
            return agreement == Agreement.WITHIN;
        }
    }

    private int seed;

    /** One state, immutable. */
    private static final class Away {
        final int homeAgent;
        final int home;
        final int[] receivesAt;
        final @Nullable HomeBroadcasts broadcasts;
        final PrefixTable<Boolean> networks;
        final Flow flow;
        final int udpPort;
        final int[] eitherWay;
        final boolean isSilent;

        Away(int[] receivesAt, @Nullable HomeBroadcasts broadcasts, PrefixTable<Boolean> networks, Flow flow, Udp udp) {
            this.networks = networks;
            this.homeAgent = flow.path(0).exit().bits();
            this.home = flow.home();
            this.receivesAt = receivesAt;
            this.broadcasts = broadcasts;
            this.flow = flow;
            this.udpPort = udp.port().orElse(0);
            this.eitherWay = udp.eitherWay().stream().mapToInt(Ipv4::bits).toArray();
            this.isSilent = udp.agreement() == Udp.Agreement.AWAITED;
        }

        boolean receivesAt(int address) {
            return isAmong(receivesAt, address);
        }

        /** Whether {@code packet} came in the way that was agreed on, or where either will do. */
        boolean isWayOf(PacketBuffer packet) {
            if (flow.path(0).isWayOf(packet)) {
                return true;
            }
            boolean isOurs =
                    !packet.isFromUdp() || (packet.udpDestination() == udpPort && packet.udpSource() == InUdp.PORT);
            return isOurs && isAmong(eitherWay, packet.destination());
        }

        private static boolean isAmong(int[] addresses, int address) {
            for (int candidate : addresses) {
                if (candidate == address) {
                    return true;
                }
            }
            return false;
        }

        /** What is addressed to the home address itself, behind a foreign agent, never holds what is for that address. */
        boolean isFor(int outerDestination, int destination) {
            return isForMany(destination)
                    || networks.get(destination) != null
                    || (destination == home && !isInSecondHeader(outerDestination));
        }

        /** The home address, or that of somebody behind the node. */
        boolean isHere(int address) {
            return address == home || networks.get(address) != null;
        }

        private boolean isForMany(int destination) {
            HomeBroadcasts wanted = broadcasts;
            return wanted != null
                    && (destination == LIMITED_BROADCAST
                            || destination == wanted.address().bits()
                            || destination >>> 28 == 0xe);
        }

        /** Whether it is what a foreign agent has taken out of the home agent's tunnel (RFC 5944 §4.3). */
        private boolean isInSecondHeader(int outerDestination) {
            return broadcasts != null && outerDestination == home;
        }

        boolean isFrom(int outerSource, int outerDestination) {
            HomeBroadcasts wanted = broadcasts;
            return (wanted != null && outerDestination == home)
                    ? outerSource == wanted.homeAgent().bits()
                    : outerSource == homeAgent;
        }
    }

    private volatile @Nullable Away away;
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
     * @param broadcasts taken too, at the home address as well; empty: none
     * @param networks those behind this node
     */
    public void tunnel(
            Ipv4 careOf,
            Ipv4 homeAgent,
            Ipv4 home,
            Collection<Ipv4> receivesAt,
            Encapsulation encapsulation,
            Optional<HomeBroadcasts> broadcasts,
            Collection<Ipv4Prefix> networks,
            Udp udp) {
        Away before = away;
        FlowPath old = before != null && before.homeAgent == homeAgent.bits() ? before.flow.path(0) : null;
        TunnelExit exit = old != null && before != null && before.flow.source() == careOf.bits()
                ? old.exit()
                : new TunnelExit(homeAgent, seed += TunnelExit.SEED_SPREAD);
        GreOrder order = old != null ? old.order() : new GreOrder();
        FlowCounters counters =
                before != null && before.home == home.bits() ? before.flow.counters() : new FlowCounters();
        UdpPorts ports = udp.isAgreed() ? UdpPorts.between(udp.port().orElseThrow(), InUdp.PORT) : null;
        FlowPath path = new FlowPath(exit, Wrapper.of(encapsulation), true, false, order, ports);
        PrefixTable<Boolean> behind = new PrefixTable<>();
        networks.forEach(network -> behind.put(network, Boolean.TRUE));
        away = new Away(
                receivesAt.stream().mapToInt(Ipv4::bits).toArray(),
                broadcasts.orElse(null),
                behind,
                new Flow(home.bits(), careOf.bits(), new FlowPath[] {path}, counters),
                udp);
    }

    /** One with no network behind the node. */
    public void tunnel(
            Ipv4 careOf,
            Ipv4 homeAgent,
            Ipv4 home,
            Collection<Ipv4> receivesAt,
            Encapsulation encapsulation,
            Optional<HomeBroadcasts> broadcasts,
            Udp udp) {
        tunnel(careOf, homeAgent, home, receivesAt, encapsulation, broadcasts, List.of(), udp);
    }

    /** Not within UDP. */
    public void tunnel(
            Ipv4 careOf,
            Ipv4 homeAgent,
            Ipv4 home,
            Collection<Ipv4> receivesAt,
            Encapsulation encapsulation,
            Optional<HomeBroadcasts> broadcasts) {
        tunnel(careOf, homeAgent, home, receivesAt, encapsulation, broadcasts, Udp.NONE);
    }

    /** IP within IP, without broadcasts. */
    public void tunnel(Ipv4 careOf, Ipv4 homeAgent, Ipv4 home, Collection<Ipv4> receivesAt) {
        tunnel(careOf, homeAgent, home, receivesAt, Encapsulation.IPIP, Optional.empty());
    }

    /** From the next packet on, tunnels nothing either way. */
    public void stop() {
        away = null;
    }

    /** What was forwarded for {@code home} through the current tunnel and those before it; empty if there is none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        Away now = away;
        return now != null && now.home == home.bits() ? Optional.of(now.flow.counters()) : Optional.empty();
    }

    /** What is known of the tunnel; empty if there is none. */
    public Optional<PathState> state() {
        return Optional.ofNullable(away).map(now -> PathState.of(now.flow.path(0), ticker().now()));
    }

    /** The sequence number of the keepalive that the home agent answered last; empty: none yet. For any thread. */
    public OptionalInt answeredKeepalive() {
        int last = answered;
        return last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** The local addresses at which packets are taken. */
    public Set<Ipv4> localEnds() {
        Set<Ipv4> ends = new HashSet<>();
        Away now = away;
        if (now != null) {
            for (int bits : now.receivesAt) {
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
        Away now = away;
        if (now == null || now.isSilent) {
            return DropReason.NO_TUNNEL.verdict();
        }
        if (!now.isHere(datagram.source())) { // RFC 5177 §10; the home agent would refuse it too (RFC 3024 §4.3.2)
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        datagram.assign(now.flow);
        return Optional.empty();
    }

    @Override
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        Away now = away;
        return now == null ? DropReason.NO_TUNNEL.verdict() : expects(now, outerSource, outerDestination);
    }

    private static Optional<DropReason> expects(Away now, int outerSource, int outerDestination) {
        if (!now.receivesAt(outerDestination) && !now.isInSecondHeader(outerDestination)) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        return now.isFrom(outerSource, outerDestination)
                ? Optional.empty()
                : DropReason.OUTER_SOURCE_NOT_HOME_AGENT.verdict();
    }

    @Override
    Optional<DropReason> admitExpected(PacketBuffer packet) {
        Away now = away;
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
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, now.flow.path(0));
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
    private void noteAnswer(PacketBuffer inner, Away now) {
        int at = inner.headerLength();
        boolean isAnswer = inner.protocol() == ICMP
                && inner.source() == now.homeAgent
                && !inner.isFragment()
                && inner.length() >= at + ECHO_SIZE
                && inner.u8(at) == ECHO_REPLY
                && inner.u16(at + 4) == KEEPALIVE;
        if (isAnswer) {
            answered = inner.u16(at + 6);
        }
    }

    private static Optional<DropReason> admitInner(PacketBuffer inner, Away now) {
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
        Prober.hear(inner, now.flow);
        inner.assign(now.flow);
        return Optional.empty();
    }

    @Override
    boolean isLocalEnd(int address) {
        Away now = away;
        return now != null && now.flow.source() == address;
    }

    @Override
    @Nullable
    TunnelExit exit(int address) {
        Away now = away;
        return now != null && now.homeAgent == address ? now.flow.path(0).exit() : null;
    }

    @Override
    @Nullable
    Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit) {
        Away now = away;
        return now != null && now.isHere(quote.source()) && now.flow.source() == source ? now.flow : null;
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
