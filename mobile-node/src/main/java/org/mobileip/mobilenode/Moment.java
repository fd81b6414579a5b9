package org.mobileip.mobilenode;

import java.time.Instant;

/**
 * What an engine cannot know by itself and is told with each event.
 *
 * @param timeOfDay the wall clock, for the Identification of a request sent now (RFC 5944 §5.7.1) and nothing else
 * @param noise 32 random bits: the fraction of the Identification that no clock resolves, and jitter
 */
public record Moment(Instant timeOfDay, int noise) {

    /** A number from 0 (inclusive) to 1 (exclusive), made of the noise. */
    public double fraction() {
        return Integer.toUnsignedLong(noise) / (double) (1L << 32);
    }
}
