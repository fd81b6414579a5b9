package org.mobileip.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/**
 * A machine that only remembers what it was told. It adds nothing of its own: no connected or local routes, no rules. It
 * refuses what the kernel would refuse: changes of links that are not there. {@link #toString} is the commands of
 * iproute2 that would bring about its state.
 */
public final class FakeHostNetwork implements HostNetwork {

    private static final int ENODEV = 19;

    private record Place(int linkIndex, Ipv4 address) {}

    private final List<Link> links = new ArrayList<>();
    private final List<LinkAddress> addresses = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Place, Neighbour> neighbours = new HashMap<>();
    private @Nullable HostException refusal;

    /** Puts a link there, in place of one of the same index. */
    public void putLink(Link link) {
        links.removeIf(old -> old.index() == link.index());
        links.add(link);
    }

    /** An Ethernet link that is up and running, MTU 1500, with a made-up address. */
    public void putLink(int index, String name) {
        putLink(new Link(index, name, new MacAddress(0x0200_0000_0000L + index), true, true, false, 1500));
    }

    /** Takes a link away, with its addresses and routes. */
    public void removeLink(int index) {
        links.removeIf(link -> link.index() == index);
        addresses.removeIf(address -> address.linkIndex() == index);
        routes.removeIf(route -> route.linkIndex() == index);
    }

    public void putNeighbour(int linkIndex, Ipv4 address, MacAddress mac) {
        neighbours.put(new Place(linkIndex, address), new Neighbour(linkIndex, address, mac, 0));
    }

    /** The next change is refused with this, and changes nothing. */
    public void refuseNext(HostException reason) {
        refusal = reason;
    }

    private void mayRefuse() {
        HostException reason = refusal;
        refusal = null;
        if (reason != null) {
            throw reason;
        }
    }

    @Override
    public List<Link> links() {
        return List.copyOf(links);
    }

    @Override
    public List<LinkAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    @Override
    public void addAddress(int linkIndex, InterfaceAddress address) {
        mayRefuse();
        link(linkIndex);
        LinkAddress added = new LinkAddress(linkIndex, address);
        if (!addresses.contains(added)) {
            addresses.add(added);
        }
    }

    @Override
    public void removeAddress(int linkIndex, InterfaceAddress address) {
        mayRefuse();
        addresses.remove(new LinkAddress(linkIndex, address));
    }

    @Override
    public void putRoute(Route route) {
        mayRefuse();
        link(route.linkIndex());
        routes.removeIf(old -> samePlace(old, route));
        routes.add(route);
    }

    @Override
    public void removeRoute(Route route) {
        mayRefuse();
        routes.removeIf(old -> samePlace(old, route)
                && old.gateway().equals(route.gateway())
                && old.linkIndex() == route.linkIndex()
                && old.protocol() == route.protocol());
    }

    private static boolean samePlace(Route one, Route other) {
        return one.destination().equals(other.destination())
                && one.table() == other.table()
                && one.metric() == other.metric();
    }

    @Override
    public void addRule(Rule rule) {
        mayRefuse();
        if (!rules.contains(rule)) {
            rules.add(rule);
        }
    }

    @Override
    public void removeRule(Rule rule) {
        mayRefuse();
        rules.remove(rule);
    }

    @Override
    public void setLinkUp(int linkIndex, boolean up) {
        mayRefuse();
        Link old = link(linkIndex);
        putLink(new Link(old.index(), old.name(), old.mac(), up, up, old.loopback(), old.mtu()));
        if (!up) {
            routes.removeIf(route -> route.linkIndex() == linkIndex);
        }
    }

    @Override
    public void setMtu(int linkIndex, int mtu) {
        mayRefuse();
        Link old = link(linkIndex);
        putLink(new Link(old.index(), old.name(), old.mac(), old.up(), old.running(), old.loopback(), mtu));
    }

    @Override
    public Optional<MacAddress> neighbour(int linkIndex, Ipv4 address) {
        return Optional.ofNullable(neighbours.get(new Place(linkIndex, address)))
                .map(Neighbour::mac);
    }

    @Override
    public List<Neighbour> neighbours() {
        return List.copyOf(neighbours.values());
    }

    @Override
    public void putNeighbour(Neighbour neighbour) {
        mayRefuse();
        link(neighbour.linkIndex());
        neighbours.put(new Place(neighbour.linkIndex(), neighbour.address()), neighbour);
    }

    @Override
    public void removeNeighbour(Neighbour neighbour) {
        mayRefuse();
        neighbours.remove(new Place(neighbour.linkIndex(), neighbour.address()));
    }

    @Override
    public void close() {
        // Like the kernel, it keeps what it was told.
    }

    private Link link(int index) {
        return links.stream()
                .filter(link -> link.index() == index)
                .findFirst()
                .orElseThrow(() -> new HostException("link " + index + ": No such device (errno 19)", ENODEV));
    }

    private String nameOf(int index) {
        return links.stream()
                .filter(link -> link.index() == index)
                .map(Link::name)
                .findFirst()
                .orElse("if" + index);
    }

    /** One command a line: links, addresses, routes and rules, each kind sorted. */
    @Override
    public String toString() {
        return Stream.of(
                        links.stream().map(FakeHostNetwork::command),
                        addresses.stream().map(this::command),
                        routes.stream().map(this::command),
                        rules.stream().map(FakeHostNetwork::command))
                .flatMap(Stream::sorted)
                .collect(Collectors.joining("\n"));
    }

    private static String command(Link link) {
        return "ip link set " + link.name() + (link.up() ? " up" : " down") + " mtu " + link.mtu();
    }

    private String command(LinkAddress address) {
        return "ip address add " + address.address() + " dev " + nameOf(address.linkIndex());
    }

    private String command(Route route) {
        String destination = route.destination().equals(Ipv4Prefix.ALL)
                ? "default"
                : route.destination().toString();
        return "ip route add " + destination
                + route.gateway().map(gateway -> " via " + gateway).orElse("")
                + " dev " + nameOf(route.linkIndex())
                + route.source().map(source -> " src " + source).orElse("")
                + (route.table() == Route.TABLE_MAIN ? "" : " table " + route.table())
                + " proto " + route.protocol()
                + (route.metric() == 0 ? "" : " metric " + route.metric());
    }

    private static String command(Rule rule) {
        return "ip rule add pref " + rule.priority()
                + rule.source().map(source -> " from " + source).orElse("")
                + (rule.mark().isPresent()
                        ? " fwmark 0x" + Integer.toHexString(rule.mark().getAsInt())
                        : "")
                + (rule.table() == Route.TABLE_MAIN ? " table main" : " table " + rule.table())
                + (rule.suppressPrefixLength().isPresent()
                        ? " suppress_prefixlength "
                                + rule.suppressPrefixLength().getAsInt()
                        : "")
                + " protocol " + rule.protocol();
    }
}
