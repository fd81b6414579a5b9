package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The machine's links, addresses and routes as the kernel has told of them. The kernel does not tell of the routes that go
 * with a link that is taken down, or with the last address of a link: they are dropped here by the same rules.
 */
final class NetworkView {

    /** What the kernel takes for one place in a table. */
    private record Slot(Ipv4Prefix destination, int table, long metric) {
        static Slot of(Route route) {
            return new Slot(route.destination(), route.table(), route.metric());
        }
    }

    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private final Set<LinkAddress> addresses = new LinkedHashSet<>();
    private final Map<Slot, Route> routes = new LinkedHashMap<>();

    void replaceAll(List<Link> allLinks, List<LinkAddress> allAddresses, List<Route> allRoutes) {
        links.clear();
        addresses.clear();
        routes.clear();
        allLinks.forEach(link -> links.put(link.index(), link));
        addresses.addAll(allAddresses);
        allRoutes.forEach(route -> routes.putIfAbsent(Slot.of(route), route));
    }

    void apply(NetworkChange change) {
        if (change instanceof NetworkChange.LinkChanged changed) {
            linkChanged(changed.link());
        } else if (change instanceof NetworkChange.LinkRemoved removed) {
            links.remove(removed.index());
            addresses.removeIf(address -> address.linkIndex() == removed.index());
            dropRoutesBy(removed.index());
        } else if (change instanceof NetworkChange.AddressAdded added) {
            addresses.add(added.address());
        } else if (change instanceof NetworkChange.AddressRemoved removed) {
            addressRemoved(removed.address());
        } else if (change instanceof NetworkChange.RouteAdded added) {
            routes.put(Slot.of(added.route()), added.route());
        } else if (change instanceof NetworkChange.RouteRemoved removed) {
            Slot slot = Slot.of(removed.route());
            Route known = routes.get(slot);
            if (known != null && isSamePath(known, removed.route())) {
                routes.remove(slot);
            }
        } else if (!isOfRules(change)) {
            throw new AssertionError("unknown change: " + change);
        }
    }

    /** Rules matter to those who put them; an overrun is answered by reading everything. */
    private static boolean isOfRules(NetworkChange change) {
        return change instanceof NetworkChange.RuleAdded
                || change instanceof NetworkChange.RuleRemoved
                || change instanceof NetworkChange.Overrun;
    }

    private void linkChanged(Link link) {
        links.put(link.index(), link);
        if (!link.up()) {
            dropRoutesBy(link.index());
        }
    }

    private void addressRemoved(LinkAddress gone) {
        addresses.remove(gone);
        Ipv4 address = gone.address().address();
        if (!hasAnywhere(address)) {
            Optional<Ipv4> source = Optional.of(address);
            routes.values().removeIf(route -> route.source().equals(source));
        }
        if (addressesOf(gone.linkIndex()).isEmpty()) {
            dropRoutesBy(gone.linkIndex());
        }
    }

    private boolean hasAnywhere(Ipv4 address) {
        for (LinkAddress each : addresses) {
            if (each.address().address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    private void dropRoutesBy(int linkIndex) {
        routes.values().removeIf(route -> route.linkIndex() == linkIndex);
    }

    private static boolean isSamePath(Route a, Route b) {
        return a.linkIndex() == b.linkIndex() && a.gateway().equals(b.gateway());
    }

    Collection<Link> links() {
        return links.values();
    }

    Optional<Link> link(int index) {
        return Optional.ofNullable(links.get(index));
    }

    Optional<Link> linkNamed(String name) {
        return links.values().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** Up, with carrier. */
    boolean isRunning(int index) {
        Link link = links.get(index);
        return link != null && link.up() && link.running();
    }

    /** In the order in which they were added. */
    List<Ipv4> addressesOf(int linkIndex) {
        List<Ipv4> found = new ArrayList<>();
        for (LinkAddress address : addresses) {
            if (address.linkIndex() == linkIndex) {
                found.add(address.address().address());
            }
        }
        return found;
    }

    /** The network of an address of a link. */
    Optional<Ipv4Prefix> prefixOf(int linkIndex, Ipv4 address) {
        return addresses.stream()
                .filter(each -> each.linkIndex() == linkIndex
                        && each.address().address().equals(address))
                .map(each -> each.address().prefix())
                .findFirst();
    }

    boolean has(LinkAddress address) {
        return addresses.contains(address);
    }

    /** The main table's best route by this link to {@code destination} that is not of {@code protocol}. */
    Optional<Route> routeTo(Ipv4 destination, int linkIndex, int notOfProtocol) {
        Route best = null;
        for (Route route : routes.values()) {
            if (route.table() == Route.TABLE_MAIN
                    && route.linkIndex() == linkIndex
                    && route.protocol() != notOfProtocol
                    && route.destination().contains(destination)
                    && (best == null || isBetter(route, best))) {
                best = route;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether the main table's best route to {@code destination} that is not of {@code protocol} is by another link. */
    boolean leadsElsewhere(Ipv4 destination, int linkIndex, int notOfProtocol) {
        Route best = null;
        for (Route route : routes.values()) {
            if (route.table() == Route.TABLE_MAIN
                    && route.protocol() != notOfProtocol
                    && route.destination().contains(destination)
                    && (best == null || isBetter(route, best))) {
                best = route;
            }
        }
        return best != null && best.linkIndex() != linkIndex;
    }

    private static boolean isBetter(Route route, Route than) {
        int longer =
                Integer.compare(route.destination().length(), than.destination().length());
        return longer != 0 ? longer > 0 : route.metric() < than.metric();
    }

    /** The main table's routes by this link, but the default ones. */
    List<Route> routesBy(int linkIndex) {
        return routes.values().stream()
                .filter(route -> route.table() == Route.TABLE_MAIN
                        && route.linkIndex() == linkIndex
                        && route.destination().length() > 0)
                .toList();
    }

    /** The default route that somebody, not {@code protocol}, has given this link. */
    Optional<Route> defaultRoute(int linkIndex, int notOfProtocol) {
        for (Route route : routes.values()) {
            if (route.table() == Route.TABLE_MAIN
                    && route.linkIndex() == linkIndex
                    && route.protocol() != notOfProtocol
                    && route.destination().length() == 0) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
