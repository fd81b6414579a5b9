package org.mobileip.tunnel;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Ticker;

/**
 * The mobile node's end: sends what has the home address as its source to the home agent, and lets out of the tunnel what
 * the home agent sends to the home address. Changed as a whole; each packet meets one state.
 */
public final class MobileNodeEnd extends TunnelEnd {

    private static final int LIMITED_BROADCAST = -1;

    private int seed;

    /** One state, immutable. */
    private static final class Away {
        final int homeAgent;
        final int home;
        final int[] receivesAt;
        final @Nullable HomeBroadcasts broadcasts;
        final Flow flow;

        Away(int[] receivesAt, @Nullable HomeBroadcasts broadcasts, Flow flow) {
            this.homeAgent = flow.path(0).exit().bits();
            this.home = flow.home();
            this.receivesAt = receivesAt;
            this.broadcasts = broadcasts;
            this.flow = flow;
        }

        boolean receivesAt(int address) {
            for (int candidate : receivesAt) {
                if (candidate == address) {
                    return true;
                }
            }
            return false;
        }

        /** What is addressed to the home address itself, behind a foreign agent, holds broadcasts and nothing else. */
        boolean isFor(int outerDestination, int destination) {
            return isForMany(destination) || (destination == home && !isInSecondHeader(outerDestination));
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
     */
    public void tunnel(
            Ipv4 careOf,
            Ipv4 homeAgent,
            Ipv4 home,
            Collection<Ipv4> receivesAt,
            Encapsulation encapsulation,
            Optional<HomeBroadcasts> broadcasts) {
        Away before = away;
        FlowPath old = before != null && before.homeAgent == homeAgent.bits() ? before.flow.path(0) : null;
        TunnelExit exit = old != null && before != null && before.flow.source() == careOf.bits()
                ? old.exit()
                : new TunnelExit(homeAgent, seed += TunnelExit.SEED_SPREAD);
        GreOrder order = old != null ? old.order() : new GreOrder();
        FlowCounters counters =
                before != null && before.home == home.bits() ? before.flow.counters() : new FlowCounters();
        FlowPath path = new FlowPath(exit, Wrapper.of(encapsulation), true, false, order);
        away = new Away(
                receivesAt.stream().mapToInt(Ipv4::bits).toArray(),
                broadcasts.orElse(null),
                new Flow(home.bits(), careOf.bits(), new FlowPath[] {path}, counters));
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
        if (now == null) {
            return DropReason.NO_TUNNEL.verdict();
        }
        if (datagram.source() != now.home) { // the home agent would refuse it (RFC 3024 §4.3.2)
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
    Optional<DropReason> admitWhole(PacketBuffer packet) {
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
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, now.flow.path(0));
        return refused.isPresent() ? refused : admitInner(packet, now);
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
        return now != null && now.home == quote.source() && now.flow.source() == source ? now.flow : null;
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
