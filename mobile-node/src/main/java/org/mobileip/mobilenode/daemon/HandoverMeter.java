package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.Handover;
import org.mobileip.time.Tick;

/**
 * Follows a handover beyond the engine: until the tunnel was switched, and until the first packet came out of it. The
 * packet path only counts, so the count is looked at for a moment after a handover and not otherwise: each millisecond at
 * first, then each time that a twentieth of the time since has passed.
 */
final class HandoverMeter {

    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    private static final int LOOKS = 20;
    private static final Duration LOOK_FOR = Duration.ofSeconds(3);

    private final LongSupplier decapsulated;
    private Optional<Result> last = Optional.empty();
    private Tick lookAt = Tick.NEVER;
    private Tick giveUpAt = Tick.NEVER;
    private Tick installedAt = Tick.NEVER;
    private long handovers;
    private long before;

    /**
     * A handover with what came after it.
     *
     * @param install from the reply until the tunnel was switched
     * @param firstPacket from then until a packet came through it; empty: none did, or the node is home
     */
    record Result(Handover handover, Duration install, Optional<Duration> firstPacket) {

        /** From the first sign until the last that is known. */
        Duration total() {
            return handover.detect()
                    .plus(handover.address())
                    .plus(handover.register())
                    .plus(install)
                    .plus(firstPacket.orElse(Duration.ZERO));
        }
    }

    /** {@code decapsulated} counts the packets that came out of the tunnel. */
    HandoverMeter(LongSupplier decapsulated) {
        this.decapsulated = decapsulated;
    }

    /** The home agent has answered, and all that follows from it is done; the result, if it is complete with that. */
    Optional<Result> installed(Tick now, Handover handover) {
        last = Optional.of(new Result(handover, now.since(handover.acceptedAt()), Optional.empty()));
        installedAt = now;
        handovers++;
        before = decapsulated.getAsLong();
        giveUpAt = now.plus(LOOK_FOR);
        boolean isTunnelled = handover.to() instanceof Attachment.Visiting;
        lookAt = isTunnelled ? now.plus(LOOK_EVERY) : Tick.NEVER;
        return isTunnelled ? Optional.empty() : last;
    }

    Tick nextDeadline() {
        return lookAt;
    }

    /** Looks, if it is time; the result once it is complete, or will not be. */
    Optional<Result> look(Tick now) {
        if (!lookAt.hasCome(now) || last.isEmpty()) {
            return Optional.empty();
        }
        if (decapsulated.getAsLong() > before) {
            Result seen = last.get();
            last = Optional.of(new Result(seen.handover(), seen.install(), Optional.of(now.since(installedAt))));
            lookAt = Tick.NEVER;
            return last;
        }
        if (giveUpAt.hasCome(now)) {
            lookAt = Tick.NEVER;
            return last;
        }
        Duration rarely = now.since(installedAt).dividedBy(LOOKS);
        lookAt =
                now.plus(rarely.compareTo(LOOK_EVERY) > 0 ? rarely : LOOK_EVERY).earlierOf(giveUpAt);
        return Optional.empty();
    }

    /** How many there were. */
    long handovers() {
        return handovers;
    }

    /** The last handover. */
    Optional<Result> last() {
        return last;
    }
}
