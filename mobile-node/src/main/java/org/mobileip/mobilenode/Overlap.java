package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mobileip.time.Tick;

/**
 * Bindings that stay beside the newest one for a while after a move (S, RFC 5944 §3.6.1.2): until then the home agent tunnels
 * a copy of each datagram to each care-of address, and what one link loses comes by another. Only addresses of the node's own
 * on links that work are kept, and nothing longer than the home agent grants it. The end is a registration without S, which
 * leaves the newest binding alone (§3.8.2.2).
 */
final class Overlap {

    private final Supplier<Duration> length;
    private final Set<Attachment.Away> kept = new HashSet<>();
    private Tick endsAt = Tick.NEVER;

    /** {@code length} counts from the reply; zero: no binding is ever kept. */
    Overlap(Supplier<Duration> length) {
        this.length = length;
    }

    /**
     * The node moves.
     *
     * @param from where datagrams come by now; empty: they come by no link that works
     * @return whether the bindings there are shall stay beside that of {@code to}
     */
    boolean begins(Optional<Attachment.Away> from, Attachment.Away to) {
        if (length.get().isZero() || !isOwn(to) || from.filter(Overlap::isOwn).isEmpty()) {
            end();
            return false;
        }
        endsAt = Tick.NEVER;
        kept.add(from.get());
        kept.removeIf(to::isSamePathAs);
        return !kept.isEmpty();
    }

    private static boolean isOwn(Attachment.Away attachment) {
        return attachment instanceof Attachment.Visiting && attachment.agent().isEmpty();
    }

    /** The home agent has answered, and keeps the bindings from before or not. */
    void answered(Tick now, boolean isGranted) {
        if (!isGranted) {
            end();
        } else if (endsAt.equals(Tick.NEVER)) {
            endsAt = now.plus(length.get());
        }
    }

    /** Others than those are gone: a copy to there is wasted. */
    void keepOnly(Predicate<Attachment> isUsable) {
        kept.removeIf(isUsable.negate());
    }

    /** Whether the home agent keeps bindings beside the newest. */
    boolean isOn() {
        return !endsAt.equals(Tick.NEVER);
    }

    /** Whether the newest binding shall be the only one again. */
    boolean isOver(Tick now) {
        return isOn() && (kept.isEmpty() || endsAt.hasCome(now));
    }

    Tick nextDeadline() {
        return endsAt;
    }

    /** No binding is to be kept any more. */
    void end() {
        kept.clear();
        endsAt = Tick.NEVER;
    }
}
