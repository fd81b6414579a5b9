package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.RequestFlags;

/**
 * Where datagrams go after a restart until it is a binding's turn to be made again ({@link Restorer}): with a million of them that
 * takes seconds, in which nobody should be cut off. So the plain case is told from the request at a glance, and nothing is verified:
 * what was accepted then goes on for some seconds where the home address is still one of somebody's here. What is about to end waits
 * for its turn, so that it ends in time. For any thread: it knows what was so when it was made.
 */
public final class Foresight {

    /** Longer than it takes to make all bindings again. */
    static final Duration LEAST_LEFT = Duration.ofMinutes(1);

    /** Which of the flags may be there: with any other it is not an IP-in-IP tunnel without broadcasts. */
    private static final RequestFlags PLAIN =
            RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING);

    private final HomeAddresses homes;

    Foresight(HomeAddresses homes) {
        this.homes = homes;
    }

    /** The tunnel of a binding that was kept; empty: it is not foreseen. */
    public Optional<TunnelPath> of(KeptGlance kept, Instant timeOfDay) {
        boolean isForeseen = kept.isPlain()
                && kept.flags().without(PLAIN).bits() == 0
                && kept.ends() - LEAST_LEFT.toMillis() > timeOfDay.toEpochMilli()
                && homes.has(kept.home());
        return isForeseen ? Optional.of(path(kept)) : Optional.empty();
    }

    private static TunnelPath path(KeptGlance kept) {
        return new TunnelPath(kept.careOf(), Encapsulation.IPIP, kept.flags().decapsulationByMobileNode(), false);
    }
}
