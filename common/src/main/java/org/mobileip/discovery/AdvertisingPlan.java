package org.mobileip.discovery;

import java.time.Duration;

/**
 * How a mobility agent advertises itself on a link (RFC 5944 §2.3).
 *
 * @param every the longest time between two advertisements
 * @param onlyWhenSolicited whether it waits to be asked
 * @param prefixLengths whether the prefix-lengths extension is included: all agents of a subnet do so, or none (§2.3)
 */
public record AdvertisingPlan(Duration every, boolean onlyWhenSolicited, boolean prefixLengths) {

    private static final int SHORTEST_LIFETIME = 3;
    private static final int LONGEST_LIFETIME = 9000;

    /** Unasked, with prefix lengths. */
    public static AdvertisingPlan every(Duration every) {
        return new AdvertisingPlan(every, false, true);
    }

    /** How long an advertisement is true: the time between two is a third of it (§2.1); 3 to 9000 s (RFC 1256 §4.1). */
    public Duration lifetime() {
        long seconds = every.multipliedBy(3).plusMillis(999).toSeconds();
        return Duration.ofSeconds(Math.max(SHORTEST_LIFETIME, Math.min(LONGEST_LIFETIME, seconds)));
    }
}
