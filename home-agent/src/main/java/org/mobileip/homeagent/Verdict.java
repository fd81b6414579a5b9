package org.mobileip.homeagent;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** What the checks say of one datagram. */
sealed interface Verdict {

    /** Silence. */
    record Discard(DiscardReason why) implements Verdict {}

    /** The authentication of a node that we know failed: silence, or code 131 where RFC 3344 decides. */
    record FailedAuthentication(DiscardReason why, RegistrationRequest request, NodeState state) implements Verdict {}

    /**
     * A reply that says no.
     *
     * @param identification what the reply carries
     * @param clockAhead by how much the request's timestamp was ahead of our clock, for code 133
     */
    record Deny(
            ReplyCode code,
            RegistrationRequest request,
            NodeState state,
            SecurityAssociation association,
            Identification identification,
            Optional<Duration> clockAhead)
            implements Verdict {}

    /** A copy of a request that was accepted: the same reply again, and nothing else. */
    record Repeat(RegistrationRequest request, Octets reply) implements Verdict {}

    /** Authentic, new, and to be granted. */
    record Accept(RegistrationRequest request, NodeState state, SecurityAssociation association) implements Verdict {}
}
