package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * That a home agent does not allow several bindings (code 152, RFC 7629 §5.1). It is not its last word, for somebody may allow it:
 * an hour later it is asked again, and another home agent is asked at once.
 */
final class MultipathRefusal {

    private static final Duration LENGTH = Duration.ofHours(1);

    private Optional<Ipv4> by = Optional.empty();
    private Tick endsAt = Tick.NEVER;

    /** That home agent has refused what it was asked for then. */
    void is(Ipv4 agent, Tick asked) {
        by = Optional.of(agent);
        endsAt = asked.plus(LENGTH);
    }

    boolean isOn() {
        return by.isPresent();
    }

    /** Whether this has just ended: it was another home agent than this one, or an hour ago. */
    boolean takeEnd(Tick now, Ipv4 agent) {
        boolean isOver = by.isPresent() && (!by.get().equals(agent) || endsAt.hasCome(now));
        if (isOver) {
            by = Optional.empty();
            endsAt = Tick.NEVER;
        }
        return isOver;
    }

    Tick endsAt() {
        return endsAt;
    }
}
