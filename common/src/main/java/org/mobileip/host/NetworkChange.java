package org.mobileip.host;

/** Something the kernel said has changed in links, addresses, routes, rules or filters. */
public sealed interface NetworkChange {
    /** The link is new, or any of its properties changed. */
    record LinkChanged(Link link) implements NetworkChange {}

    record LinkRemoved(int index) implements NetworkChange {}

    record AddressAdded(LinkAddress address) implements NetworkChange {}

    record AddressRemoved(LinkAddress address) implements NetworkChange {}

    record RouteAdded(Route route) implements NetworkChange {}

    /** There is a route to it. */
    record DestinationAdded(Destination destination) implements NetworkChange {}

    record RouteRemoved(Route route) implements NetworkChange {}

    record RuleAdded(Rule rule) implements NetworkChange {}

    record RuleRemoved(Rule rule) implements NetworkChange {}

    /** A filter of traffic control was taken away from an interface. */
    record FilterRemoved(int linkIndex) implements NetworkChange {}

    /** The place for filters was (clsact), with all that were in it. */
    record FilterPlaceRemoved(int linkIndex) implements NetworkChange {}

    /** The kernel had more to say than it could hold: everything must be read again. */
    record Overrun() implements NetworkChange {}
}
