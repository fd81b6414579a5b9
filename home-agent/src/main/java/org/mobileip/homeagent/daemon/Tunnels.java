package org.mobileip.homeagent.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.host.Dataplane;
import org.mobileip.host.Destination;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.Foreseen;

/**
 * What reaches the tunnels: a route to each home address whose node is away, or to all where the home network is virtual, and to each network that is forwarded to behind
 * it, with our own protocol number, so that a start after a crash finds exactly ours. While a router is not away, its networks
 * are reached by way of its home address on the home link.
 */
public final class Tunnels implements AutoCloseable {

    /** Who made a route. */
    static final int ROUTE_PROTOCOL = RoutesIntoTunnels.PROTOCOL;

    private final Dataplane dataplane;
    private final HostNetwork network;
    private final Ipv4 address;
    private final Map<Ipv4, Set<Route>> atHome = new HashMap<>();

    /** Who is forwarded to along several paths, or has routes of his own; of those with one path and nothing else the dataplane is asked. */
    private final Map<Ipv4, Had> others = new HashMap<>();

    /** Where something was refused half way: what is there is not what was asked for last. */
    private final Set<Ipv4> doubted = new HashSet<>();

    private final Map<Ipv4, Steering> steered = new HashMap<>();
    private boolean leavesRoutes;

    private final RoutesIntoTunnels intoTunnels;
    private final HeldRoutes held;

    /** What was asked for last, and the routes that are there for it. */
    private record Had(Terms terms, Set<Route> routes) {

        private static final Had NOTHING = new Had(new Terms(List.of(), List.of(), Optional.empty()), Set.of());
    }

    private record Terms(List<TunnelPath> paths, List<Ipv4Prefix> networks, Optional<Steering> steering) {

        /** Whether it is one path, and nothing else is to be known. */
        boolean isOfOnePath() {
            return networks.isEmpty() && steering.isEmpty() && paths.size() == 1;
        }

        /** Whether the same again changes nothing: no port is to be learnt anew, and no key was agreed on for the next time. */
        boolean isPlain() {
            for (TunnelPath each : paths) {
                if (each.udp().isPresent() || each.encapsulation() == Encapsulation.GRE) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Tunnels that all begin at {@code address}.
     *
     * @param addressIsOurs this machine has it, so that it can be the source of what the machine itself sends to nodes
     * @param mtu the longest datagram that every tunnel takes, in octets; empty: what Ethernet leaves of each
     */
    public Tunnels(Dataplane dataplane, HostNetwork network, Ipv4 address, boolean addressIsOurs, OptionalInt mtu) {
        this.dataplane = dataplane;
        this.network = network;
        this.address = address;
        this.intoTunnels = new RoutesIntoTunnels(
                dataplane::interfaceIndex, addressIsOurs ? Optional.of(address) : Optional.empty(), mtu.isPresent());
        this.held = new HeldRoutes(
                network,
                route -> doubted.add(route.destination().address())); // Not a network's alone: its node's is with it.
    }

    /** Takes away the routes of a home agent that died. Only when it is sure that none lives. */
    public static int removeStale(HostNetwork network) {
        List<Route> stale = network.routes().stream()
                .filter(route -> route.protocol() == ROUTE_PROTOCOL)
                .toList();
        stale.forEach(network::removeRoute);
        return stale.size();
    }

    /**
     * The networks behind {@code nodes}, and no others, are by way of them on the home link until they are away.
     *
     * @param homeLink the index of the home link; empty: the home network is virtual, and nobody is ever at home
     */
    public void routeHome(OptionalInt homeLink, List<HomeAgentConfig.Node> nodes) {
        Set<Ipv4> before = new HashSet<>(atHome.keySet());
        atHome.clear();
        homeLink.ifPresent(link -> nodes.forEach(node -> node.address()
                .filter(home -> !node.networks().isEmpty())
                .ifPresent(home -> {
                    atHome.put(home, throughNode(link, home, node.networks()));
                    if (!had(home).terms.paths.isEmpty()) {
                        return;
                    }
                    have(home, new Had(Had.NOTHING.terms, throughNode(link, home, node.networks())));
                })));
        before.stream()
                .filter(home ->
                        !atHome.containsKey(home) && had(home).terms.paths.isEmpty())
                .forEach(home -> have(home, Had.NOTHING));
    }

    private static Set<Route> throughNode(int link, Ipv4 home, List<Ipv4Prefix> networks) {
        Set<Route> through = new LinkedHashSet<>();
        for (Ipv4Prefix each : networks) {
            through.add(new Route(
                    each,
                    Optional.of(home),
                    link,
                    Optional.empty(),
                    Route.TABLE_MAIN,
                    ROUTE_PROTOCOL,
                    RoutesIntoTunnels.METRIC_OF_NETWORK));
        }
        return through;
    }

    /**
     * Tunnels along each of {@code paths}; none: nowhere, and the kernel routes as if there were no home agent. The kernel is not
     * asked again for what is there already: {@link #restore} is for what somebody else takes away.
     *
     * @param networks behind the node, reached like it
     */
    void forward(Ipv4 home, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        Terms wanted = new Terms(paths, networks, Optional.ofNullable(steered.get(home)));
        if (wanted.isPlain() && !paths.isEmpty() && isThere(home, wanted) && !doubted.contains(home)) {
            return;
        }
        doubted.add(home);
        put(home, wanted);
        if (!held.hasRefusal()) {
            doubted.remove(home);
        }
    }

    /**
     * The home network is virtual: what is sent to an address of it goes into tunnels by one route, and who sends to one that
     * has none is told. Somebody else's routes to it or to a part of it stay, and {@link #forward} puts others beside them.
     */
    public void leadAll(Ipv4Prefix homeNetwork) {
        network.putRoute(intoTunnels.leadAll(homeNetwork, network.destinations()));
        dataplane.beLastRouter(address, homeNetwork);
    }

    /**
     * Gives routes of their own to those whom somebody else's new ones would cut off.
     *
     * @return whether there may be such nodes
     * @throws HostException when one was refused: {@link #forward} puts it the next time
     */
    boolean yieldTo(List<NetworkChange> changes) {
        List<Destination> found = changes.contains(new NetworkChange.Overrun())
                ? network.destinations()
                : changes.stream()
                        .filter(NetworkChange.DestinationAdded.class::isInstance)
                        .map(change -> ((NetworkChange.DestinationAdded) change).destination())
                        .toList();
        boolean yields = intoTunnels.yieldTo(found);
        if (yields) {
            putAgain();
        }
        return yields;
    }

    private void putAgain() {
        held.hold();
        ofOnePath().flatMap(had -> had.routes.stream()).forEach(held::put);
        Map.copyOf(others).forEach((home, had) -> {
            if (!had.terms.paths.isEmpty()) {
                have(home, new Had(had.terms, intoTunnels(home, had.terms)));
            }
        });
        held.release();
    }

    /** Tunnels as {@code what} says for every home address that {@link #forward} has not said anything of since, until {@link #foreseeNothing}. */
    void foresee(Foreseen what) {
        dataplane.foresee(address, Optional.of(what));
    }

    /** All has been said. */
    void foreseeNothing() {
        dataplane.foresee(address, Optional.empty());
    }

    /** As {@link #had} says, without the routes that a renewal does not ask for. */
    private boolean isThere(Ipv4 home, Terms wanted) {
        Had other = others.get(home);
        return other == null
                ? wanted.isOfOnePath() && dataplane.path(home).equals(Optional.of(wanted.paths.get(0)))
                : wanted.equals(other.terms);
    }

    private Had had(Ipv4 home) {
        Had other = others.get(home);
        return other == null
                ? dataplane.path(home).map(path -> ofOnePath(home, path)).orElse(Had.NOTHING)
                : other;
    }

    private Stream<Had> ofOnePath() {
        return dataplane.homes().filter(home -> !others.containsKey(home)).map(this::had);
    }

    private Had ofOnePath(Ipv4 home, TunnelPath path) {
        Terms terms = new Terms(List.of(path), List.of(), Optional.empty());
        return new Had(terms, intoTunnels(home, terms));
    }

    /** Routes of home addresses may be put later than their tunnels are there, many with one call, until it says otherwise. */
    HeldRoutes held() {
        return held;
    }

    /** From the next {@link #forward} on, a datagram takes one of the paths; empty: a copy takes each. */
    void steer(Ipv4 home, Optional<Steering> how) {
        dataplane.steer(home, how);
        how.ifPresentOrElse(known -> steered.put(home, known), () -> steered.remove(home));
    }

    private void put(Ipv4 home, Terms terms) {
        Set<Route> before = had(home).routes;
        if (terms.paths.isEmpty()) {
            steered.remove(home);
            have(home, before, new Had(terms, atHome.getOrDefault(home, Set.of())));
            dataplane.stop(home);
        } else {
            dataplane.forward(home, address, terms.paths, terms.networks);
            have(home, before, new Had(terms, intoTunnels(home, terms)));
        }
    }

    private Set<Route> intoTunnels(Ipv4 home, Terms terms) {
        return intoTunnels.of(home, terms.paths, terms.networks);
    }

    /**
     * Puts back what somebody else has taken away.
     *
     * @return how many routes
     */
    int restore(List<NetworkChange> changes) {
        if (changes.contains(new NetworkChange.Overrun())) {
            List<Route> all = routes();
            all.forEach(network::putRoute);
            return all.size();
        }
        Set<Route> missing = new LinkedHashSet<>();
        for (NetworkChange change : changes) {
            if (change instanceof NetworkChange.RouteRemoved removed) {
                wantedInPlaceOf(removed.route()).ifPresent(missing::add);
            }
        }
        missing.forEach(network::putRoute);
        return missing.size();
    }

    private Optional<Route> wantedInPlaceOf(Route removed) {
        Optional<Route> all = intoTunnels.toAll().filter(route -> isInPlaceOf(route, removed));
        if (all.isPresent() || removed.protocol() != ROUTE_PROTOCOL) {
            return all.filter(route -> removed.protocol() == ROUTE_PROTOCOL);
        }
        Stream<Route> candidates = removed.destination().length() == 32
                ? had(removed.destination().address()).routes.stream()
                : others.values().stream().flatMap(had -> had.routes.stream());
        return candidates.filter(each -> isInPlaceOf(each, removed)).findFirst();
    }

    /** Every route of ours; a list as long as there are. */
    private List<Route> routes() {
        List<Route> all = new ArrayList<>();
        intoTunnels.toAll().ifPresent(all::add);
        ofOnePath().forEach(had -> all.addAll(had.routes));
        others.values().forEach(had -> all.addAll(had.routes));
        return all;
    }

    private void have(Ipv4 home, Had wanted) {
        have(home, had(home).routes, wanted);
    }

    /** Puts those, once more where they are there already, and takes away what was there for {@code home} beside them. */
    private void have(Ipv4 home, Set<Route> before, Had wanted) {
        List<Route> unwanted = before.isEmpty()
                ? List.of()
                : before.stream()
                        .filter(route -> wanted.routes.stream().noneMatch(each -> isInPlaceOf(each, route)))
                        .toList();
        wanted.routes.forEach(held::put);
        held.remove(unwanted);
        boolean isNothing = wanted.terms.paths.isEmpty() && wanted.routes.isEmpty();
        if (isNothing || wanted.terms.isOfOnePath()) {
            others.remove(home);
        } else {
            others.put(home, wanted);
        }
    }

    /** Whether the kernel has put {@code route} where {@code before} was. */
    private static boolean isInPlaceOf(Route route, Route before) {
        return route.destination().equals(before.destination()) && route.metric() == before.metric();
    }

    /** Takes away the routes of the one before that are none of these. */
    void removeUnwanted() {
        Map<Ipv4Prefix, Set<Long>> wanted = new HashMap<>();
        routes().forEach(route -> wanted.computeIfAbsent(route.destination(), key -> new HashSet<>())
                .add(route.metric()));
        network.routes().stream()
                .filter(route -> route.protocol() == ROUTE_PROTOCOL)
                .filter(route ->
                        !wanted.getOrDefault(route.destination(), Set.of()).contains(route.metric()))
                .forEach(network::removeRoute);
    }

    /** They stay behind when this is closed: they are another's then. */
    void leaveRoutes() {
        leavesRoutes = true;
    }

    Dataplane dataplane() {
        return dataplane;
    }

    @Override
    public void close() {
        if (!leavesRoutes) {
            removeBesideTunnels();
        }
        dataplane.close();
    }

    /** Those into tunnels go with the interface, all at once; one by one a million take longer than a stop may. */
    private void removeBesideTunnels() {
        for (Had had : others.values()) {
            for (Route route : had.routes) {
                if (route.linkIndex() != dataplane.interfaceIndex()) {
                    network.removeRoute(route);
                }
            }
        }
    }
}
