package org.mobileip.homeagent.daemon;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;

/**
 * What reaches the tunnels: a route to each home address whose node is away, with our own protocol number, so that a start
 * after a crash finds exactly ours.
 */
public final class Tunnels implements AutoCloseable {

    /** Who made a route, in {@code ip route} as {@code proto 77}. */
    static final int ROUTE_PROTOCOL = 77;

    private final Dataplane dataplane;
    private final HostNetwork network;
    private final Ipv4 address;
    private final boolean addressIsOurs;
    private final Set<Ipv4> away = new HashSet<>();

    /**
     * Tunnels that all begin at {@code address}.
     *
     * @param addressIsOurs this machine has it, so that it can be the source of what the machine itself sends to nodes
     */
    public Tunnels(Dataplane dataplane, HostNetwork network, Ipv4 address, boolean addressIsOurs) {
        this.dataplane = dataplane;
        this.network = network;
        this.address = address;
        this.addressIsOurs = addressIsOurs;
    }

    /** Takes away the routes of a home agent that died. Only when it is sure that none lives. */
    public static int removeStale(HostNetwork network) {
        List<Route> stale = network.routes().stream()
                .filter(route -> route.protocol() == ROUTE_PROTOCOL)
                .toList();
        stale.forEach(network::removeRoute);
        return stale.size();
    }

    /** Tunnels along each of {@code paths}; none: nowhere, and the kernel routes as if there were no home agent. */
    void forward(Ipv4 home, List<TunnelPath> paths) {
        if (paths.isEmpty()) {
            if (away.remove(home)) {
                network.removeRoute(routeTo(home));
            }
            dataplane.stop(home);
        } else {
            dataplane.forward(home, address, paths);
            network.putRoute(routeTo(home));
            away.add(home);
        }
    }

    Dataplane dataplane() {
        return dataplane;
    }

    private Route routeTo(Ipv4 home) {
        return new Route(
                Ipv4Prefix.host(home),
                Optional.empty(),
                dataplane.interfaceIndex(),
                addressIsOurs ? Optional.of(address) : Optional.empty(),
                Route.TABLE_MAIN,
                ROUTE_PROTOCOL,
                0);
    }

    @Override
    public void close() {
        for (Ipv4 home : away) {
            network.removeRoute(routeTo(home));
        }
        away.clear();
        dataplane.close();
    }
}
