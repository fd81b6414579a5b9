package org.mobileip.auth;

import java.time.Instant;
import java.util.OptionalInt;
import org.mobileip.wire.Identification;

/**
 * A mobile node's side of nonces (RFC 5944 §5.7.2): the high-order half of a request is that of the last reply, the
 * low-order half is random and so recognises the reply. Before the first reply there is nothing to give back, and the home
 * agent answers with code 133 and a nonce.
 */
public final class NonceEcho implements IdentificationSource {

    private OptionalInt nonce;
    private OptionalInt lastLow = OptionalInt.empty();

    /** Of a node to which the home agent has never said anything. */
    public NonceEcho() {
        this(OptionalInt.empty());
    }

    /** Of a node to which the home agent said {@code nonce} last. */
    public NonceEcho(OptionalInt nonce) {
        this.nonce = nonce;
    }

    /** What the home agent said last. */
    public OptionalInt nonce() {
        return nonce;
    }

    @Override
    public Identification next(Instant timeOfDay, int noise) {
        int low = lastLow.isPresent() && lastLow.getAsInt() == noise ? noise + 1 : noise;
        lastLow = OptionalInt.of(low);
        return Identification.of(nonce.orElse(0), low);
    }

    @Override
    public boolean hear(Identification requested, Identification replied, boolean mismatch, Instant timeOfDay) {
        if (replied.low() != requested.low()) {
            return false;
        }
        nonce = OptionalInt.of(replied.high());
        return true;
    }

    @Override
    public boolean renewsRetransmissions() {
        return false;
    }
}
