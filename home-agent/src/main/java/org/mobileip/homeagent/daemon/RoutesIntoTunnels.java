package org.mobileip.homeagent.daemon;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.mobileip.host.Destination;
import org.mobileip.host.Link;
import org.mobileip.host.Route;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;

/** Which routes lead into tunnels. Puts none. */
final class RoutesIntoTunnels {

    /** Who made a route, in {@code ip route} as {@code proto 77}. */
    static final int PROTOCOL = 77;

    /** A route to the same network that somebody has put by hand is better, and stays. */
    static final int METRIC_OF_NETWORK = 1;

    /** Of nearly all tunnels; a narrower one tells senders by itself what fits into it. */
    private static final int USUAL_OVERHEAD = Encapsulation.IPIP.overhead();

    private final IntSupplier linkIndex;
    private final Optional<Ipv4> source;
    private final boolean isMtuOfInterface;
    private Optional<HomesRoute> toAll = Optional.empty();

    /**
     * Routes to single home addresses, until {@link #leadAll}.
     *
     * @param linkIndex that of the tunnels' interface
     * @param source of what this machine itself sends to nodes
     * @param isMtuOfInterface whether each tunnel takes what its interface takes; else a route says what it takes of an Ethernet's packet
     */
    RoutesIntoTunnels(IntSupplier linkIndex, Optional<Ipv4> source, boolean isMtuOfInterface) {
        this.linkIndex = linkIndex;
        this.source = source;
        this.isMtuOfInterface = isMtuOfInterface;
    }

    /** From now on this one leads to all of {@code homeNetwork} that none of {@code others} leads to. */
    Route leadAll(Ipv4Prefix homeNetwork, List<Destination> others) {
        HomesRoute all = new HomesRoute(to(homeNetwork, HomesRoute.METRIC, USUAL_OVERHEAD));
        others.forEach(all::yieldTo);
        toAll = Optional.of(all);
        return all.route();
    }

    /** The one that leads to all, where there is one. */
    Optional<Route> toAll() {
        return toAll.map(HomesRoute::route);
    }

    /** Others have routes to these; whether {@link #of} says something else since. */
    boolean yieldTo(List<Destination> others) {
        boolean yields = false;
        for (Destination each : others) {
            yields |= toAll.isPresent() && toAll.get().yieldTo(each);
        }
        return yields;
    }

    /** Those that a node needs of its own: to its home address, unless that is led to with all others, and to the networks behind it. */
    Set<Route> of(Ipv4 home, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        boolean isLed = toAll.isPresent() && toAll.get().leadsTo(home);
        if (isLed && networks.isEmpty()) {
            return Set.of();
        }
        int overhead = paths.stream().mapToInt(TunnelPath::overhead).max().orElse(0);
        Set<Route> routes = new LinkedHashSet<>();
        if (!isLed) {
            routes.add(to(Ipv4Prefix.host(home), 0, overhead));
        }
        networks.forEach(each -> routes.add(to(each, METRIC_OF_NETWORK, overhead)));
        return routes;
    }

    /**
     * With the MTU of the widest tunnel that may be agreed on for all, the interface takes more than most: the kernel, which is
     * quicker at it than we are, tells senders what fits into this one.
     *
     * @param overhead what the tunnel adds, in octets
     */
    private Route to(Ipv4Prefix destination, long metric, int overhead) {
        Route route = new Route(
                destination, Optional.empty(), linkIndex.getAsInt(), source, Route.TABLE_MAIN, PROTOCOL, metric);
        return isMtuOfInterface ? route : route.taking(Link.ETHERNET_MTU - overhead);
    }
}
