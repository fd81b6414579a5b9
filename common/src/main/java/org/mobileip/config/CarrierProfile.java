package org.mobileip.config;

import java.time.Duration;
import java.util.List;

/**
 * {@code profile = "dmnr"}: what routers of a large carrier come with. It changes what keys mean that are left out, and nothing
 * else: SPI 256, a lifetime of 65534 s, HMAC-MD5, and DF that is not heeded.
 */
final class CarrierProfile {

    static final int SPI = 256;
    static final Duration LIFETIME = Duration.ofSeconds(65534);

    private static final List<String> PROFILES = List.of("dmnr");

    private CarrierProfile() {}

    /** Whether {@code table} asks for it. */
    static boolean isIn(TableReader table) {
        return table.optional("profile", raw -> Values.word(raw, PROFILES)).isPresent();
    }

    /** Whether {@code dont_fragment} of {@code [tunnel]} says that DF is not heeded. */
    static boolean ignoresDontFragment(TableReader tunnel, boolean unlessSaid) {
        return tunnel.optional("dont_fragment", raw -> Values.word(raw, List.of("obey", "ignore")))
                .map("ignore"::equals)
                .orElse(unlessSaid);
    }
}
