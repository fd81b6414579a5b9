package org.mobileip.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.wire.Identification;

/**
 * A home agent's check of Identifications that are timestamps (RFC 5944 §5.7.1): one is valid when it is close to our
 * time of day and newer than every one accepted before for this mobile node, by whatever security association.
 *
 * <p>Where our clock lies further behind the newest of them than the tolerance, it has been set back since: then the time of
 * that one is the least that ours can be, for this mobile node alone. It is told so, and goes on from there, instead of being
 * locked out until our clock has caught up; what was overheard before is not newer and stays refused.
 *
 * <p>An octet-for-octet repeat of the accepted request is not newer either. Whoever answers that one differently
 * (RFC 5944 §3.8.2.2) recognises it before asking here.
 *
 * @param tolerance how far a timestamp may lie before or after our time of day; just as far is close enough
 */
public record TimestampReplayProtection(Duration tolerance) {

    /** What RFC 5944 §5.7.1 suggests where an association says nothing else: 7 seconds. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(7);

    public TimestampReplayProtection {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("tolerance " + tolerance + " is negative");
        }
    }

    /**
     * The outcome.
     *
     * @param accepted go on; otherwise answer with code 133 and process no further
     * @param replyIdentification what the reply carries: the request's own, or after a mismatch its low-order half
     *     below the seconds of our time of day
     */
    public record Verdict(boolean accepted, Identification replyIdentification) {}

    /**
     * Judges one request whose authenticator was found good.
     *
     * @param highestAccepted the newest Identification accepted from this mobile node, over restarts; empty at first
     * @param requested that of the request
     * @param timeOfDay our own, when the request arrived
     */
    public Verdict check(Optional<Identification> highestAccepted, Identification requested, Instant timeOfDay) {
        Instant ours = leastTime(highestAccepted, timeOfDay);
        Instant theirs = requested.toInstant();
        boolean close = !theirs.isBefore(ours.minus(tolerance)) && !theirs.isAfter(ours.plus(tolerance));
        boolean newer = highestAccepted.isEmpty() || requested.isNewerThan(highestAccepted.get());
        if (close && newer) {
            return new Verdict(true, requested);
        }
        int ourSeconds = Identification.ofTimestamp(ours, 0).high();
        return new Verdict(false, requested.withHigh(ourSeconds));
    }

    /** A second later, for a peer that goes on from its seconds alone must come out newer. */
    private Instant leastTime(Optional<Identification> highestAccepted, Instant timeOfDay) {
        if (highestAccepted.isEmpty()) {
            return timeOfDay;
        }
        Instant newest = highestAccepted.get().toInstant();
        return newest.isAfter(timeOfDay.plus(tolerance)) ? newest.plusSeconds(1) : timeOfDay;
    }
}
