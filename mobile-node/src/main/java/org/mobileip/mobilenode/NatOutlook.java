package org.mobileip.mobilenode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * Whether the home agent will tunnel within UDP, before it has said so (RFC 3519 §4.4): as it did last at the same care-of address,
 * else where that is a private address and the home agent's is none, for something must translate then. Only a guess: it
 * decides whether it is worth while to send anything until the reply has come.
 */
final class NatOutlook {

    /** A node comes back to few addresses; the one that was learnt first is forgotten. */
    private static final int MOST = 64;

    /** RFC 1918 §3, and what providers put between their NATs and their customers (RFC 6598). */
    private static final List<Ipv4Prefix> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
            .map(Ipv4Prefix::parse)
            .toList();

    private final NatTraversal nat;
    private final Map<Ipv4, Boolean> withinUdp = new LinkedHashMap<>();

    NatOutlook(NatTraversal nat) {
        this.nat = nat;
    }

    /** The home agent has said which, of a request that left it the choice. */
    void heard(Ipv4 careOf, boolean isWithinUdp) {
        withinUdp.remove(careOf);
        withinUdp.put(careOf, isWithinUdp);
        if (withinUdp.size() > MOST) {
            withinUdp.remove(withinUdp.keySet().iterator().next());
        }
    }

    /** Whether it will be within UDP, for all that is known. */
    boolean expectsUdp(Ipv4 careOf, Ipv4 homeAgent) {
        return nat == NatTraversal.FORCED || withinUdp.getOrDefault(careOf, isPrivate(careOf) && !isPrivate(homeAgent));
    }

    private static boolean isPrivate(Ipv4 address) {
        return PRIVATE.stream().anyMatch(prefix -> prefix.contains(address));
    }
}
