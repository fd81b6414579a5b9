package org.mobileip.host;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.BlackHole;
import org.mobileip.tunnel.FlowCounters;
import org.mobileip.tunnel.ForeignAgentEnd;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.PathState;
import org.mobileip.tunnel.TunnelEnd;

/** A dataplane all of whose packets are judged by a {@link TunnelEnd} of its own: what that alone knows is answered here. */
public abstract class EndDataplane implements VisitorDataplane {

    private final TunnelEnd end;

    /** One that asks {@code end}, which is a home agent's, a mobile node's or a foreign agent's. */
    protected EndDataplane(TunnelEnd end) {
        this.end = end;
    }

    /** Whoever's it is. */
    protected final TunnelEnd end() {
        return end;
    }

    /**
     * The end of a home agent.
     *
     * @throws IllegalStateException when it is another's
     */
    protected final HomeAgentEnd homeAgentEnd() {
        if (end instanceof HomeAgentEnd agent) {
            return agent;
        }
        throw new IllegalStateException("this dataplane was not opened for a home agent");
    }

    /**
     * The end of a foreign agent.
     *
     * @throws IllegalStateException when it is another's
     */
    protected final ForeignAgentEnd foreignAgentEnd() {
        if (end instanceof ForeignAgentEnd agent) {
            return agent;
        }
        throw new IllegalStateException("this dataplane was not opened for a foreign agent");
    }

    /**
     * The end of a mobile node.
     *
     * @throws IllegalStateException when it is another's
     */
    protected final MobileNodeEnd mobileNodeEnd() {
        if (end instanceof MobileNodeEnd node) {
            return node;
        }
        throw new IllegalStateException("this dataplane was not opened for a mobile node");
    }

    @Override
    public final Optional<TunnelPath> path(Ipv4 home) {
        return homeAgentEnd().path(home);
    }

    @Override
    public final Stream<Ipv4> homes() {
        return homeAgentEnd().homes();
    }

    @Override
    public final void beLastRouter(Ipv4 from, Ipv4Prefix network) {
        homeAgentEnd().beLastRouter(from, network);
    }

    @Override
    public final void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        homeAgentEnd().agree(home, careOf, keys);
    }

    @Override
    public final void steer(Ipv4 home, Optional<Steering> how) {
        homeAgentEnd().steer(home, how);
    }

    @Override
    public final OptionalInt answeredKeepalive() {
        return mobileNodeEnd().answeredKeepalive();
    }

    @Override
    public final OptionalInt toldPort(Ipv4 home, Ipv4 address) {
        return homeAgentEnd().port(home, address);
    }

    @Override
    public final TunnelCounters of(Ipv4 home) {
        return flowOf(home)
                .map(flow -> counters(flow.encapsulatedPackets() + flow.decapsulatedPackets(), flow, new TreeMap<>()))
                .orElse(TunnelCounters.ZERO);
    }

    private Optional<FlowCounters> flowOf(Ipv4 home) {
        if (end instanceof HomeAgentEnd agent) {
            return agent.counters(home);
        }
        return end instanceof ForeignAgentEnd agent
                ? agent.counters(home)
                : mobileNodeEnd().counters(home);
    }

    /** What a path has counted. */
    protected static TunnelCounters counters(PathCounters path) {
        SortedMap<String, Long> drops = new TreeMap<>();
        path.addDropsTo(drops);
        return counters(path.received(), path.forwarded(), drops);
    }

    private static TunnelCounters counters(long received, FlowCounters forwarded, SortedMap<String, Long> drops) {
        return new TunnelCounters(
                received,
                forwarded.encapsulatedPackets(),
                forwarded.encapsulatedOctets(),
                forwarded.decapsulatedPackets(),
                forwarded.decapsulatedOctets(),
                drops);
    }

    @Override
    public final Optional<PathState> state(Ipv4 home, Ipv4 exit) {
        if (end instanceof HomeAgentEnd agent) {
            return agent.state(home, exit);
        }
        return end instanceof ForeignAgentEnd agent
                ? agent.state(home)
                : mobileNodeEnd().state();
    }

    @Override
    public final Optional<BlackHole> blackHole() {
        return end.blackHole();
    }
}
