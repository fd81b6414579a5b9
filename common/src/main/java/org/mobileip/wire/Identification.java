package org.mobileip.wire;

import java.time.Instant;

/**
 * The 64-bit number that matches a reply with its request and protects against replays (RFC 5944 §3.3, §5.7). With
 * timestamps it is the time of day in the format of NTP: seconds since 1900, then a binary fraction of a second.
 *
 * <p>The seconds overflow on 7 February 2036. As RFC 4330 §3 has it, a timestamp whose highest bit is set lies in 1968
 * to 2036 and any other in 2036 to 2104, and the order follows that; within either half it is the unsigned order.
 *
 * @param bits the 64 bits as they stand on the wire
 */
public record Identification(long bits) {

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NOISE_MASK = 0xfff;

    /** The Identification of these two halves. */
    public static Identification of(int high, int low) {
        return new Identification(((long) high << 32) | (low & 0xffff_ffffL));
    }

    /**
     * The timestamp of {@code timeOfDay}. A clock gives about a microsecond: the twelve bits below that are taken from
     * {@code lowFractionNoise}, since RFC 5944 §5.7.1 wants the bits that no clock gives to be random.
     */
    public static Identification ofTimestamp(Instant timeOfDay, int lowFractionNoise) {
        long seconds = timeOfDay.getEpochSecond() + SECONDS_FROM_1900_TO_1970;
        long fraction = ((long) timeOfDay.getNano() << 32) / NANOS_PER_SECOND;
        return new Identification((seconds << 32) | (fraction & ~NOISE_MASK) | (lowFractionNoise & NOISE_MASK));
    }

    /** The seconds, or what a home agent puts there. */
    public int high() {
        return (int) (bits >>> 32);
    }

    /** The fraction, which a reply always repeats. */
    public int low() {
        return (int) bits;
    }

    /** The time of day this timestamp means, between 1968 and 2104, to the nanosecond below. */
    public Instant toInstant() {
        long secondsSince1900 = high() < 0 ? high() & 0xffff_ffffL : high() + (1L << 32);
        long nanos = ((low() & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 32;
        return Instant.ofEpochSecond(secondsSince1900 - SECONDS_FROM_1900_TO_1970, nanos);
    }

    /** These low-order 32 bits below other high-order 32 bits: what a denial with code 133 carries. */
    public Identification withHigh(int high) {
        return of(high, low());
    }

    /** Strictly newer, in the order of the times they mean. */
    public boolean isNewerThan(Identification other) {
        // Set highest bits (to 2036) are before clear ones (from 2036): the order of signed numbers.
        return bits > other.bits;
    }

    /** Sixteen hexadecimal digits, halves apart: {@code dc12c500.40000000}. */
    @Override
    public String toString() {
        return "%08x.%08x".formatted(high(), low());
    }
}
