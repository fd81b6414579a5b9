package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.time.Tick;

/** Whether the machine was suspended: then one clock has gone on and the other has not. */
final class Sleep {

    /** No link, and no NAT, forgets anybody sooner. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private Duration known;

    /** Both clocks as they are now: {@code going} goes on during suspend, {@code awake} does not. */
    Sleep(Tick going, Tick awake) {
        known = between(going, awake);
    }

    /** For how long it was suspended since this was asked last; empty: for less than a second. */
    Optional<Duration> until(Tick going, Tick awake) {
        Duration asleep = between(going, awake).minus(known);
        if (asleep.compareTo(LEAST) < 0) {
            return Optional.empty();
        }
        known = known.plus(asleep);
        return Optional.of(asleep);
    }

    private static Duration between(Tick going, Tick awake) {
        return Duration.ofNanos(going.nanos() - awake.nanos());
    }
}
