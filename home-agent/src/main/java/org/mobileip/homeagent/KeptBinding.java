package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Lifetime;

/**
 * What must be kept of a binding so that it can be made again: the request that was granted, as it arrived, our reply, and
 * what cannot be read from them. Whatever else a {@link Binding} says follows by the code that grants requests. Instants are to
 * the millisecond.
 *
 * @param home the home address, which a request may leave open
 * @param careOf the care-of address
 * @param since when the node registered from there first, without a break
 * @param accepted when this request was accepted, by the wall clock
 * @param granted for how long from then
 * @param from the source of the request
 * @param to where it was sent
 * @param request its octets
 * @param reply what it was answered with: what we have chosen ourselves is in there
 */
public record KeptBinding(
        Ipv4 home,
        Ipv4 careOf,
        Instant since,
        Instant accepted,
        Lifetime granted,
        Endpoint from,
        Endpoint to,
        Octets request,
        Octets reply) {

    /** The interface it came by does not matter for a request that registers. */
    private static final int ANY_INTERFACE = 1;

    public KeptBinding {
        since = Instant.ofEpochMilli(since.toEpochMilli());
        accepted = Instant.ofEpochMilli(accepted.toEpochMilli());
    }

    /** That of a request that was accepted; the node had been there for {@code before} then. */
    static KeptBinding of(Binding binding, Datagram request, Duration before) {
        return new KeptBinding(
                binding.home(),
                binding.careOf(),
                request.timeOfDay().minus(before),
                request.timeOfDay(),
                binding.granted(),
                request.from(),
                request.to(),
                request.payload(),
                binding.reply());
    }

    /** What {@link Foresight} must know of it. */
    public KeptGlance glance() {
        return KeptGlance.of(home, careOf, accepted.toEpochMilli(), granted, request.toBuffer(), 0, request.size());
    }

    /** The request as it arrived. */
    Datagram datagram() {
        return new Datagram(from, to, ANY_INTERFACE, accepted, request);
    }
}
