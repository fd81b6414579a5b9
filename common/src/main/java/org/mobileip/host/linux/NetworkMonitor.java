package org.mobileip.host.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.netlink.ChangeMessages;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.host.linux.netlink.RouteMessages;
import org.mobileip.net.Ipv4Prefix;

/**
 * Hears every change of links, IPv4 addresses, routes and rules in the network namespace of the thread that opened it.
 * Open it before reading how things are, and nothing is missed. For one thread.
 */
public final class NetworkMonitor implements AutoCloseable {

    /** Enough to be fair to the other descriptors of a loop. */
    private static final int MOST_READS = 64;

    private final NetlinkSocket socket;
    private final Function<NetlinkMessage, Optional<NetworkChange>> decoder;

    private NetworkMonitor(NetlinkSocket socket) {
        this(socket, ChangeMessages::decode);
    }

    private NetworkMonitor(NetlinkSocket socket, Function<NetlinkMessage, Optional<NetworkChange>> decoder) {
        this.socket = socket;
        this.decoder = decoder;
    }

    public static NetworkMonitor open() {
        return new NetworkMonitor(NetlinkSocket.open(ChangeMessages.GROUPS));
    }

    /** Hears of addresses only: whoever sets routes all day need not hear of them. */
    public static NetworkMonitor openForAddresses() {
        return new NetworkMonitor(NetlinkSocket.open(ChangeMessages.ADDRESS_GROUP));
    }

    /** Hears of links, and of filters of traffic control that are taken away there. */
    public static NetworkMonitor openForLinksAndFilters() {
        return new NetworkMonitor(NetlinkSocket.open(ChangeMessages.LINK_GROUP | ChangeMessages.FILTER_GROUP));
    }

    /** The same, and of routes. */
    public static NetworkMonitor openForLinksFiltersAndRoutes() {
        return new NetworkMonitor(NetlinkSocket.open(
                ChangeMessages.LINK_GROUP | ChangeMessages.FILTER_GROUP | ChangeMessages.ROUTE_GROUP));
    }

    /** Hears of links, of rules, and of the places for filters, but not of filters: whoever sets them all day need not hear of them. */
    public static NetworkMonitor openForLinksRulesAndFilterPlaces() {
        NetlinkSocket socket =
                NetlinkSocket.open(ChangeMessages.LINK_GROUP | ChangeMessages.RULE_GROUP | ChangeMessages.FILTER_GROUP);
        SocketFilter.withoutFiltersOfTraffic().attachTo(socket.fd());
        return new NetworkMonitor(socket);
    }

    /** Hears only of routes with this protocol number, by which their maker knows them, and only when they are gone. */
    public static NetworkMonitor openForRemovedRoutes(int protocol) {
        NetlinkSocket socket = NetlinkSocket.open(ChangeMessages.ROUTE_GROUP);
        SocketFilter.removedRoutes(protocol).attachTo(socket.fd());
        return new NetworkMonitor(socket);
    }

    /**
     * Hears only of routes to {@code prefix}, and to parts of it, that are new in the main table, wherever they lead, of everybody but the
     * one with this protocol number: as {@link NetworkChange.DestinationAdded}.
     */
    public static NetworkMonitor openForDestinationsWithin(Ipv4Prefix prefix, int protocol) {
        NetlinkSocket socket = NetlinkSocket.open(ChangeMessages.ROUTE_GROUP);
        SocketFilter.newRoutesWithin(prefix, protocol).attachTo(socket.fd());
        return new NetworkMonitor(socket, message -> RouteMessages.decodeDestination(message.payload())
                .filter(destination -> prefix.contains(destination.prefix()))
                .map(NetworkChange.DestinationAdded::new));
    }

    /** Readable when something has changed. */
    public Fd fd() {
        return socket.fd();
    }

    /** The changes that wait, in their order; none when there are none. */
    public List<NetworkChange> read() {
        List<NetworkChange> changes = new ArrayList<>();
        for (int reads = 0; reads < MOST_READS; reads++) {
            try {
                List<NetlinkMessage> messages = socket.poll();
                if (messages.isEmpty()) {
                    break;
                }
                messages.forEach(message -> decoder.apply(message).ifPresent(changes::add));
            } catch (NativeException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
                changes.add(new NetworkChange.Overrun());
            }
        }
        return changes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
