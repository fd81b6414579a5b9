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
 * @param linkLayer the link-layer address of the foreign agent it was sent to; empty: there was none
 * @param destination the IP destination address
 * @param target with the care-of address, and the lifetime originally asked for
 * @param encapsulation asked for
 * @param identification in it
 * @param sentAt when it was first sent: from then on the lifetime remains (§3.6.2.2)
 * @param isRepeated sent more than once, octet for octet
 * @param octets as sent
 */
record Pending(
        Optional<MacAddress> linkLayer,
        Ipv4 destination,
        Target target,
        Encapsulation encapsulation,
        Identification identification,
        Tick sentAt,
        boolean isRepeated,
        Octets octets) {

    /** What remains of the lifetime that was asked for; zero once it is over. */
    Duration remaining(Tick now) {
        Lifetime asked = target.lifetime();
        Duration left = asked.endFrom(sentAt).since(now);
        return left.isNegative() ? Duration.ZERO : left;
    }

    Pending repeated() {
        return new Pending(linkLayer, destination, target, encapsulation, identification, sentAt, true, octets);
    }
}
