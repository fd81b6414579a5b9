package org.mobileip.host.linux;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.Link;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.host.linux.netlink.RouteMessages;
import org.mobileip.net.Ipv4;

/**
 * How long packets to an address may be, as the routes and links of this machine have it: not what ICMP errors, which anybody
 * can send, made the kernel believe. It lives in the network namespace of the thread that opened it. For one thread at a time.
 */
public final class RouteMtu implements AutoCloseable {

    /** Where nothing is known: every IPv4 packet is as short as that. */
    public static final int UNKNOWN = 65535;

    private final NetlinkSocket socket;
    private final OptionalInt mark;

    private RouteMtu(NetlinkSocket socket, OptionalInt mark) {
        this.socket = socket;
        this.mark = mark;
    }

    /** For packets with this firewall mark. */
    public static RouteMtu open(OptionalInt mark) {
        return new RouteMtu(NetlinkSocket.open(0), mark);
    }

    /** The least of what the route to {@code destination} and its link take, in octets; {@link #UNKNOWN} where none leads there. */
    public int to(Ipv4 destination) {
        return to(destination, OptionalInt.empty());
    }

    /** The same of the route by the interface with that index. */
    public int to(Ipv4 destination, int linkIndex) {
        return to(destination, OptionalInt.of(linkIndex));
    }

    private int to(Ipv4 destination, OptionalInt linkIndex) {
        try {
            return socket
                    .get("route to " + destination, RouteMessages.get(destination, mark, linkIndex), Errno.ENETUNREACH)
                    .stream()
                    .mapToInt(this::mtuOf)
                    .min()
                    .orElse(UNKNOWN);
        } catch (NativeException withoutRoute) {
            return UNKNOWN;
        }
    }

    /**
     * How packets leave this machine.
     *
     * @param linkIndex by which interface; of several, the first
     * @param mtu the least of what the route and the link take, in octets
     */
    public record Way(int linkIndex, int mtu) {}

    /** The way to {@code destination}; empty: no route leads there. */
    public Optional<Way> wayTo(Ipv4 destination) {
        try {
            return socket
                    .get("route to " + destination, RouteMessages.get(destination, mark), Errno.ENETUNREACH)
                    .stream()
                    .flatMap(route ->
                            RouteMessages.decode(route.payload())
                                    .map(found -> new Way(found.linkIndex(), mtuOf(route)))
                                    .stream())
                    .findFirst();
        } catch (NativeException withoutRoute) {
            return Optional.empty();
        }
    }

    private int mtuOf(NetlinkMessage route) {
        int ofRoute = RouteMessages.mtu(route.payload()).orElse(UNKNOWN);
        int ofLink = RouteMessages.decode(route.payload())
                .flatMap(found -> socket.get("link", LinkMessages.get(found.linkIndex()), Errno.ENODEV).stream()
                        .flatMap(link -> LinkMessages.decode(link.payload()).stream())
                        .findFirst())
                .map(Link::mtu)
                .orElse(UNKNOWN);
        return Math.min(ofRoute, ofLink);
    }

    @Override
    public void close() {
        socket.close();
    }
}
