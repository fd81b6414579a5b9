package org.mobileip.host.linux;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mobileip.host.Destination;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.netlink.AddressMessages;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.NeighbourMessages;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.host.linux.netlink.RouteMessages;
import org.mobileip.host.linux.netlink.RuleMessages;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** The links, addresses, routes and rules of the network namespace of the thread that opened it, by rtnetlink(7). */
public final class LinuxHostNetwork implements HostNetwork {

    private final NetlinkSocket socket;

    private LinuxHostNetwork(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static LinuxHostNetwork open() {
        return new LinuxHostNetwork(NetlinkSocket.open(0));
    }

    @Override
    public List<Link> links() {
        return dump("list links", LinkMessages.dump(), LinkMessages::decode);
    }

    @Override
    public List<LinkAddress> addresses() {
        return dump("list addresses", AddressMessages.dump(), AddressMessages::decode);
    }

    @Override
    public List<Route> routes() {
        return dump("list routes", RouteMessages.dump(), RouteMessages::decode);
    }

    @Override
    public List<Destination> destinations() {
        return dump("list routes", RouteMessages.dump(), RouteMessages::decodeDestination);
    }

    /** Rules with selectors that {@link Rule} has no words for are left out. */
    @Override
    public List<Rule> rules() {
        return dump("list rules", RuleMessages.dump(), RuleMessages::decode);
    }

    private <T> List<T> dump(String what, NetlinkMessage request, Function<Octets, Optional<T>> decode) {
        return socket.dump(what, request).stream()
                .flatMap(message -> decode.apply(message.payload()).stream())
                .toList();
    }

    @Override
    public void addAddress(int linkIndex, InterfaceAddress address) {
        LinkAddress added = new LinkAddress(linkIndex, address);
        socket.change("add address " + address, AddressMessages.add(added), Errno.EEXIST);
    }

    @Override
    public void removeAddress(int linkIndex, InterfaceAddress address) {
        LinkAddress removed = new LinkAddress(linkIndex, address);
        socket.change("remove address " + address, AddressMessages.remove(removed), Errno.EADDRNOTAVAIL, Errno.ENODEV);
    }

    @Override
    public void putRoute(Route route) {
        socket.change("put route " + route.destination(), RouteMessages.put(route));
    }

    /** Many with one call: a table of a million is there in a tenth of the time. */
    @Override
    public void putRoutes(List<Route> routes) {
        NetlinkBatch batch = new NetlinkBatch(socket);
        routes.forEach(route -> batch.add("put route " + route.destination(), RouteMessages.put(route)));
        batch.perform();
    }

    @Override
    public void removeRoute(Route route) {
        socket.change(
                "remove route " + route.destination(),
                RouteMessages.remove(route),
                Errno.ESRCH,
                Errno.ENODEV,
                Errno.ENETUNREACH);
    }

    @Override
    public void addRule(Rule rule) {
        socket.change("add rule " + rule.priority(), RuleMessages.add(rule), Errno.EEXIST);
    }

    @Override
    public void removeRule(Rule rule) {
        socket.change("remove rule " + rule.priority(), RuleMessages.remove(rule), Errno.ENOENT);
    }

    @Override
    public void setLinkUp(int linkIndex, boolean up) {
        socket.change("set link " + linkIndex + (up ? " up" : " down"), LinkMessages.setUp(linkIndex, up));
    }

    @Override
    public void setMtu(int linkIndex, int mtu) {
        socket.change("set MTU of link " + linkIndex + " to " + mtu, LinkMessages.setMtu(linkIndex, mtu));
    }

    @Override
    public Optional<MacAddress> neighbour(int linkIndex, Ipv4 address) {
        return socket.get("get neighbour " + address, NeighbourMessages.get(linkIndex, address), Errno.ENOENT).stream()
                .flatMap(answer -> NeighbourMessages.decodeMac(answer.payload()).stream())
                .findFirst();
    }

    @Override
    public List<Neighbour> neighbours() {
        return dump("list neighbours", NeighbourMessages.dump(), NeighbourMessages::decode);
    }

    @Override
    public void putNeighbour(Neighbour neighbour) {
        socket.change("put neighbour " + neighbour.address(), NeighbourMessages.put(neighbour));
    }

    @Override
    public void removeNeighbour(Neighbour neighbour) {
        socket.change(
                "remove neighbour " + neighbour.address(),
                NeighbourMessages.remove(neighbour),
                Errno.ENOENT,
                Errno.ENODEV,
                Errno.ESRCH);
    }

    @Override
    public void close() {
        socket.close();
    }
}
