package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

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
 * @param nai that the node is known by, where its request does not say it: a node that has a home address may come with that alone
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
        Octets reply,
        Optional<NetworkAccessIdentifier> nai) {

    /** The interface it came by does not matter for a request that registers. */
    private static final int ANY_INTERFACE = 1;

    public KeptBinding {
        since = Instant.ofEpochMilli(since.toEpochMilli());
        accepted = Instant.ofEpochMilli(accepted.toEpochMilli());
    }

    /** One whose request says who the node is. */
    public KeptBinding(
            Ipv4 home,
            Ipv4 careOf,
            Instant since,
            Instant accepted,
            Lifetime granted,
            Endpoint from,
            Endpoint to,
            Octets request,
            Octets reply) {
        this(home, careOf, since, accepted, granted, from, to, request, reply, Optional.empty());
    }

    /**
     * That of a request that was accepted; the node had been there for {@code before} then.
     *
     * @param nai as in {@link KeptBinding}
     */
    static KeptBinding of(Binding binding, Datagram request, Duration before, Optional<NetworkAccessIdentifier> nai) {
        return new KeptBinding(
                binding.home(),
                binding.careOf(),
                request.timeOfDay().minus(before),
                request.timeOfDay(),
                binding.granted(),
                request.from(),
                request.to(),
                request.payload(),
                binding.reply(),
                nai);
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
