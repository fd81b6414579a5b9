package org.mobileip.host.linux.bpf;

import java.time.Duration;

/**
 * When something that was refused is tried again: after a second, and twice as long each time, up to a minute; from the beginning
 * where it went well for longer than that. Times are those of {@link System#nanoTime}. For one thread at a time.
 */
final class Patience {

    private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private long waited;
    private long end;

    /**
     * It was refused.
     *
     * @return whether that is news: it was not refused within the last minute
     */
    boolean refused(long now) {
        boolean isNews = waited == 0 || now - end > LONGEST_NANOS;
        waited = isNews ? SHORTEST_NANOS : Math.min(2 * waited, LONGEST_NANOS);
        end = now + waited;
        return isNews;
    }

    /** Whether it is time to try again. */
    boolean isOver(long now) {
        return now - end >= 0;
    }
}
