package org.mobileip.host;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/**
 * The machine's links, addresses, routes and rules. Each change is acknowledged by the kernel before its method returns.
 * Adding what is there already and removing what is not are no errors: each method names the wanted end. Everything else
 * that the kernel refuses is a {@link HostException}. Not safe for use by several threads.
 */
public interface HostNetwork extends AutoCloseable {

    List<Link> links();

    List<LinkAddress> addresses();

    /** IPv4 unicast routes of every table, and broadcast routes that are not the kernel's own. */
    List<Route> routes();

    /** What the routes of every table are for; those of the kernel's own to addresses of this machine are left out. */
    default List<Destination> destinations() {
        return routes().stream()
                .map(route -> new Destination(route.destination(), route.table(), route.protocol()))
                .toList();
    }

    List<Rule> rules();

    void addAddress(int linkIndex, InterfaceAddress address);

    void removeAddress(int linkIndex, InterfaceAddress address);

    /** Replaces a route of the same destination, table and metric. Its gateway is on its link, whatever addresses that has. */
    void putRoute(Route route);

    /**
     * As {@link #putRoute}, one after the other, also those behind one that is refused.
     *
     * @throws HostException for the first that was refused
     */
    default void putRoutes(List<Route> routes) {
        Optional<HostException> refused = Optional.empty();
        for (Route route : routes) {
            try {
                putRoute(route);
            } catch (HostException e) {
                refused = refused.isPresent() ? refused : Optional.of(e);
            }
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    void removeRoute(Route route);

    void addRule(Rule rule);

    void removeRule(Rule rule);

    void setLinkUp(int linkIndex, boolean up);

    void setMtu(int linkIndex, int mtu);

    /** The neighbour's Ethernet address if the kernel knows one, in whatever state of reachability. */
    Optional<MacAddress> neighbour(int linkIndex, Ipv4 address);

    /** The permanent neighbours. */
    List<Neighbour> neighbours();

    /** Replaces the neighbour of the same link and address. */
    void putNeighbour(Neighbour neighbour);

    void removeNeighbour(Neighbour neighbour);

    @Override
    void close();
}
