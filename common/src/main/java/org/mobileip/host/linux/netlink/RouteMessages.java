package org.mobileip.host.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.Destination;
import org.mobileip.host.Route;
import org.mobileip.host.Route.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * IPv4 unicast routes: {@code struct rtmsg}, then RTA_… attributes.
 *
 * <pre>
 * u8 family | u8 destination length | u8 source length | u8 tos | u8 table | u8 protocol | u8 scope | u8 type | u32 flags
 * </pre>
 */
public final class RouteMessages {

    private static final int HEADER_SIZE = 12;
    private static final int AF_INET = 2;
    private static final int RTN_UNICAST = 1;
    private static final int RTN_BROADCAST = 3;
    private static final int PROTOCOL_KERNEL = 2;
    private static final int RTN_BLACKHOLE = 6;
    private static final int RTN_UNREACHABLE = 7;
    private static final int RTN_PROHIBIT = 8;
    private static final int RTN_THROW = 9;
    private static final int TABLE_MAIN = 254;
    /** {@code static} in ip-route(8): somebody who is no daemon. */
    private static final int PROTOCOL_STATIC = 4;

    private static final int RTM_F_CLONED = 0x200;
    /** The gateway is on the link, whatever addresses that has: who names both knows. */
    private static final int RTNH_F_ONLINK = 4;
    /** In a request: the entry of the table, without what the kernel has learnt of this one destination. */
    private static final int RTM_F_FIB_MATCH = 0x2000;

    private static final int SCOPE_UNIVERSE = 0;
    private static final int SCOPE_LINK = 253;
    /** In a request to remove: whatever the scope. */
    private static final int SCOPE_NOWHERE = 255;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_METRICS = 8;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_MARK = 16;
    private static final int RTAX_MTU = 2;
    private static final int RTA_TABLE = 15;
    /** {@code struct rtnexthop}: u16 length, u8 flags, u8 hops, s32 interface index; then attributes. */
    private static final int NEXT_HOP_SIZE = 8;

    private RouteMessages() {}

    public static NetlinkMessage dump() {
        Octets payload =
                new PayloadWriter().u8(AF_INET, 0, 0, 0, 0, 0, 0, 0).u32(0).payload();
        return new NetlinkMessage(NetlinkMessage.GET_ROUTE, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 0, payload);
    }

    /** Asks which route leads to {@code destination}, for packets with this firewall mark. */
    public static NetlinkMessage get(Ipv4 destination, OptionalInt mark) {
        return get(destination, mark, OptionalInt.empty());
    }

    /** The same for packets that leave by the interface with that index. */
    public static NetlinkMessage get(Ipv4 destination, OptionalInt mark, OptionalInt linkIndex) {
        PayloadWriter payload = new PayloadWriter()
                .u8(AF_INET, 32, 0, 0, 0, 0, 0, 0)
                .u32(RTM_F_FIB_MATCH)
                .attribute(RTA_DST, destination);
        mark.ifPresent(value -> payload.attribute(RTA_MARK, value));
        linkIndex.ifPresent(value -> payload.attribute(RTA_OIF, value));
        return new NetlinkMessage(NetlinkMessage.GET_ROUTE, NetlinkMessage.REQUEST, 0, payload.payload());
    }

    /** The MTU that a message gives the route, in octets; empty: it has that of its link. */
    public static OptionalInt mtu(Octets payload) {
        return mtu(new PayloadReader(payload, HEADER_SIZE));
    }

    private static OptionalInt mtu(PayloadReader reader) {
        return reader.octets(RTA_METRICS)
                .map(metrics -> new PayloadReader(metrics, 0).number(RTAX_MTU))
                .orElse(OptionalInt.empty());
    }

    public static NetlinkMessage put(Route route) {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        int scope = route.gateway().isPresent() ? SCOPE_UNIVERSE : SCOPE_LINK;
        int onLink = route.gateway().isPresent() ? RTNH_F_ONLINK : 0;
        return message(NetlinkMessage.NEW_ROUTE, flags, scope, onLink, route);
    }

    /** In the main table: who sends to {@code destination} is told that it is unreachable. */
    public static NetlinkMessage putUnreachable(Ipv4Prefix destination) {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        Octets payload = new PayloadWriter()
                .u8(AF_INET, destination.length(), 0, 0)
                .u8(TABLE_MAIN, PROTOCOL_STATIC, SCOPE_UNIVERSE, RTN_UNREACHABLE)
                .u32(0)
                .attribute(RTA_DST, destination.address())
                .payload();
        return new NetlinkMessage(NetlinkMessage.NEW_ROUTE, flags, 0, payload);
    }

    public static NetlinkMessage remove(Route route) {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK;
        return message(NetlinkMessage.DELETE_ROUTE, flags, SCOPE_NOWHERE, 0, route);
    }

    private static NetlinkMessage message(int type, int flags, int scope, int onLink, Route route) {
        int shortTable = route.table() > 0xff ? 0 : route.table();
        PayloadWriter payload = new PayloadWriter()
                .u8(AF_INET, route.destination().length(), 0, 0)
                .u8(shortTable, route.protocol(), scope, route.kind() == Kind.BROADCAST ? RTN_BROADCAST : RTN_UNICAST)
                .u32(onLink);
        if (route.destination().length() > 0) {
            payload.attribute(RTA_DST, route.destination().address());
        }
        route.gateway().ifPresent(gateway -> payload.attribute(RTA_GATEWAY, gateway));
        route.source().ifPresent(source -> payload.attribute(RTA_PREFSRC, source));
        if (shortTable == 0) {
            payload.attribute(RTA_TABLE, route.table());
        }
        if (route.metric() != 0) {
            payload.attribute(RTA_PRIORITY, (int) route.metric());
        }
        payload.attribute(RTA_OIF, route.linkIndex());
        route.mtu().ifPresent(mtu -> payload.nested(RTA_METRICS, metrics -> metrics.attribute(RTAX_MTU, mtu)));
        return new NetlinkMessage(type, flags, 0, payload.payload());
    }

    /**
     * The route a message tells of; of one with several next hops, the first. Empty when it is neither an IPv4 unicast route
     * nor a broadcast route that somebody made, or leaves by no interface.
     */
    public static Optional<Route> decode(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        if (reader.u8(0) != AF_INET || kind(reader).isEmpty() || (reader.u32(8) & RTM_F_CLONED) != 0) {
            return Optional.empty();
        }
        if (reader.number(RTA_OIF).isPresent()) {
            return Optional.of(route(reader, reader.number(RTA_OIF).getAsInt(), reader.address(RTA_GATEWAY)));
        }
        return reader.octets(RTA_MULTIPATH)
                .filter(hops -> hops.size() >= NEXT_HOP_SIZE)
                .map(hops -> {
                    PayloadReader first = firstHop(hops);
                    return route(reader, first.u32(4), first.address(RTA_GATEWAY));
                });
    }

    /** What the route is for that a message tells of, wherever it leads; empty for what is no route to elsewhere. */
    public static Optional<Destination> decodeDestination(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        return switch (reader.u8(7)) {
            case RTN_UNICAST, RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT, RTN_THROW ->
                reader.u8(0) != AF_INET || (reader.u32(8) & RTM_F_CLONED) != 0
                        ? Optional.empty()
                        : Optional.of(new Destination(prefix(reader), table(reader), reader.u8(5)));
            default -> Optional.empty();
        };
    }

    private static Ipv4Prefix prefix(PayloadReader reader) {
        return Ipv4Prefix.around(reader.address(RTA_DST).orElse(Ipv4.UNSPECIFIED), reader.u8(1));
    }

    private static int table(PayloadReader reader) {
        return reader.number(RTA_TABLE).orElse(reader.u8(4));
    }

    private static PayloadReader firstHop(Octets hops) {
        int length = new PayloadReader(hops, hops.size()).u16(0);
        if (length > hops.size()) {
            throw new IllegalArgumentException("netlink next hop of length " + length);
        }
        return new PayloadReader(hops.slice(0, length), NEXT_HOP_SIZE);
    }

    private static Route route(PayloadReader reader, int linkIndex, Optional<Ipv4> gateway) {
        return new Route(
                prefix(reader),
                gateway,
                linkIndex,
                reader.address(RTA_PREFSRC),
                table(reader),
                reader.u8(5),
                Integer.toUnsignedLong(reader.number(RTA_PRIORITY).orElse(0)),
                kind(reader).orElse(Kind.UNICAST),
                mtu(reader));
    }

    /** Broadcast routes of the kernel's own go with its addresses, and are nobody's business. */
    private static Optional<Kind> kind(PayloadReader reader) {
        return switch (reader.u8(7)) {
            case RTN_UNICAST -> Optional.of(Kind.UNICAST);
            case RTN_BROADCAST -> reader.u8(5) == PROTOCOL_KERNEL ? Optional.empty() : Optional.of(Kind.BROADCAST);
            default -> Optional.empty();
        };
    }
}
