package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
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
 * Where only some destinations are tunnelled, table 5210 holds those, and rule 5201 names table 5211 with the default
 * route: what is sent from the home address must be tunnelled wherever it goes. Without a reverse tunnel nothing is.
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

    private final Settings settings;
    private final HomeAddress homeAddress;

    HostPlan(Settings settings, HomeAddress homeAddress) {
        this.settings = settings;
        this.homeAddress = homeAddress;
    }

    /** On the home link: the home address there, and a default route unless somebody has made one. */
    HostState atHome(NetworkView network, Attachment.AtHome home, Set<LinkAddress> ours) {
        Optional<InterfaceAddress> known = homeAddress.known();
        if (known.isEmpty()) {
            return idle(network);
        }
        Set<Route> routes = new HashSet<>();
        if (home.router().isPresent()
                && network.defaultRoute(home.linkIndex(), PROTOCOL).isEmpty()) {
            routes.add(new Route(
                    Ipv4Prefix.ALL,
                    home.router(),
                    home.linkIndex(),
                    homeAddress.address(),
                    Route.TABLE_MAIN,
                    PROTOCOL,
                    METRIC_AT_HOME));
        }
        Set<LinkAddress> addresses = withHomeLink(network, new LinkAddress(home.linkIndex(), known.get()), ours);
        return new HostState(addresses, routes, Set.of(), silentLinks(network, home.interfaceName()));
    }

    /**
     * On a link that says it is home, while the tunnel by {@code careOf} still works: the home address is there already, and
     * everything goes on by the tunnel until the home agent has said so too.
     */
    HostState arriving(NetworkView network, Attachment.AtHome home, Set<LinkAddress> ours, Optional<Ipv4> careOf) {
        HostState away = away(network, careOf);
        Set<LinkAddress> addresses = new HashSet<>(away.addresses());
        homeAddress
                .known()
                .map(known -> new LinkAddress(home.linkIndex(), known))
                .ifPresent(address -> addresses.addAll(withHomeLink(network, address, ours)));
        return new HostState(addresses, away.routes(), away.rules(), silentLinks(network, home.interfaceName()));
    }

    /** What somebody else has put on the home link is not ours to put. */
    private Set<LinkAddress> withHomeLink(NetworkView network, LinkAddress address, Set<LinkAddress> ours) {
        Set<LinkAddress> addresses = tunnelAddress(network);
        if (!network.has(address) || ours.contains(address)) {
            addresses.add(address);
        }
        return addresses;
    }

    /** Away, by this care-of address; without one the tunnel is kept for what is under way, and leads nowhere yet. */
    HostState away(NetworkView network, Optional<Ipv4> careOf) {
        Optional<Link> tunnel = network.linkNamed(settings.tunnel().interfaceName());
        Optional<Ipv4> home = homeAddress.address();
        if (tunnel.isEmpty() || home.isEmpty() || !settings.tunnel().reverse()) {
            return idle(network);
        }
        Set<String> silent = silentLinks(network, "");
        return new HostState(
                tunnelAddress(network),
                tunnelRoutes(tunnel.get().index(), home.get()),
                rules(home.get(), careOf),
                silent);
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

    private boolean isEverythingTunnelled() {
        return settings.tunnel().destinations().contains(Ipv4Prefix.ALL);
    }

    private Set<Route> tunnelRoutes(int tunnelIndex, Ipv4 home) {
        Set<Route> routes = new HashSet<>();
        for (Ipv4Prefix destination : settings.tunnel().destinations()) {
            routes.add(tunnelRoute(destination, tunnelIndex, home, TABLE));
        }
        if (!isEverythingTunnelled()) {
            routes.add(tunnelRoute(Ipv4Prefix.ALL, tunnelIndex, home, TABLE_FROM_HOME));
        }
        return routes;
    }

    private static Route tunnelRoute(Ipv4Prefix destination, int tunnelIndex, Ipv4 home, int table) {
        return new Route(destination, Optional.empty(), tunnelIndex, Optional.of(home), table, PROTOCOL, 0);
    }

    private Set<Rule> rules(Ipv4 speaksAs, Optional<Ipv4> careOf) {
        Ipv4Prefix home = Ipv4Prefix.host(speaksAs);
        OptionalInt none = OptionalInt.empty();
        int fromHome = isEverythingTunnelled() ? TABLE : TABLE_FROM_HOME;
        Set<Rule> rules = new HashSet<>();
        rules.add(new Rule(PRIORITY_MARK, Optional.empty(), OptionalInt.of(MARK), Route.TABLE_MAIN, none, PROTOCOL));
        rules.add(new Rule(PRIORITY_HOME, Optional.of(home), none, fromHome, none, PROTOCOL));
        careOf.map(Ipv4Prefix::host)
                .map(source -> new Rule(PRIORITY_CARE_OF, Optional.of(source), none, Route.TABLE_MAIN, none, PROTOCOL))
                .ifPresent(rules::add);
        rules.add(new Rule(PRIORITY_MAIN, Optional.empty(), none, Route.TABLE_MAIN, OptionalInt.of(0), PROTOCOL));
        rules.add(new Rule(PRIORITY_TUNNEL, Optional.empty(), none, TABLE, none, PROTOCOL));
        return rules;
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
