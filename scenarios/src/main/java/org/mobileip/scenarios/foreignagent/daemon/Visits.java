package org.mobileip.scenarios.foreignagent.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.VisitorDataplane;
import org.mobileip.host.VisitorTunnel;
import org.mobileip.host.VisitorTunnel.DeliveryStyle;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.foreignagent.Visitor;

/**
 * What serves a visitor on this machine: its tunnel; a route to its home address on the link and its Ethernet address, so that
 * nobody asks for it by ARP (RFC 5944 §4.2.2); a rule that sends what it sends back through the tunnel. All of it carries our
 * own protocol number, so that a start after a crash finds exactly ours.
 *
 * <pre>
 *   main       HOME dev LINK                        out of the tunnel, to the node
 *   5300       from HOME iif LINK lookup 5310       direct delivery
 *   5300       from HOME iif TUNNEL lookup 5310     encapsulating delivery: only what the node had wrapped
 *   5310       default dev TUNNEL
 * </pre>
 */
public final class Visits implements AutoCloseable {

    /** Who made a route or rule, in {@code ip route} as {@code proto 79}. */
    public static final int PROTOCOL = 79;

    private static final int TABLE = 5310;
    private static final int PRIORITY = 5300;

    private final VisitorDataplane dataplane;
    private final HostNetwork network;
    private final Link link;
    private final Ipv4 address;
    private final Journal journal;
    private final Map<Ipv4, Visitor> served = new HashMap<>();

    /**
     * Nobody visits yet.
     *
     * @param address ours on the link, to which nodes encapsulate
     */
    public Visits(VisitorDataplane dataplane, HostNetwork network, Link link, Ipv4 address, Journal journal) {
        this.dataplane = dataplane;
        this.network = network;
        this.link = link;
        this.address = address;
        this.journal = journal;
        network.putRoute(backThroughTheTunnel());
    }

    /** Takes away what a foreign agent left that died; how much that was. Only when it is sure that none lives. */
    public static int removeStale(HostNetwork network) {
        List<Route> routes = network.routes().stream()
                .filter(route -> route.protocol() == PROTOCOL)
                .toList();
        routes.forEach(network::removeRoute);
        network.neighbours().stream()
                .filter(neighbour -> neighbour.protocol() == PROTOCOL)
                .forEach(network::removeNeighbour);
        List<Rule> rules = network.rules().stream()
                .filter(rule -> rule.protocol() == PROTOCOL)
                .toList();
        rules.forEach(network::removeRule);
        return routes.size() + rules.size();
    }

    void serve(Visitor visitor) {
        Optional<Visitor> before = Optional.ofNullable(served.put(visitor.home(), visitor));
        before.filter(old -> !ruleOf(old).equals(ruleOf(visitor)))
                .flatMap(this::ruleOf)
                .ifPresent(network::removeRule);
        dataplane.serve(new VisitorTunnel(
                visitor.home(),
                visitor.careOf(),
                visitor.homeAgent(),
                visitor.encapsulation(),
                visitor.reverse(),
                visitor.encapsulates() ? DeliveryStyle.ENCAPSULATING : DeliveryStyle.DIRECT,
                address));
        network.putNeighbour(neighbour(visitor));
        network.putRoute(routeTo(visitor.home()));
        ruleOf(visitor).ifPresent(network::addRule);
    }

    void release(Ipv4 home) {
        Optional.ofNullable(served.remove(home)).ifPresent(this::undo);
    }

    private void undo(Visitor visitor) {
        TunnelCounters counters = dataplane.of(visitor.home());
        ruleOf(visitor).ifPresent(network::removeRule);
        network.removeRoute(routeTo(visitor.home()));
        network.removeNeighbour(neighbour(visitor));
        dataplane.release(visitor.home());
        journal.served(visitor.home(), counters);
    }

    private Neighbour neighbour(Visitor visitor) {
        return new Neighbour(link.index(), visitor.home(), visitor.mac(), PROTOCOL);
    }

    private Route routeTo(Ipv4 home) {
        return route(Ipv4Prefix.host(home), link.index(), Route.TABLE_MAIN);
    }

    private Route backThroughTheTunnel() {
        return route(Ipv4Prefix.ALL, dataplane.interfaceIndex(), TABLE);
    }

    private static Route route(Ipv4Prefix destination, int linkIndex, int table) {
        return new Route(destination, Optional.empty(), linkIndex, Optional.empty(), table, PROTOCOL, 0);
    }

    private Optional<Rule> ruleOf(Visitor visitor) {
        if (!visitor.reverse()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                PRIORITY,
                Optional.of(Ipv4Prefix.host(visitor.home())),
                OptionalInt.empty(),
                TABLE,
                OptionalInt.empty(),
                PROTOCOL,
                Optional.of(visitor.encapsulates() ? dataplane.interfaceName() : link.name())));
    }

    @Override
    public void close() {
        List.copyOf(served.values()).forEach(this::undo);
        served.clear();
        network.removeRoute(backThroughTheTunnel());
    }
}
