package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The kernel state that goes with a point of attachment.
 *
 * <p>Away, applications shall send from the home address into the tunnel, what the tunnel sends shall not enter it again,
 * and sockets bound to the care-of address shall go on as if there were no tunnel:
 * <pre>
 *   5200: from all fwmark 0x4d49 lookup main
 *   5201: from HOME lookup 5210
 *   5202: from CAREOF lookup main
 *   5203: from all lookup main suppress_prefixlength 0
 *   5204: from all lookup 5210                            table 5210: default dev mip0 src HOME
 * </pre>
 * Where a foreign agent receives for the node, the default route of table 5210 leads to it instead of into the tunnel, by
 * its link-layer address, and rule 5202 is missing: it is the first-hop router (§4.2.1, RFC 3024 §5.1.1). In the
 * encapsulating delivery style the route leads into the tunnel, and the tunnel to the foreign agent.
 *
 * <p>Where only some destinations are tunnelled, table 5210 holds those, and rule 5201 names table 5211 with the default
 * route: what is sent from the home address must be tunnelled wherever it goes. Without a reverse tunnel nothing is. Before the first
 * registration there are rules 5200 and 5201 only.
 *
 * <p>At home everything goes its way, but what is sent from the home address leaves by the home link, or into the tunnel, which leads
 * nowhere then:
 * <pre>
 *   5200: from all fwmark 0x4d49 lookup main
 *   5200: from HOME lookup main suppress_prefixlength 0
 *   5201: from HOME lookup 5210                          table 5210: default via ROUTER dev LINK src HOME
 *                                                                    default dev mip0 src HOME metric 1
 * </pre>
 * When the home link goes, another one may have the default route before this program knows: a NAT there would make another sender of who
 * speaks from the home address, and correspondents end a connection in which they do not know the sender.
 */
public final class HostPlan {

    /** Who made a route or rule, in the kernel's tables: us. */
    public static final int PROTOCOL = 78;

    /** The firewall mark of what must not enter the tunnel. */
    public static final int MARK = 0x4d49;

    private static final int TABLE = 5210;
    private static final int TABLE_FROM_HOME = 5211;
    private static final int PRIORITY_MARK = 5200;
    private static final int PRIORITY_HOME = 5201;
    private static final int PRIORITY_CARE_OF = 5202;
    private static final int PRIORITY_MAIN = 5203;
    private static final int PRIORITY_TUNNEL = 5204;

    /** Better than what DHCP clients put, and in nobody's way: metric 0 is for routes put by hand. */
    private static final int METRIC_AT_HOME = 1;

    /** In nobody's way either. */
    private static final int METRIC_OF_AGENT = 1;

    /** Worse than any other in its table; what leads elsewhere replaces that, so that it is never without one. */
    private static final int METRIC_OF_GUARD = 1;

    private final CurrentSettings settings;
    private final HomeAddress homeAddress;
    private final NetworkPlan behind;

    HostPlan(CurrentSettings settings, HomeAddress homeAddress) {
        this.behind = new NetworkPlan(settings, homeAddress.networks());
        this.settings = settings;
        this.homeAddress = homeAddress;
    }

    /** On the home link: the home address there, and a default route unless somebody has made one. */
    HostState atHome(NetworkView network, Attachment.AtHome home, Set<LinkAddress> ours) {
        Optional<Route> others = network.defaultRoute(home.linkIndex(), PROTOCOL);
        Set<Route> routes = new HashSet<>();
        if (home.router().isPresent() && others.isEmpty()) {
            routes.add(byDefault(home, home.router(), Route.TABLE_MAIN, METRIC_AT_HOME));
        }
        HostState unguarded = new HostState(
                addressesOn(network, home, ours), routes, Set.of(), silentLinks(network, home.interfaceName()));
        return behind.atHome(guarded(unguarded, network, home, others), home.interfaceName());
    }

    /**
     * The kernel is quicker than we are when the home link goes: what is sent from the home address goes on by that link alone, and into the
     * tunnel, which leads nowhere, once its routes are gone.
     */
    private HostState guarded(
            HostState unguarded, NetworkView network, Attachment.AtHome home, Optional<Route> others) {
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> address = homeAddress.address();
        if (tunnel.isEmpty() || address.isEmpty() || !settings.tunnel().reverse()) {
            return unguarded;
        }
        Set<Route> routes = new HashSet<>(unguarded.routes());
        routes.add(fromHomeInto(tunnel.get(), METRIC_OF_GUARD));
        if (others.isPresent() || home.router().isPresent()) {
            Optional<Ipv4> router = others.isPresent() ? others.get().gateway() : home.router();
            routes.add(byDefault(home, router, tableOfHome(), 0));
        }
        Rule asEver = new Rule(
                PRIORITY_MARK,
                address.map(Ipv4Prefix::host),
                OptionalInt.empty(),
                Route.TABLE_MAIN,
                OptionalInt.of(0),
                PROTOCOL);
        return unguarded.with(routes, Set.of(ofMarked(), asEver, fromHome(address.get())));
    }

    private Route byDefault(Attachment.AtHome home, Optional<Ipv4> router, int table, int metric) {
        return new Route(Ipv4Prefix.ALL, router, home.linkIndex(), homeAddress.address(), table, PROTOCOL, metric);
    }

    private Route fromHomeInto(Link tunnel, int metric) {
        return new Route(
                Ipv4Prefix.ALL,
                Optional.empty(),
                tunnel.index(),
                homeAddress.address(),
                tableOfHome(),
                PROTOCOL,
                metric);
    }

    /**
     * On a link that says it is home, while the way before still works: the home address is there already, and everything
     * goes on by that way until the home agent has said so too.
     */
    HostState arriving(
            NetworkView network, Attachment.AtHome home, Set<LinkAddress> ours, Optional<Attachment.Away> way) {
        HostState away = way.map(still -> away(network, still, still)).orElseGet(() -> lost(network));
        return new HostState(
                addressesOn(network, home, ours),
                away.routes(),
                away.rules(),
                silentLinks(network, home.interfaceName()),
                away.neighbours(),
                false,
                withHomeLink(away.forwardingLinks(), home.interfaceName()));
    }

    private static Set<String> withHomeLink(Set<String> forwarding, String homeLink) {
        Set<String> links = new HashSet<>(forwarding);
        if (!forwarding.isEmpty()) {
            links.add(homeLink);
        }
        return links;
    }

    /** On the tunnel's device and on the home link; but what somebody else has put there is not ours to put. */
    private Set<LinkAddress> addressesOn(NetworkView network, Attachment.AtHome home, Set<LinkAddress> ours) {
        Set<LinkAddress> addresses = tunnelAddress(network);
        homeAddress
                .known()
                .map(known -> new LinkAddress(home.linkIndex(), known))
                .filter(address -> !network.has(address) || ours.contains(address))
                .ifPresent(addresses::add);
        return addresses;
    }

    /** Away without a point of attachment: the tunnel is kept for what is under way, and leads nowhere yet. */
    HostState lost(NetworkView network) {
        return tunnelled(network, Optional.empty());
    }

    /**
     * Away, and no home agent has answered yet: all goes its way as without a tunnel, but for what is sent from the home address. That would
     * be answered to where the node is not, and a NAT would make another sender of it, whom its correspondents know nothing of: they
     * would say so, and end the connection. It goes into the tunnel, which leads nowhere yet.
     */
    HostState unregistered(NetworkView network) {
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> home = homeAddress.address();
        if (tunnel.isEmpty() || home.isEmpty() || !settings.tunnel().reverse()) {
            return idle(network);
        }
        return new HostState(
                tunnelAddress(network),
                Set.of(fromHomeInto(tunnel.get(), 0)),
                Set.of(ofMarked(), fromHome(home.get())),
                silentLinks(network, ""));
    }

    /** At {@code where}, while datagrams flow by {@code way}. */
    HostState away(NetworkView network, Attachment.Away where, Attachment.Away way) {
        Optional<Ipv4> own =
                where instanceof Attachment.Visiting visiting ? Optional.of(visiting.careOf()) : Optional.empty();
        return way instanceof Attachment.Served served ? served(network, own, served.by()) : tunnelled(network, own);
    }

    private HostState tunnelled(NetworkView network, Optional<Ipv4> careOf) {
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> home = homeAddress.address();
        if (tunnel.isEmpty() || home.isEmpty()) {
            return idle(network);
        }
        if (!settings.tunnel().reverse()) {
            return new HostState(tunnelAddress(network), broadcastRoutes(network), Set.of(), silentLinks(network, ""));
        }
        Set<Route> routes = routesFrom(home.get(), tunnel.get().index(), Optional.empty());
        routes.addAll(broadcastRoutes(network));
        HostState away =
                new HostState(tunnelAddress(network), routes, rules(home.get(), careOf), silentLinks(network, ""));
        return behind.add(away, network, tunnel.get());
    }

    /** Whatever the node sends as its home address it can send to the foreign agent only: there is no other address. */
    private HostState served(NetworkView network, Optional<Ipv4> careOf, ForeignAgent agent) {
        Optional<Ipv4> home = homeAddress.address();
        if (home.isEmpty()) {
            return idle(network);
        }
        Optional<Link> device = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Link> tunnel = device.filter(there -> settings.roaming().delivery() == DeliveryStyle.ENCAPSULATING);
        Set<Route> routes = tunnel.map(into -> routesFrom(home.get(), into.index(), Optional.empty()))
                .orElseGet(() -> routesFrom(home.get(), agent.linkIndex(), Optional.of(agent.address())));
        routes.add(new Route(
                Ipv4Prefix.host(agent.address()),
                Optional.empty(),
                agent.linkIndex(),
                home,
                Route.TABLE_MAIN,
                PROTOCOL,
                METRIC_OF_AGENT));
        routes.addAll(broadcastRoutes(network));
        HostState served = new HostState(
                tunnelAddress(network),
                routes,
                rules(home.get(), careOf),
                silentLinks(network, ""),
                Set.of(new Neighbour(agent.linkIndex(), agent.address(), agent.mac(), PROTOCOL)),
                false,
                Set.of());
        return device.map(into -> behind.add(served, network, into))
                .map(both -> behind.addFromHome(both, home.get(), tableOfHome()))
                .orElse(served);
    }

    /** As {@code before}, but the home address is on no link, and none answers for it. */
    HostState silent(NetworkView network, HostState before) {
        Set<LinkAddress> addresses = new HashSet<>(before.addresses());
        addresses.retainAll(tunnelAddress(network));
        return addresses.size() == before.addresses().size()
                ? before
                : new HostState(addresses, before.routes(), before.rules(), silentLinks(network, ""))
                        .forwarding(before.forwardingLinks());
    }

    /** Neither home nor tunnelling. */
    HostState idle(NetworkView network) {
        return new HostState(tunnelAddress(network), Set.of(), Set.of(), silentLinks(network, ""));
    }

    /** The TUN device has the home address wherever the node is, so that sockets bound to it live through every move. */
    private Set<LinkAddress> tunnelAddress(NetworkView network) {
        Set<LinkAddress> addresses = new HashSet<>();
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> home = homeAddress.address();
        if (tunnel.isPresent() && home.isPresent()) {
            addresses.add(new LinkAddress(tunnel.get().index(), new InterfaceAddress(home.get(), 32)));
        }
        return addresses;
    }

    /** What comes out of the tunnel for the home network's broadcast address is for this machine, where it asked for that. */
    private Set<Route> broadcastRoutes(NetworkView network) {
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> broadcast = settings.broadcast().filter(address -> !address.isBroadcast());
        Optional<Ipv4> home = homeAddress.address();
        return tunnel.isPresent() && broadcast.isPresent() && home.isPresent()
                ? Set.of(Route.broadcast(broadcast.get(), tunnel.get().index(), home.get(), PROTOCOL))
                : Set.of();
    }

    private boolean isEverythingTunnelled() {
        return settings.tunnel().destinations().contains(Ipv4Prefix.ALL);
    }

    private Set<Route> routesFrom(Ipv4 home, int linkIndex, Optional<Ipv4> router) {
        Set<Route> routes = new HashSet<>();
        for (Ipv4Prefix destination : settings.tunnel().destinations()) {
            routes.add(new Route(destination, router, linkIndex, Optional.of(home), TABLE, PROTOCOL, 0));
        }
        if (!isEverythingTunnelled()) {
            routes.add(new Route(Ipv4Prefix.ALL, router, linkIndex, Optional.of(home), TABLE_FROM_HOME, PROTOCOL, 0));
        }
        return routes;
    }

    private Set<Rule> rules(Ipv4 speaksAs, Optional<Ipv4> careOf) {
        OptionalInt none = OptionalInt.empty();
        Set<Rule> rules = new HashSet<>(Set.of(ofMarked(), fromHome(speaksAs)));
        careOf.map(Ipv4Prefix::host)
                .map(source -> new Rule(PRIORITY_CARE_OF, Optional.of(source), none, Route.TABLE_MAIN, none, PROTOCOL))
                .ifPresent(rules::add);
        rules.add(new Rule(PRIORITY_MAIN, Optional.empty(), none, Route.TABLE_MAIN, OptionalInt.of(0), PROTOCOL));
        rules.add(new Rule(PRIORITY_TUNNEL, Optional.empty(), none, TABLE, none, PROTOCOL));
        return rules;
    }

    private static Rule ofMarked() {
        return new Rule(
                PRIORITY_MARK, Optional.empty(), OptionalInt.of(MARK), Route.TABLE_MAIN, OptionalInt.empty(), PROTOCOL);
    }

    private Rule fromHome(Ipv4 home) {
        return new Rule(
                PRIORITY_HOME,
                Optional.of(Ipv4Prefix.host(home)),
                OptionalInt.empty(),
                tableOfHome(),
                OptionalInt.empty(),
                PROTOCOL);
    }

    /** Where what is sent from the home address finds its way. */
    private int tableOfHome() {
        return isEverythingTunnelled() ? TABLE : TABLE_FROM_HOME;
    }

    private Set<String> silentLinks(NetworkView network, String exceptHome) {
        Set<String> names = new HashSet<>();
        for (Link link : network.links()) {
            if (settings.rank(link.name()) >= 0 && !link.name().equals(exceptHome)) {
                names.add(link.name());
            }
        }
        return names;
    }
}
