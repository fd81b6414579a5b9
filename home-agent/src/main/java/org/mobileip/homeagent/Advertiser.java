package org.mobileip.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;

/**
 * When the home agent advertises itself on the home link, and with which sequence number (RFC 5944 §2.3, §2.3.2). The first
 * advertisement after a start has the number 0; 0xffff is followed by 256, so that nodes can tell a restart.
 */
final class Advertiser {

    /** No two advertisements are closer than this, however many solicit (§2.3). */
    static final Duration CLOSEST = Duration.ofMillis(10);

    private static final int LAST_SEQUENCE = 0xffff;
    private static final int SEQUENCE_AFTER_LAST = 256;
    private static final int MOST_SECONDS = 9000;

    private final HomeAgentSettings settings;
    private final Optional<Duration> every;
    private Tick next;
    private Optional<Tick> last = Optional.empty();
    private int sequence;

    Advertiser(HomeAgentSettings settings, Tick start) {
        this.settings = settings;
        this.every = settings.advertiseEvery();
        this.next = every.isPresent() ? start : Tick.NEVER;
    }

    Tick nextDeadline() {
        return next;
    }

    /** One is due at once, or as soon as the last is not too close. */
    void solicited(Tick now) {
        if (every.isPresent()) {
            Tick earliest = last.map(sent -> sent.plus(CLOSEST)).orElse(now);
            next = next.earlierOf(earliest.isAfter(now) ? earliest : now);
        }
    }

    List<Effect> due(Tick now) {
        if (every.isEmpty() || !next.hasCome(now)) {
            return List.of();
        }
        Octets message = message(every.get());
        last = Optional.of(now);
        next = now.plus(every.get().minus(earlier(every.get())));
        sequence = sequence == LAST_SEQUENCE ? SEQUENCE_AFTER_LAST : sequence + 1;
        return List.of(new Effect.Advertise(message));
    }

    /** Up to a tenth, another one each time and for each agent, so that agents do not fall into step (§2.1). */
    private Duration earlier(Duration interval) {
        int scattered = ((settings.address().bits() ^ sequence) * 0x9e3779b1) >>> 22; // 0 to 1023
        return interval.dividedBy(10).multipliedBy(scattered).dividedBy(1024);
    }

    private Octets message(Duration interval) {
        long seconds = interval.multipliedBy(3).plusMillis(999).toSeconds(); // the interval is a third of it, §2.1
        return AgentAdvertisement.ofHomeAgent(
                        settings.address(),
                        settings.homeNetwork().length(),
                        (int) Math.max(3, Math.min(MOST_SECONDS, seconds)),
                        sequence,
                        settings.grants().maximumLifetime())
                .encode();
    }
}
