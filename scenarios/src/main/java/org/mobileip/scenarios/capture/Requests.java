package org.mobileip.scenarios.capture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/** The registration requests that were seen, to know what a reply answers (RFC 5944 §3.4: it repeats the low-order half). */
final class Requests {

    /** A node has few requests outstanding; older ones are forgotten. */
    private static final int MOST = 10_000;

    private record Key(Ipv4 home, int identificationLow) {}

    private final Map<Key, RegistrationRequest> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RegistrationRequest> eldest) {
            return size() > MOST;
        }
    };

    void add(RegistrationRequest request) {
        seen.put(new Key(request.homeAddress(), request.identification().low()), request);
    }

    Optional<RegistrationRequest> answeredBy(RegistrationReply reply) {
        return Optional.ofNullable(
                seen.get(new Key(reply.homeAddress(), reply.identification().low())));
    }
}
