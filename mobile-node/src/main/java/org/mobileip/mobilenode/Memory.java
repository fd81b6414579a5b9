package org.mobileip.mobilenode;

import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/**
 * What a mobile node must not forget when it is started again, so that no request of its is older than one before
 * (RFC 5944 §5.7).
 *
 * @param newest the newest timestamp it has ever sent
 * @param nonces what each home agent has said last
 */
public record Memory(Optional<Identification> newest, Map<Ipv4, Integer> nonces) {

    /** Of a node that was never started. */
    public static final Memory EMPTY = new Memory(Optional.empty(), Map.of());

    public Memory {
        nonces = Map.copyOf(nonces);
    }
}
