package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;

/** What became of a datagram that may have been a reply. */
sealed interface Answer {

    /** It changes nothing. */
    record Discarded(Effect.Reason why) implements Answer {}

    /**
     * A home agent has accepted.
     *
     * @param binding empty after a deregistration
     * @param given the home address, where it is another one than before
     */
    record Accepted(Optional<Binding> binding, Duration roundTrip, Optional<Ipv4> given, List<Effect> effects)
            implements Answer {}

    /** A home agent has refused, but there was something to do about it, or it matters no more. */
    record DealtWith(List<Effect> effects) implements Answer {}

    /**
     * A home agent has refused, or a foreign agent.
     *
     * @param unhonoured what the home agent has accepted and the foreign agent does not do; empty: nobody has accepted
     */
    record Denied(Denial denial, List<Effect> effects, Optional<Pending> unhonoured) implements Answer {}
}
