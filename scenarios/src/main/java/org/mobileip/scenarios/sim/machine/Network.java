package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/** What programs may ask of, and do to, the network of a machine; and what its kernel tells of changes. */
final class Network implements HostNetwork {

    private static final int ENODEV = 19;
    private static final Link LOOPBACK = new Link(1, "lo", MacAddress.ZERO, true, true, true, 65536);

    private final Machine machine;
    private final Tables tables;
    private final List<Consumer<List<NetworkChange>>> listeners = new ArrayList<>();
    private List<NetworkChange> untold = new ArrayList<>();

    Network(Machine machine, Tables tables) {
        this.machine = machine;
        this.tables = tables;
    }

    /** From now on it is told of changes, of all that happen in one moment at once. */
    void listen(Consumer<List<NetworkChange>> listener) {
        listeners.add(listener);
    }

    void listenNoMore(Consumer<List<NetworkChange>> listener) {
        listeners.remove(listener);
    }

    void tell(NetworkChange change) {
        tables.forget();
        if (untold.isEmpty()) {
            machine.timeline().in(0, this::tellAll);
        }
        untold.add(change);
    }

    /** A machine that has been suspended goes on. */
    void tellUntold() {
        if (!untold.isEmpty()) {
            tellAll();
        }
    }

    private void tellAll() {
        if (machine.isAsleep() || untold.isEmpty()) {
            return;
        }
        List<NetworkChange> all = List.copyOf(untold);
        untold = new ArrayList<>();
        List.copyOf(listeners).forEach(listener -> listener.accept(all));
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>(List.of(LOOPBACK));
        machine.nics().forEach(nic -> links.add(nic.link()));
        return links;
    }

    @Override
    public List<LinkAddress> addresses() {
        return List.copyOf(tables.addresses);
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(tables.routes);
    }

    @Override
    public List<Rule> rules() {
        return List.copyOf(tables.rules);
    }

    @Override
    public void addAddress(int linkIndex, InterfaceAddress address) {
        nic(linkIndex);
        LinkAddress added = new LinkAddress(linkIndex, address);
        if (tables.addresses.contains(added)) {
            return;
        }
        tables.addresses.add(added);
        tell(new NetworkChange.AddressAdded(added));
        if (address.prefixLength() < 32) {
            putRoute(connected(added));
        }
    }

    private static Route connected(LinkAddress address) {
        Ipv4Prefix prefix = address.address().prefix();
        Optional<Ipv4> source = Optional.of(address.address().address());
        return new Route(
                prefix, Optional.empty(), address.linkIndex(), source, Route.TABLE_MAIN, Tables.PROTOCOL_KERNEL, 0);
    }

    /** With it go the routes with that source, and with the last one of a link all that lead by it, of which nobody is told. */
    @Override
    public void removeAddress(int linkIndex, InterfaceAddress address) {
        LinkAddress gone = new LinkAddress(linkIndex, address);
        if (!tables.addresses.remove(gone)) {
            return;
        }
        tell(new NetworkChange.AddressRemoved(gone));
        removeRoute(connected(gone));
        if (!tables.isLocal(address.address().bits())) {
            tables.routes.removeIf(route -> route.source().equals(Optional.of(address.address())));
        }
        if (tables.sourceOn(linkIndex).isEmpty()) {
            tables.routes.removeIf(route -> route.linkIndex() == linkIndex);
        }
        tables.forget();
    }

    @Override
    public void putRoute(Route route) {
        nic(route.linkIndex());
        if (tables.routes.contains(route)) {
            return;
        }
        tables.routes.removeIf(old -> samePlace(old, route));
        tables.routes.add(route);
        tell(new NetworkChange.RouteAdded(route));
    }

    @Override
    public void removeRoute(Route route) {
        boolean was = tables.routes.removeIf(old -> samePlace(old, route)
                && old.gateway().equals(route.gateway())
                && old.linkIndex() == route.linkIndex()
                && old.protocol() == route.protocol());
        if (was) {
            tell(new NetworkChange.RouteRemoved(route));
        }
    }

    private static boolean samePlace(Route one, Route other) {
        return one.destination().equals(other.destination())
                && one.table() == other.table()
                && one.metric() == other.metric();
    }

    @Override
    public void addRule(Rule rule) {
        if (!tables.rules.contains(rule)) {
            tables.rules.add(rule);
            tell(new NetworkChange.RuleAdded(rule));
        }
    }

    @Override
    public void removeRule(Rule rule) {
        if (tables.rules.remove(rule)) {
            tell(new NetworkChange.RuleRemoved(rule));
        }
    }

    @Override
    public void setLinkUp(int linkIndex, boolean up) {
        Nic nic = nic(linkIndex);
        nic.setUp(up);
        if (!up) {
            machine.neighbours().forgetAll(nic);
            tables.routes.removeIf(route -> route.linkIndex() == linkIndex);
        }
        machine.linkChanged(nic);
    }

    @Override
    public void setMtu(int linkIndex, int mtu) {
        Nic nic = nic(linkIndex);
        nic.setMtu(mtu);
        machine.linkChanged(nic);
    }

    @Override
    public Optional<MacAddress> neighbour(int linkIndex, Ipv4 address) {
        return machine.neighbours().of(nic(linkIndex), address.bits());
    }

    @Override
    public List<Neighbour> neighbours() {
        return machine.neighbours().permanent();
    }

    @Override
    public void putNeighbour(Neighbour neighbour) {
        machine.neighbours().put(nic(neighbour.linkIndex()), neighbour);
    }

    @Override
    public void removeNeighbour(Neighbour neighbour) {
        machine.neighbours().remove(neighbour.linkIndex(), neighbour.address());
    }

    @Override
    public void close() {
        // The kernel keeps what it was told.
    }

    private Nic nic(int index) {
        return machine.nic(index)
                .orElseThrow(() -> new HostException("link " + index + ": No such device (errno 19)", ENODEV));
    }

    /** An interface is gone, with its addresses and routes. */
    void removed(Nic nic) {
        tables.addresses.removeIf(address -> address.linkIndex() == nic.index());
        tables.routes.removeIf(route -> route.linkIndex() == nic.index());
        machine.neighbours().forgetAll(nic);
        tell(new NetworkChange.LinkRemoved(nic.index()));
    }
}
