package org.mobileip.host.linux.netlink;

import java.util.Optional;
import org.mobileip.host.NetworkChange;

/** What the kernel tells its listeners. */
public final class ChangeMessages {

    /** Groups to listen to: RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE, RTMGRP_IPV4_RULE. */
    public static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x80;

    /** The group of IPv4 addresses alone: RTMGRP_IPV4_IFADDR. */
    public static final int ADDRESS_GROUP = 0x10;

    /** The group of links alone: RTMGRP_LINK. */
    public static final int LINK_GROUP = 0x1;

    /** The group of IPv4 routes alone: RTMGRP_IPV4_ROUTE. */
    public static final int ROUTE_GROUP = 0x40;

    /** The group of IPv4 rules alone: RTMGRP_IPV4_RULE. */
    public static final int RULE_GROUP = 0x80;

    /** The group of traffic control alone: RTMGRP_TC. */
    public static final int FILTER_GROUP = 0x8;

    private ChangeMessages() {}

    /** The change a message tells of; empty for what our nouns cannot say: multicast routes, ports of a bridge. */
    public static Optional<NetworkChange> decode(NetlinkMessage message) {
        return switch (message.type()) {
            case NetlinkMessage.NEW_LINK ->
                LinkMessages.decode(message.payload()).map(NetworkChange.LinkChanged::new);
            case NetlinkMessage.DELETE_LINK ->
                LinkMessages.decode(message.payload()).map(link -> new NetworkChange.LinkRemoved(link.index()));
            case NetlinkMessage.NEW_ADDRESS ->
                AddressMessages.decode(message.payload()).map(NetworkChange.AddressAdded::new);
            case NetlinkMessage.DELETE_ADDRESS ->
                AddressMessages.decode(message.payload()).map(NetworkChange.AddressRemoved::new);
            case NetlinkMessage.NEW_ROUTE ->
                RouteMessages.decode(message.payload()).map(NetworkChange.RouteAdded::new);
            case NetlinkMessage.DELETE_ROUTE ->
                RouteMessages.decode(message.payload()).map(NetworkChange.RouteRemoved::new);
            case NetlinkMessage.NEW_RULE ->
                RuleMessages.decode(message.payload()).map(NetworkChange.RuleAdded::new);
            case NetlinkMessage.DELETE_RULE ->
                RuleMessages.decode(message.payload()).map(NetworkChange.RuleRemoved::new);
            case NetlinkMessage.DELETE_FILTER ->
                Optional.of(new NetworkChange.FilterRemoved(TrafficControlMessages.linkOf(message.payload())));
            case NetlinkMessage.DELETE_QDISC ->
                TrafficControlMessages.decodeClsact(message.payload()).map(NetworkChange.FilterPlaceRemoved::new);
            default -> Optional.empty();
        };
    }
}
