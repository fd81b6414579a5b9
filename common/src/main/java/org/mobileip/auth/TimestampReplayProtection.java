package org.mobileip.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.wire.Identification;

/**
 * A home agent's check of Identifications that are timestamps (RFC 5944 §5.7.1): one is valid when it is close to our
 * time of day and newer than every one accepted before for this mobile node, by whatever security association.
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
        boolean close = Duration.between(timeOfDay, requested.toInstant()).abs().compareTo(tolerance) <= 0;
        boolean newer = highestAccepted.isEmpty() || requested.isNewerThan(highestAccepted.get());
        if (close && newer) {
            return new Verdict(true, requested);
        }
        int ourSeconds = Identification.ofTimestamp(timeOfDay, 0).high();
        return new Verdict(false, requested.withHigh(ourSeconds));
    }
}
