package org.mobileip.scenarios.traffic;

import java.util.Locale;
import java.util.Optional;

/**
 * The moments at which a stream sends: a first one, and every {@code intervalNanos} from there, so that nothing drifts. Also
 * how well they were kept. For one thread; {@link #remark} after it has ended.
 */
final class Schedule {

    /** The figures show a sender that was later than this, and than its interval. */
    private static final long NOTEWORTHY = 2_000_000;

    private final long offsetNanos;
    private final long intervalNanos;
    private final long most;
    private long first;
    private long next;
    private long count;
    private long worst;
    private long late;

    /**
     * Moments that begin with {@link #begin}.
     *
     * @param offsetNanos from the start to the first moment
     * @param most how many moments there are
     */
    Schedule(long offsetNanos, long intervalNanos, long most) {
        this.offsetNanos = offsetNanos;
        this.intervalNanos = intervalNanos;
        this.most = most;
    }

    void begin(long startNanos) {
        first = startNanos + offsetNanos;
        next = first;
    }

    long dueNanos() {
        return next;
    }

    /** The due one was sent at {@code nanos}. */
    void kept(long nanos) {
        long lateness = nanos - next;
        worst = Math.max(worst, lateness);
        if (lateness > Math.max(NOTEWORTHY, intervalNanos)) {
            late++;
        }
        count++;
        next = count == most ? Long.MAX_VALUE : first + count * intervalNanos;
    }

    /** What a reader of the figures must know, if anything. */
    Optional<String> remark(String stream) {
        if (late > 0) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s: the sender fell behind: %d of %d left late, by %.1f ms at most",
                    stream,
                    late,
                    count,
                    worst / 1e6));
        }
        return count == most
                ? Optional.of(stream + ": no more than " + most + " can be recorded; the rest was not sent")
                : Optional.empty();
    }
}
