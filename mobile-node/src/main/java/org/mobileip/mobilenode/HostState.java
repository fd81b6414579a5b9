package org.mobileip.mobilenode;

import java.util.Set;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;

/**
 * The kernel state that the mobile node wants, all of it. What is here is put there and put back; what was here before and
 * is no more is taken away; what others made is left alone.
 *
 * @param addresses the home address, on the TUN device and at home on the link
 * @param routes of our protocol number
 * @param rules of our protocol number
 * @param silentLinks interfaces that must say nothing of addresses of other interfaces: neither answer ARP for them
 *     (arp_ignore) nor ask in their name (arp_announce). The home address is the TUN device's, and a visited link must not
 *     hear of it (RFC 5944 §4.6)
 * @param neighbours of our protocol number: the foreign agent in use, which must not be asked for by ARP (§4.6)
 * @param ignoresRedirects whether routers may not say which way to go: not on a visited link (§4.2.1)
 * @param forwardingLinks interfaces whose packets are forwarded: to and from networks behind this node (RFC 5177)
 */
public record HostState(
        Set<LinkAddress> addresses,
        Set<Route> routes,
        Set<Rule> rules,
        Set<String> silentLinks,
        Set<Neighbour> neighbours,
        boolean ignoresRedirects,
        Set<String> forwardingLinks) {

    /** Nothing of ours. */
    public static final HostState EMPTY = new HostState(Set.of(), Set.of(), Set.of(), Set.of());

    public HostState {
        addresses = Set.copyOf(addresses);
        routes = Set.copyOf(routes);
        rules = Set.copyOf(rules);
        silentLinks = Set.copyOf(silentLinks);
        neighbours = Set.copyOf(neighbours);
        forwardingLinks = Set.copyOf(forwardingLinks);
    }

    /** One without neighbours that takes redirects as the machine does. */
    public HostState(Set<LinkAddress> addresses, Set<Route> routes, Set<Rule> rules, Set<String> silentLinks) {
        this(addresses, routes, rules, silentLinks, Set.of(), false, Set.of());
    }

    /** The same on a visited link. */
    HostState ignoringRedirects() {
        return new HostState(addresses, routes, rules, silentLinks, neighbours, true, forwardingLinks);
    }

    /** The same with other routes and rules. */
    HostState with(Set<Route> otherRoutes, Set<Rule> otherRules) {
        return new HostState(
                addresses, otherRoutes, otherRules, silentLinks, neighbours, ignoresRedirects, forwardingLinks);
    }

    /** The same with those. */
    HostState forwarding(Set<String> links) {
        return new HostState(addresses, routes, rules, silentLinks, neighbours, ignoresRedirects, links);
    }
}
