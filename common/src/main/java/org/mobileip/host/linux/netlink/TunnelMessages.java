package org.mobileip.host.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * The kernel's own tunnels: devices that are told with each packet where it goes (collect metadata, {@code external} in
 * ip-link(8)), and routes that tell them ({@code encap ip} in ip-route(8)).
 */
public final class TunnelMessages {

    private static final int AF_INET = 2;
    private static final int RTN_UNICAST = 1;
    private static final int SCOPE_LINK = 253;
    private static final int SCOPE_NOWHERE = 255;
    private static final int NESTED = 0x8000;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_IFALIAS = 20;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_IPTUN_LINK = 1;
    private static final int IFLA_IPTUN_LOCAL = 2;
    private static final int IFLA_IPTUN_REMOTE = 3;
    private static final int IFLA_IPTUN_TTL = 4;
    private static final int IFLA_IPTUN_TOS = 5;
    private static final int IFLA_IPTUN_PROTO = 9;
    private static final int IFLA_IPTUN_PMTUDISC = 10;
    private static final int IFLA_IPTUN_FWMARK = 20;
    private static final int IFLA_IPTUN_COLLECT_METADATA = 19;
    private static final int IFLA_GRE_LOCAL = 6;
    private static final int IFLA_GRE_REMOTE = 7;
    private static final int IFLA_GRE_TTL = 8;
    private static final int IFLA_GRE_TOS = 9;
    private static final int IFLA_GRE_PMTUDISC = 10;
    private static final int IFLA_GRE_COLLECT_METADATA = 18;
    private static final int IFLA_GRE_FWMARK = 20;
    private static final int LINK_HEADER_SIZE = 16;
    private static final int INDEX = 4;
    private static final int PROTOCOL_IPIP = 4;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_METRICS = 8;
    private static final int RTA_TABLE = 15;
    private static final int RTA_ENCAP_TYPE = 21;
    private static final int RTA_ENCAP = 22;
    private static final int RTAX_MTU = 2;
    private static final int LWTUNNEL_ENCAP_IP = 2;
    private static final int LWTUNNEL_IP_DST = 2;
    private static final int LWTUNNEL_IP_SRC = 3;
    private static final int LWTUNNEL_IP_TTL = 4;
    private static final int LWTUNNEL_IP_TOS = 5;
    private static final int LWTUNNEL_IP_FLAGS = 6;
    /** TUNNEL_DONT_FRAGMENT, in network order. */
    private static final int[] DONT_FRAGMENT = {0x01, 0x00};
    /** As every host begins with, and far enough (RFC 2003 §3.1: not the inner one). */
    private static final int TIME_TO_LIVE = 64;
    /** Not a type of service, but the word for "that of the inner header". */
    private static final int TYPE_OF_SERVICE_INHERITED = 1;

    private static final int CHANGE = NetlinkMessage.REQUEST | NetlinkMessage.ACK;

    private TunnelMessages() {}

    /** How the kernel wraps. */
    public enum Kind {
        IPIP("ipip", "ipip", 4),
        GRE("gre", "ip_gre", 47);

        private final String word;
        private final String module;
        private final int protocol;

        Kind(String word, String module, int protocol) {
            this.word = word;
            this.module = module;
            this.protocol = protocol;
        }

        /** In the outer header. */
        public int protocol() {
            return protocol;
        }

        /** The part of the kernel that does it. */
        public String module() {
            return module;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A route into a tunnel.
     *
     * @param linkIndex a device made by {@link #makeDevice}
     * @param source for what this machine itself sends and has no source yet; empty: the kernel chooses
     * @param mtu the longest inner datagram, in octets; empty: what the device takes
     * @param localEnd the outer source
     * @param farEnd the outer destination
     */
    public record Route(
            Ipv4Prefix destination,
            int linkIndex,
            int table,
            int protocol,
            Optional<Ipv4> source,
            OptionalInt mtu,
            Ipv4 localEnd,
            Ipv4 farEnd) {}

    /** A device as the kernel tells of it: what somebody wrote beside it, and of which kind it is. */
    public record Device(int index, String kind, String alias) {}

    /** Makes a device that wraps as the route of each packet says, and takes what comes to any address from anybody. */
    public static NetlinkMessage makeDevice(String name, Kind kind) {
        PayloadWriter payload = header(0).attribute(IFLA_IFNAME, name).nested(IFLA_LINKINFO, info -> info.word(
                        IFLA_INFO_KIND, kind.word)
                .nested(IFLA_INFO_DATA, data -> describe(kind, data)));
        int flags = CHANGE | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
        return new NetlinkMessage(NetlinkMessage.NEW_LINK, flags, 0, payload.payload());
    }

    private static void describe(Kind kind, PayloadWriter data) {
        if (kind == Kind.IPIP) {
            data.attributeU8(IFLA_IPTUN_PROTO, PROTOCOL_IPIP).word(IFLA_IPTUN_COLLECT_METADATA, "");
        } else {
            data.word(IFLA_GRE_COLLECT_METADATA, "");
        }
    }

    /**
     * A device that wraps whatever it sends for {@code farEnd}, and takes what comes from there to {@code localEnd}; GRE
     * without a key.
     *
     * @param mark the firewall mark by which the way of outer packets is looked up; 0: none
     */
    public record Ends(Kind kind, Ipv4 localEnd, Ipv4 farEnd, int mark) {}

    /** Makes a device with those two ends. */
    public static NetlinkMessage makeDevice(String name, Ends ends) {
        int flags = CHANGE | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
        return device(header(0).attribute(IFLA_IFNAME, name), flags, ends);
    }

    /** Gives such a device other ends. */
    public static NetlinkMessage moveDevice(int index, Ends ends) {
        return device(header(index), CHANGE, ends);
    }

    private static NetlinkMessage device(PayloadWriter payload, int flags, Ends ends) {
        payload.nested(
                IFLA_LINKINFO, info -> info.word(IFLA_INFO_KIND, ends.kind.word).nested(IFLA_INFO_DATA, data -> {
                    if (ends.kind == Kind.IPIP) {
                        ipip(ends, data);
                    } else {
                        gre(ends, data);
                    }
                }));
        return new NetlinkMessage(NetlinkMessage.NEW_LINK, flags, 0, payload.payload());
    }

    private static void ipip(Ends ends, PayloadWriter data) {
        data.attributeU8(IFLA_IPTUN_PROTO, PROTOCOL_IPIP)
                .attribute(IFLA_IPTUN_LOCAL, ends.localEnd)
                .attribute(IFLA_IPTUN_REMOTE, ends.farEnd)
                .attributeU8(IFLA_IPTUN_PMTUDISC, 1)
                .attributeU8(IFLA_IPTUN_TOS, TYPE_OF_SERVICE_INHERITED)
                .attributeU8(IFLA_IPTUN_TTL, TIME_TO_LIVE)
                .attribute(IFLA_IPTUN_LINK, 0)
                .attribute(IFLA_IPTUN_FWMARK, ends.mark);
    }

    private static void gre(Ends ends, PayloadWriter data) {
        data.attribute(IFLA_GRE_LOCAL, ends.localEnd)
                .attribute(IFLA_GRE_REMOTE, ends.farEnd)
                .attributeU8(IFLA_GRE_PMTUDISC, 1)
                .attributeU8(IFLA_GRE_TOS, TYPE_OF_SERVICE_INHERITED)
                .attributeU8(IFLA_GRE_TTL, TIME_TO_LIVE)
                .attribute(IFLA_GRE_FWMARK, ends.mark);
    }

    /** Writes something beside an interface. */
    public static NetlinkMessage setAlias(int index, String alias) {
        PayloadWriter payload = header(index).word(IFLA_IFALIAS, alias);
        return new NetlinkMessage(NetlinkMessage.NEW_LINK, CHANGE, 0, payload.payload());
    }

    private static PayloadWriter header(int index) {
        return new PayloadWriter().u8(0, 0).u16(0).u32(index).u32(0).u32(0);
    }

    /** The device that a message about a link tells of; empty: it is of no kind, or nobody wrote anything beside it. */
    public static Optional<Device> decodeDevice(Octets payload) {
        PayloadReader link = new PayloadReader(payload, LINK_HEADER_SIZE);
        Optional<String> kind =
                link.octets(IFLA_LINKINFO).flatMap(info -> new PayloadReader(info, 0).text(IFLA_INFO_KIND));
        return link.text(IFLA_IFALIAS).flatMap(alias -> kind.map(known -> new Device(link.u32(INDEX), known, alias)));
    }

    /** Puts the route in the place of the one to the same destination. */
    public static NetlinkMessage put(Route route) {
        PayloadWriter payload = start(route.destination, route.table, route.protocol, SCOPE_LINK);
        route.source.ifPresent(source -> payload.attribute(RTA_PREFSRC, source));
        payload.nested(RTA_ENCAP | NESTED, encap -> encap.attribute(LWTUNNEL_IP_SRC, route.localEnd)
                        .attribute(LWTUNNEL_IP_DST, route.farEnd)
                        .attributeU8(LWTUNNEL_IP_TTL, TIME_TO_LIVE)
                        .attributeU8(LWTUNNEL_IP_TOS, TYPE_OF_SERVICE_INHERITED)
                        .nested(LWTUNNEL_IP_FLAGS, flags -> flags.u8(DONT_FRAGMENT)))
                .nested(RTA_ENCAP_TYPE, type -> type.u16(LWTUNNEL_ENCAP_IP))
                .attribute(RTA_OIF, route.linkIndex);
        route.mtu.ifPresent(mtu -> payload.nested(RTA_METRICS, metrics -> metrics.attribute(RTAX_MTU, mtu)));
        int flags = CHANGE | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        return new NetlinkMessage(NetlinkMessage.NEW_ROUTE, flags, 0, payload.payload());
    }

    /** Takes away the route to that destination. */
    public static NetlinkMessage remove(Ipv4Prefix destination, int table, int protocol) {
        PayloadWriter payload = start(destination, table, protocol, SCOPE_NOWHERE);
        return new NetlinkMessage(NetlinkMessage.DELETE_ROUTE, CHANGE, 0, payload.payload());
    }

    /** A table above 255 has no place in the header, and says so with 0. */
    private static PayloadWriter start(Ipv4Prefix destination, int table, int protocol, int scope) {
        int type = scope == SCOPE_NOWHERE ? 0 : RTN_UNICAST;
        return new PayloadWriter()
                .u8(AF_INET, destination.length(), 0, 0)
                .u8(0, protocol, scope, type)
                .u32(0)
                .attribute(RTA_DST, destination.address())
                .attribute(RTA_TABLE, table);
    }
}
