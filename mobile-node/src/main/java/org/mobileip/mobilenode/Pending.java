package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;

/**
 * A request that waits for its reply: what a mobile node maintains of it (RFC 5944 §3.6).
 *
 * @param homeAgent whom it is for: a home agent, or the broadcast address of the home network
 * @param target with the care-of address, and the foreign agent it was sent to
 * @param encapsulation asked for
 * @param isUdpWished whether it has a UDP Tunnel Request (RFC 3519)
 * @param lifetime originally asked for
 * @param identification in it
 * @param sentAt when it was first sent: from then on the lifetime remains (§3.6.2.2)
 * @param isRepeated sent more than once, octet for octet
 * @param octets as sent
 */
record Pending(
        Ipv4 homeAgent,
        Target target,
        Encapsulation encapsulation,
        boolean isUdpWished,
        Lifetime lifetime,
        Identification identification,
        Tick sentAt,
        boolean isRepeated,
        Octets octets) {

    /** The link-layer address of the foreign agent it was sent to; empty: there was none. */
    Optional<MacAddress> linkLayer() {
        return target.through().map(ForeignAgent::mac);
    }

    /** The IP destination address: the foreign agent's, never a broadcast address then (§3.6.1.1). */
    Ipv4 destination() {
        return target.through().map(ForeignAgent::address).orElse(homeAgent);
    }

    /** What remains of the lifetime that was asked for; zero once it is over. */
    Duration remaining(Tick now) {
        Duration left = lifetime.endFrom(sentAt).since(now);
        return left.isNegative() ? Duration.ZERO : left;
    }

    Pending repeated() {
        return new Pending(
                homeAgent, target, encapsulation, isUdpWished, lifetime, identification, sentAt, true, octets);
    }
}
