package org.mobileip.discovery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.time.Tick;

/**
 * When a mobility agent advertises itself on a link, and with which sequence number (RFC 5944 §2.3, §2.3.2). The first
 * advertisement after a start has the number 0; 0xffff is followed by 256, so that nodes can tell a restart. Whoever solicits
 * is answered to all, at once or as soon as the last advertisement is not too close: one answer serves everybody who asked.
 */
public final class Advertiser {

    /** No two advertisements are closer than this, however many solicit (§2.3): some 6000 octets a second. */
    public static final Duration CLOSEST = Duration.ofMillis(10);

    private static final int LAST_SEQUENCE = 0xffff;
    private static final int SEQUENCE_AFTER_LAST = 256;

    /** The first few follow each other soon, so that those who missed one need not wait (RFC 1256 §4.1, §5). */
    private static final int INITIAL = 3;

    private static final Duration LONGEST_INITIAL = Duration.ofSeconds(16);

    private Optional<AdvertisingPlan> plan;
    private final int scatter;
    private Tick next;
    private Optional<Tick> last = Optional.empty();
    private int sequence;
    private int initialLeft = INITIAL;

    /**
     * An agent that has yet to advertise.
     *
     * @param plan empty: never, whoever asks
     * @param scatter another number for each agent, so that agents do not fall into step (§2.1)
     * @param start when advertising begins
     */
    public Advertiser(Optional<AdvertisingPlan> plan, int scatter, Tick start) {
        this.plan = plan;
        this.scatter = scatter;
        this.next = plan.filter(known -> !known.onlyWhenSolicited()).isPresent() ? start : Tick.NEVER;
    }

    /** When {@link #due} has something to say. */
    public Tick nextDeadline() {
        return next;
    }

    /** That is the plan from now on; where it is to advertise unasked, the next one is due as if somebody had solicited. */
    public void follow(Tick now, Optional<AdvertisingPlan> other) {
        plan = other;
        next = Tick.NEVER;
        if (other.filter(known -> !known.onlyWhenSolicited()).isPresent()) {
            solicited(now);
        }
    }

    /** One is due at once, or as soon as the last is not too close. */
    public void solicited(Tick now) {
        if (plan.isPresent()) {
            Tick earliest = last.map(sent -> sent.plus(CLOSEST)).orElse(now);
            next = next.earlierOf(earliest.isAfter(now) ? earliest : now);
        }
    }

    /** The sequence number of the advertisement to be sent now; empty: none is. */
    public OptionalInt due(Tick now) {
        if (plan.isEmpty() || !next.hasCome(now)) {
            return OptionalInt.empty();
        }
        int current = sequence;
        last = Optional.of(now);
        next = plan.get().onlyWhenSolicited()
                ? Tick.NEVER
                : now.plus(gap(plan.get().every()));
        sequence = sequence == LAST_SEQUENCE ? SEQUENCE_AFTER_LAST : sequence + 1;
        return OptionalInt.of(current);
    }

    private Duration gap(Duration every) {
        Duration interval = every;
        if (initialLeft > 0) {
            initialLeft--;
            interval = every.compareTo(LONGEST_INITIAL) > 0 ? LONGEST_INITIAL : every;
        }
        return interval.minus(earlier(interval));
    }

    /** Up to a tenth, another one each time and for each agent (§2.1). */
    private Duration earlier(Duration interval) {
        int scattered = ((scatter ^ sequence) * 0x9e3779b1) >>> 22; // 0 to 1023
        return interval.dividedBy(10).multipliedBy(scattered).dividedBy(1024);
    }
}
