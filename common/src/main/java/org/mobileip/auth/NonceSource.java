package org.mobileip.auth;

import java.util.Arrays;
import org.mobileip.net.Octets;

/**
 * Nonces that nobody can foretell who does not know the seed (RFC 5944 §5.7.2): the first 32 bits of HMAC-SHA-256 over a
 * counter. The same seed gives the same nonces, so whoever makes one takes the seed from a good source of randomness, anew
 * at every start. For one thread.
 */
public final class NonceSource {

    private final Authenticator authenticator;
    private final byte[] digest = new byte[AuthenticationAlgorithm.HMAC_SHA256.size()];
    private long counter;

    /**
     * Nonces of {@code seed}.
     *
     * @param seed secret and random, 16 octets or more
     */
    public NonceSource(Key seed) {
        this.authenticator = Authenticator.of(AuthenticationAlgorithm.HMAC_SHA256, seed);
    }

    /** The next one. It may happen to be one that was there before: 32 bits are no more than that. */
    public int next() {
        byte[] count = new byte[Long.BYTES];
        for (int at = 0; at < count.length; at++) {
            count[at] = (byte) (counter >>> (8 * at));
        }
        counter++;
        authenticator.compute(Octets.of(count), count.length, digest);
        return Octets.of(Arrays.copyOf(digest, Integer.BYTES)).i32(0);
    }
}
