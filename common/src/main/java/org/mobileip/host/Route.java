package org.mobileip.host;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * An IPv4 route.
 *
 * @param destination {@link Ipv4Prefix#ALL} for the default route
 * @param gateway the next hop; empty: the destination is on the link
 * @param linkIndex the interface it leaves by
 * @param source the source address for packets that have none yet ({@code src} in ip-route(8))
 * @param table the routing table, 254 is {@code main}
 * @param protocol who made it ({@code proto} in ip-route(8)), 0 to 255
 * @param metric the priority, 0 is best
 * @param kind what becomes of what it leads to
 * @param mtu the longest packet that it takes, in octets; who sends a longer one is told by the kernel; empty: as its interface
 */
public record Route(
        Ipv4Prefix destination,
        Optional<Ipv4> gateway,
        int linkIndex,
        Optional<Ipv4> source,
        int table,
        int protocol,
        long metric,
        Kind kind,
        OptionalInt mtu) {

    /** What becomes of packets. */
    public enum Kind {
        /** They are sent on. */
        UNICAST,
        /** They are for this machine among others, where they come in by the route's link. */
        BROADCAST
    }

    public static final int TABLE_MAIN = 254;

    /** Where the kernel looks first. */
    public static final int TABLE_LOCAL = 255;

    /** One that leads somewhere, and takes what its interface takes. */
    public Route(
            Ipv4Prefix destination,
            Optional<Ipv4> gateway,
            int linkIndex,
            Optional<Ipv4> source,
            int table,
            int protocol,
            long metric) {
        this(destination, gateway, linkIndex, source, table, protocol, metric, Kind.UNICAST, OptionalInt.empty());
    }

    /** Has this machine, as {@code source}, take what comes in by that link for {@code address}. */
    public static Route broadcast(Ipv4 address, int linkIndex, Ipv4 source, int protocol) {
        return new Route(
                Ipv4Prefix.host(address),
                Optional.empty(),
                linkIndex,
                Optional.of(source),
                TABLE_LOCAL,
                protocol,
                0,
                Kind.BROADCAST,
                OptionalInt.empty());
    }

    /** The same for packets of up to {@code octets}. */
    public Route taking(int octets) {
        return new Route(
                destination, gateway, linkIndex, source, table, protocol, metric, kind, OptionalInt.of(octets));
    }
}
