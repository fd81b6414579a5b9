package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.mobileip.time.Tick;

/**
 * So many bits a second, and a tenth of a second's worth at once after a pause: who sends more loses the excess, so that what
 * was gathered on the way cannot leave as one burst. For any thread.
 */
final class RateCap {

    /** What may leave at once, as time at the full rate. */
    static final Duration AT_ONCE = Duration.ofMillis(100);

    private static final VarHandle PAID_UNTIL = paidUntil(MethodHandles.lookup());
    private static final long NANOS_TIMES_BITS = 8_000_000_000L;

    private final long bitsPerSecond;
    private long paidUntil = Long.MIN_VALUE;

    /** @param bitsPerSecond 1 and up */
    RateCap(long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    /** Whether {@code octets}, 0 to 65535, more are within the rate; then they are taken. */
    boolean take(int octets, Tick now) {
        long until;
        long from;
        do {
            until = paidUntil; // the comparison finds out whether that was the latest
            from = Math.max(until, now.nanos() - AT_ONCE.toNanos());
            if (from > now.nanos()) {
                return false;
            }
        } while (!PAID_UNTIL.compareAndSet(this, until, from + octets * NANOS_TIMES_BITS / bitsPerSecond));
        return true;
    }

    private static VarHandle paidUntil(MethodHandles.Lookup lookup) {
        try {
            return lookup.findVarHandle(RateCap.class, "paidUntil", long.class);
        } catch (ReflectiveOperationException ourOwnField) {
            throw new LinkageError(ourOwnField.getMessage(), ourOwnField);
        }
    }
}
