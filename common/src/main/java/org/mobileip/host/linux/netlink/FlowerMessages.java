package org.mobileip.host.linux.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * Filters of traffic control that know the headers of a packet and of the tunnel it came by ({@code flower} in tc-flower(8)),
 * what is done with what they match, and how often that was. The kernel looks a packet up in one hash table for all filters of a
 * priority that look at the same fields.
 */
public final class FlowerMessages {

    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int NESTED = 0x8000;

    private static final int KEY_SOURCE = 10;
    private static final int KEY_DESTINATION = 12;
    private static final int KEY_OUTER_SOURCE = 27;
    private static final int KEY_OUTER_DESTINATION = 29;
    private static final int FLOWER_ACT = 3;
    private static final int KEY_ETHER_TYPE = 8;
    private static final int KEY_PROTOCOL = 9;
    private static final int KEY_UDP_DESTINATION_PORT = 21;
    private static final int FLOWER_FLAGS = 22;
    private static final int KEY_TCP_FLAGS = 71;
    private static final int KEY_TCP_FLAGS_MASK = 72;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int SYN = 0x02;
    /** ETH_P_IP. */
    private static final short IPV4 = 0x0800;
    /** ETH_P_ALL. */
    private static final short ALL_PROTOCOLS = 3;

    private static final int MATCHALL_ACT = 2;

    private static final int ACT_KIND = 1;
    private static final int ACT_OPTIONS = 2;
    private static final int ACT_INDEX = 3;
    private static final int ACT_STATS = 4;
    private static final int ACTIONS = 1;
    private static final int ACTIONS_HEADER_SIZE = 4;
    private static final int PARAMETERS = 2;
    private static final int STATS_BASIC = 1;
    private static final int STATS_PACKETS = 8;
    private static final int REDIRECT_OUT = 1;
    private static final int REDIRECT_IN = 3;
    private static final int STOLEN = 4;

    private static final String FLOWER = "flower";
    private static final String MATCHALL = "matchall";
    private static final String GACT = "gact";
    private static final String MIRRED = "mirred";

    private static final int CHANGE = NetlinkMessage.REQUEST | NetlinkMessage.ACK;

    private FlowerMessages() {}

    /** Which packets; what is empty is not looked at. */
    public record Match(
            OptionalInt protocol,
            OptionalInt udpPort,
            boolean isSyn,
            Optional<Ipv4Prefix> source,
            Optional<Ipv4Prefix> destination,
            Optional<Ipv4> outerSource,
            Optional<Ipv4> outerDestination) {

        /** All of IPv4. */
        public static final Match ANY = new Match(
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        /** Of this protocol. */
        public static Match protocol(int protocol) {
            return new Match(
                    OptionalInt.of(protocol),
                    OptionalInt.empty(),
                    false,
                    ANY.source,
                    ANY.destination,
                    ANY.outerSource,
                    ANY.outerDestination);
        }

        /** UDP datagrams to that port. */
        public static Match udpPort(int port) {
            return new Match(
                    OptionalInt.of(UDP),
                    OptionalInt.of(port),
                    false,
                    ANY.source,
                    ANY.destination,
                    ANY.outerSource,
                    ANY.outerDestination);
        }

        /** TCP segments that begin a connection, or answer one that does. */
        public static Match syn() {
            return new Match(
                    OptionalInt.of(TCP),
                    OptionalInt.empty(),
                    true,
                    ANY.source,
                    ANY.destination,
                    ANY.outerSource,
                    ANY.outerDestination);
        }

        /** And from there. */
        public Match from(Ipv4 address) {
            return from(Ipv4Prefix.host(address));
        }

        /** And from one of those. */
        public Match from(Ipv4Prefix prefix) {
            return new Match(protocol, udpPort, isSyn, Optional.of(prefix), destination, outerSource, outerDestination);
        }

        /** And to there. */
        public Match to(Ipv4 address) {
            return to(Ipv4Prefix.host(address));
        }

        /** And to one of those. */
        public Match to(Ipv4Prefix prefix) {
            return new Match(protocol, udpPort, isSyn, source, Optional.of(prefix), outerSource, outerDestination);
        }

        /** And come out of a tunnel from {@code far} to {@code local}. */
        public Match outOfTunnel(Ipv4 far, Ipv4 local) {
            return new Match(protocol, udpPort, isSyn, source, destination, Optional.of(far), Optional.of(local));
        }

        /** And come out of a tunnel that ends at {@code local}. */
        public Match outOfTunnelTo(Ipv4 local) {
            return new Match(protocol, udpPort, isSyn, source, destination, outerSource, Optional.of(local));
        }
    }

    /** What is done with a packet, in the order of a list. */
    public sealed interface Action {

        /**
         * Counts it under a number, and says what next. What has the same number is one action, whichever filters name it.
         *
         * @param index of the counter, 1 and up, one list in a network namespace
         */
        record Count(int index, Then then) implements Action {}

        /**
         * Has another interface send it, or receive it, and that is all.
         *
         * @param isReceived whether it is as if that interface had received it
         */
        record Redirect(int linkIndex, boolean isReceived) implements Action {}
    }

    /** What next. */
    public enum Then {
        PASS(0),
        DROP(2),
        GO_ON(3);

        private final int code;

        Then(int code) {
            this.code = code;
        }
    }

    /** What an action has counted. */
    public record Counted(long packets, long octets) {
        public static final Counted NOTHING = new Counted(0, 0);
    }

    /** Puts a filter in its place, or in the place of the one that is there. */
    public static NetlinkMessage put(Place place, Match match, List<Action> actions) {
        PayloadWriter payload = TrafficControlMessages.header(place, IPV4)
                .attribute(TCA_KIND, FLOWER)
                .nested(TCA_OPTIONS, options -> {
                    write(match, options);
                    options.nested(FLOWER_ACT, list -> write(actions, list))
                            .attribute(FLOWER_FLAGS, 0)
                            .nested(KEY_ETHER_TYPE, type -> type.inNetworkOrder16(IPV4));
                });
        return new NetlinkMessage(NetlinkMessage.NEW_FILTER, CHANGE | NetlinkMessage.CREATE, 0, payload.payload());
    }

    /** Takes the filter from its place. */
    public static NetlinkMessage remove(Place place) {
        PayloadWriter payload = TrafficControlMessages.header(place, IPV4).attribute(TCA_KIND, FLOWER);
        return new NetlinkMessage(NetlinkMessage.DELETE_FILTER, CHANGE, 0, payload.payload());
    }

    /** Puts a filter for all packets, whatever they are, in its place. */
    public static NetlinkMessage putForAll(Place place, Action action) {
        PayloadWriter payload = TrafficControlMessages.header(place, ALL_PROTOCOLS)
                .attribute(TCA_KIND, MATCHALL)
                .nested(TCA_OPTIONS, options -> options.nested(MATCHALL_ACT, list -> write(List.of(action), list)));
        return new NetlinkMessage(NetlinkMessage.NEW_FILTER, CHANGE | NetlinkMessage.CREATE, 0, payload.payload());
    }

    /** Takes a filter for all packets from its place. */
    public static NetlinkMessage removeForAll(Place place) {
        PayloadWriter payload =
                TrafficControlMessages.header(place, ALL_PROTOCOLS).attribute(TCA_KIND, MATCHALL);
        return new NetlinkMessage(NetlinkMessage.DELETE_FILTER, CHANGE, 0, payload.payload());
    }

    private static void write(Match match, PayloadWriter options) {
        match.protocol.ifPresent(protocol -> options.attributeU8(KEY_PROTOCOL, protocol));
        match.udpPort.ifPresent(
                port -> options.nested(KEY_UDP_DESTINATION_PORT, value -> value.inNetworkOrder16(port)));
        if (match.isSyn) {
            options.nested(KEY_TCP_FLAGS, value -> value.inNetworkOrder16(SYN))
                    .nested(KEY_TCP_FLAGS_MASK, value -> value.inNetworkOrder16(SYN));
        }
        write(KEY_SOURCE, match.source, options);
        write(KEY_DESTINATION, match.destination, options);
        write(KEY_OUTER_SOURCE, match.outerSource.map(Ipv4Prefix::host), options);
        write(KEY_OUTER_DESTINATION, match.outerDestination.map(Ipv4Prefix::host), options);
    }

    /** A key of an address is followed by its mask. */
    private static void write(int key, Optional<Ipv4Prefix> prefix, PayloadWriter options) {
        prefix.ifPresent(known -> options.attribute(key, known.address()).attribute(key + 1, known.mask()));
    }

    static void write(List<Action> actions, PayloadWriter list) {
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            list.nested(i + 1, one -> write(action, one));
        }
    }

    private static void write(Action action, PayloadWriter one) {
        if (action instanceof Action.Count count) {
            one.attribute(ACT_KIND, GACT)
                    .nested(
                            ACT_OPTIONS | NESTED,
                            options ->
                                    options.nested(PARAMETERS, value -> common(value, count.index, count.then.code)));
        } else if (action instanceof Action.Redirect redirect) {
            one.attribute(ACT_KIND, MIRRED)
                    .nested(
                            ACT_OPTIONS | NESTED,
                            options -> options.nested(PARAMETERS, value -> common(value, 0, STOLEN)
                                    .u32(redirect.isReceived ? REDIRECT_IN : REDIRECT_OUT)
                                    .u32(redirect.linkIndex)));
        } else {
            throw new AssertionError(action);
        }
    }

    /** {@code tc_gen}: u32 index, capability, s32 action, s32 references, bindings. */
    private static PayloadWriter common(PayloadWriter value, int index, int code) {
        return value.u32(index).u32(0).u32(code).u32(0).u32(0);
    }

    /** Asks what was counted under these numbers, 32 at most. */
    public static NetlinkMessage askCounted(List<Integer> indexes) {
        PayloadWriter payload = new PayloadWriter().u8(0, 0).u16(0).nested(ACTIONS, list -> {
            for (int i = 0; i < indexes.size(); i++) {
                int index = indexes.get(i);
                list.nested(i + 1, one -> one.attribute(ACT_KIND, GACT).attribute(ACT_INDEX, index));
            }
        });
        return new NetlinkMessage(NetlinkMessage.GET_ACTION, NetlinkMessage.REQUEST, 0, payload.payload());
    }

    /**
     * What the answer says, in the order of the question.
     *
     * @param asked how many were asked for
     */
    public static List<Counted> decodeCounted(Octets payload, int asked) {
        List<Counted> counted = new ArrayList<>();
        new PayloadReader(payload, ACTIONS_HEADER_SIZE).octets(ACTIONS).ifPresent(list -> {
            PayloadReader each = new PayloadReader(list, 0);
            for (int i = 1; i <= asked; i++) {
                Optional<Octets> stats = each.octets(i).flatMap(one -> new PayloadReader(one, 0).octets(ACT_STATS));
                counted.add(stats.map(FlowerMessages::counted).orElse(Counted.NOTHING));
            }
        });
        return counted;
    }

    /** {@code gnet_stats_basic}: u64 octets, u32 packets; and where that is too few, u64 packets. */
    private static Counted counted(Octets stats) {
        PayloadReader reader = new PayloadReader(stats, 0);
        Optional<PayloadReader> basic = reader.octets(STATS_BASIC)
                .filter(value -> value.size() >= 12)
                .map(value -> new PayloadReader(value, value.size()));
        long octets = basic.map(value -> value.u64(0)).orElse(0L);
        long few = basic.map(value -> Integer.toUnsignedLong(value.u32(8))).orElse(0L);
        long packets = reader.octets(STATS_PACKETS)
                .filter(value -> value.size() >= 8)
                .map(value -> new PayloadReader(value, value.size()).u64(0))
                .orElse(few);
        return new Counted(packets, octets);
    }
}
