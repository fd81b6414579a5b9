package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The kernel state that goes with networks behind this node (RFC 5177 §5, §7): whatever they send goes through the tunnel,
 * wherever it goes, and what comes by the tunnel is forwarded to them. The tunnel refuses what has another source (§10); that
 * nobody there speaks as one of this machine's own addresses the kernel sees to, for which such a source is martian.
 * <pre>
 *   5199: from all iif LAN lookup 5212
 *   5199: from HOME fwmark 0x4d49 lookup 5210        only where a foreign agent receives: the tunnel begins at HOME then
 *   5201: from NETWORK lookup 5212                   this machine's own address there, and who has been spoken to from there
 *                                                    table 5212: what leads to LAN; default dev mip0
 * </pre>
 */
final class NetworkPlan {

    private static final int TABLE = 5212;
    private static final int PRIORITY_LAN = 5199;
    private static final int PRIORITY_NETWORK = 5201;

    private final CurrentSettings settings;
    private final MobileNetworks networks;

    NetworkPlan(CurrentSettings settings, MobileNetworks networks) {
        this.settings = settings;
        this.networks = networks;
    }

    /** Away: through {@code tunnel}. */
    HostState add(HostState away, NetworkView view, Link tunnel) {
        if (settings.network().isEmpty()) {
            return away;
        }
        String lan = settings.network().get().interfaceName();
        Set<Route> routes = new HashSet<>(away.routes());
        routes.add(new Route(
                Ipv4Prefix.ALL, Optional.empty(), tunnel.index(), Optional.empty(), TABLE, HostPlan.PROTOCOL, 0));
        view.linkNamed(lan).ifPresent(link -> routes.addAll(into(view.routesBy(link.index()))));
        Set<Rule> rules = new HashSet<>(away.rules());
        rules.add(new Rule(
                PRIORITY_LAN,
                Optional.empty(),
                OptionalInt.empty(),
                TABLE,
                OptionalInt.empty(),
                HostPlan.PROTOCOL,
                Optional.of(lan)));
        networks.tunnelled().forEach(network -> rules.add(from(network)));
        return away.with(routes, rules).forwarding(Set.of(lan, tunnel.name()));
    }

    /** The tunnel begins at the home address, whose way in {@code table} leads to the foreign agent. */
    HostState addFromHome(HostState away, Ipv4 home, int table) {
        if (settings.network().isEmpty()) {
            return away;
        }
        Set<Rule> rules = new HashSet<>(away.rules());
        rules.add(new Rule(
                PRIORITY_LAN,
                Optional.of(Ipv4Prefix.host(home)),
                OptionalInt.of(HostPlan.MARK),
                table,
                OptionalInt.empty(),
                HostPlan.PROTOCOL));
        return away.with(away.routes(), rules);
    }

    /** At home this node is a router like others: between the home link and its own. */
    HostState atHome(HostState home, String homeLink) {
        return settings.network()
                .map(network -> home.forwarding(Set.of(network.interfaceName(), homeLink)))
                .orElse(home);
    }

    private static List<Route> into(List<Route> ofMain) {
        return ofMain.stream()
                .map(route -> new Route(
                        route.destination(),
                        route.gateway(),
                        route.linkIndex(),
                        Optional.empty(),
                        TABLE,
                        HostPlan.PROTOCOL,
                        route.metric()))
                .toList();
    }

    private static Rule from(Ipv4Prefix network) {
        return new Rule(
                PRIORITY_NETWORK,
                Optional.of(network),
                OptionalInt.empty(),
                TABLE,
                OptionalInt.empty(),
                HostPlan.PROTOCOL);
    }
}
