package org.mobileip.auth;

import java.time.Instant;
import org.mobileip.wire.Identification;

/** Where a mobile node takes the Identifications of its requests from (RFC 5944 §5.7). For one thread. */
public sealed interface IdentificationSource permits IdentificationClock, NonceEcho {

    /**
     * The Identification of a new request: never that of the request before it.
     *
     * @param timeOfDay the system's
     * @param noise 32 random bits
     */
    Identification next(Instant timeOfDay, int noise);

    /**
     * Learns from a reply of the home agent, accepted or denied, whose authenticator was found good.
     *
     * @param requested the Identification of the request
     * @param replied that of the reply
     * @param mismatch the reply has code 133
     * @param timeOfDay the system's, when the reply arrived
     * @return false, and nothing is learnt, when the low-order halves differ: the reply is not for this request (§3.6.2.1)
     */
    boolean hear(Identification requested, Identification replied, boolean mismatch, Instant timeOfDay);

    /**
     * Whether a request that is sent again gets a new Identification, as with timestamps; with nonces it is the same
     * octets again (§3.6.3).
     */
    boolean renewsRetransmissions();
}
