package org.mobileip.mobilenode;

import java.util.Set;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;

/**
 * The kernel state that the mobile node wants, all of it. What is here is put there and put back; what was here before and
 * is no more is taken away; what others made is left alone.
 *
 * @param addresses the home address, on the TUN device and at home on the link
 * @param routes of our protocol number
 * @param rules of our protocol number
 * @param silentLinks interfaces that must not answer ARP for addresses of other interfaces (arp_ignore 1): the home address
 *     is the TUN device's, and a visited link must not hear of it (RFC 5944 §4.6)
 */
public record HostState(Set<LinkAddress> addresses, Set<Route> routes, Set<Rule> rules, Set<String> silentLinks) {

    /** Nothing of ours. */
    public static final HostState EMPTY = new HostState(Set.of(), Set.of(), Set.of(), Set.of());

    public HostState {
        addresses = Set.copyOf(addresses);
        routes = Set.copyOf(routes);
        rules = Set.copyOf(rules);
        silentLinks = Set.copyOf(silentLinks);
    }
}
