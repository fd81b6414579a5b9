package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code stream NAME udp|tcp|ping NODE -> NODE …}: traffic that runs from before the first action to the end.
 *
 * @param bothWays {@code <->}: a second flow runs from {@code to} to {@code from}
 * @param every the send interval; for udp and ping, {@link #interval()} has the default
 * @param size octets of UDP payload, or of ICMP echo data
 * @param bitsPerSecond how fast to send
 */
public record Stream(
        int line,
        String name,
        Kind kind,
        String from,
        String to,
        boolean bothWays,
        Optional<Duration> every,
        OptionalInt size,
        Optional<Long> bitsPerSecond) {

    /** What a stream is made of. */
    public enum Kind {
        UDP,
        TCP,
        PING;

        /** As the language writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Duration UDP_INTERVAL = Duration.ofMillis(5);
    private static final Duration PING_INTERVAL = Duration.ofMillis(10);
    private static final int UDP_SIZE = 160;
    private static final int PING_SIZE = 56;

    /** UDP payload or ICMP echo data in octets: as the script says, else 160 (20 ms of G.711) and 56 (as ping). */
    public int payload() {
        return size.orElse(kind == Kind.PING ? PING_SIZE : UDP_SIZE);
    }

    /** The time between two datagrams of one direction: as {@code every} or {@code rate} say, else 5 ms (ping 10 ms). */
    public Duration interval() {
        if (every.isPresent()) {
            return every.get();
        }
        return bitsPerSecond
                .filter(rate -> kind == Kind.UDP)
                .map(rate -> Duration.ofNanos(Math.max(1, payload() * 8_000_000_000L / rate)))
                .orElse(kind == Kind.PING ? PING_INTERVAL : UDP_INTERVAL);
    }
}
