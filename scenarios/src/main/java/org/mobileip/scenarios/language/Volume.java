package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Collection;

/** How many datagrams the streams of a scenario send, and how many can be kept. */
public final class Volume {

    /** Datagrams of all streams that are recorded in a run: more would not fit into memory. */
    public static final long MOST_DATAGRAMS = 8_000_000;

    /** Streams run longer than the script says: before its beginning, and where a daemon starts slowly. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private Volume() {}

    /**
     * The most datagrams and pings that {@code streams} send; those of tcp streams are not counted one by one.
     *
     * @param end when the script says {@code stop}
     */
    public static long datagrams(Collection<Stream> streams, Duration end) {
        return streams.stream().mapToLong(stream -> datagrams(stream, end)).sum();
    }

    static long datagrams(Stream stream, Duration end) {
        if (stream.kind() == Stream.Kind.TCP) {
            return 0;
        }
        return mostOf(stream, end) * (stream.bothWays() ? 2 : 1);
    }

    /** The most datagrams of one direction of {@code stream}. */
    public static long mostOf(Stream stream, Duration end) {
        return end.plus(GRACE).toNanos() / stream.interval().toNanos();
    }
}
