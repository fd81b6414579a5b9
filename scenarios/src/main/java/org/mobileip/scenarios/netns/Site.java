package org.mobileip.scenarios.netns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.host.linux.netlink.AddressMessages;
import org.mobileip.host.linux.netlink.RouteMessages;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A machine that is only a network namespace, with the means to change its links, addresses and routes. What the host has
 * set for its own network does not come through. For one thread.
 */
final class Site implements AutoCloseable {

    /** Nobody's in particular: {@code static} in ip-route(8). */
    private static final int PROTOCOL_STATIC = 4;

    private static final long LOOK_EVERY_NANOS = 50_000;

    private static final List<String> FOR_ALL = List.of("net/ipv4/conf/all/", "net/ipv4/conf/default/");
    private static final List<String> OFF = List.of(
            "rp_filter",
            "accept_redirects",
            "send_redirects",
            "secure_redirects",
            "accept_source_route",
            "accept_local",
            "route_localnet",
            "proxy_arp",
            "arp_accept",
            "arp_announce",
            "arp_filter",
            "arp_ignore",
            "arp_notify",
            "log_martians",
            "ignore_routes_with_linkdown");

    private final NetworkNamespace namespace;
    private final VirtualLinks links;
    private final HostNetwork network;
    private final NetlinkBatch together;
    private final Map<String, Integer> indexes = new HashMap<>();

    private Site(NetworkNamespace namespace) {
        this.namespace = namespace;
        links = new VirtualLinks(namespace);
        network = namespace.call(LinuxHostNetwork::open);
        together = namespace.call(NetlinkBatch::open);
    }

    /** A machine that hands no packets on. */
    static Site host(String name) {
        return create(name, "0");
    }

    /** A machine that does. */
    static Site router(String name) {
        return create(name, "1");
    }

    private static Site create(String name, String forwarding) {
        NetworkNamespace namespace = NetworkNamespace.create(name);
        try {
            namespace.disableIpv6();
            namespace.run(() -> {
                Sysctl.write("net/ipv4/ip_forward", forwarding);
                Sysctl.write("net/ipv4/igmp_link_local_mcast_reports", "0");
                FOR_ALL.forEach(all -> OFF.forEach(setting -> Sysctl.write(all + setting, "0")));
            });
            return new Site(namespace);
        } catch (RuntimeException | Error e) {
            namespace.close();
            throw e;
        }
    }

    /** The index of an interface. It keeps it, so that it is asked for but once. */
    int index(String interfaceName) {
        return indexes.computeIfAbsent(interfaceName, links::index);
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    VirtualLinks links() {
        return links;
    }

    void addAddress(String interfaceName, InterfaceAddress address) {
        network.addAddress(index(interfaceName), address);
    }

    /** An address and the default route that comes with it, at once. */
    void configure(String interfaceName, InterfaceAddress address, Ipv4 router, long metric) {
        LinkAddress added = new LinkAddress(index(interfaceName), address);
        Route route = route(Ipv4Prefix.ALL, Optional.of(router), interfaceName, metric);
        together.add("add address " + address, AddressMessages.add(added), Errno.EEXIST)
                .add("put route by " + router, RouteMessages.put(route))
                .perform();
    }

    /** With it go the routes that name it. */
    void removeAddress(String interfaceName, InterfaceAddress address) {
        network.removeAddress(index(interfaceName), address);
    }

    /**
     * Waits until the interface runs: it has a carrier, and the kernel has taken notice and lets packets out. As of Linux 6.8 it does
     * so when it is asked. Whether it does in time.
     */
    boolean awaitRunning(String interfaceName, long millis) {
        links.noticeCarrier(interfaceName);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!links.isRunning(interfaceName)) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return true;
    }

    /** A route, of those with the same metric and destination the only one. */
    void putRoute(Ipv4Prefix destination, Optional<Ipv4> gateway, String interfaceName, long metric) {
        network.putRoute(route(destination, gateway, interfaceName, metric));
    }

    /** The same as the kernel has it. */
    void putRoute(Route route) {
        network.putRoute(route);
    }

    void addRule(Rule rule) {
        network.addRule(rule);
    }

    void removeRoute(Ipv4Prefix destination, Optional<Ipv4> gateway, String interfaceName, long metric) {
        network.removeRoute(route(destination, gateway, interfaceName, metric));
    }

    private Route route(Ipv4Prefix destination, Optional<Ipv4> gateway, String interfaceName, long metric) {
        return new Route(
                destination,
                gateway,
                index(interfaceName),
                Optional.empty(),
                Route.TABLE_MAIN,
                PROTOCOL_STATIC,
                metric);
    }

    @Override
    public void close() {
        together.close();
        network.close();
        links.close();
        namespace.close();
    }

    @Override
    public String toString() {
        return namespace.name();
    }
}
