package org.mobileip.auth;

import java.time.Instant;

/**
 * When a security association is good: from {@code notBefore} on, until just before {@code notAfter}, by the time of day.
 * Two associations with times that overlap let the keys of a node change without a gap.
 *
 * @param notBefore the first moment; {@link Instant#MIN} for one that always was good
 * @param notAfter the first moment when it is good no more; {@link Instant#MAX} for one that always will be
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** Without a limit. */
    public static final Validity ALWAYS = new Validity(Instant.MIN, Instant.MAX);

    public Validity {
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException("valid from " + notBefore + " until " + notAfter + ": never");
        }
    }

    /** Whether it is good at this time of day. */
    public boolean includes(Instant timeOfDay) {
        return !timeOfDay.isBefore(notBefore) && timeOfDay.isBefore(notAfter);
    }
}
