package org.mobileip.homeagent;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.wire.ReplyCode;

/** What the checks say of one datagram. */
sealed interface Verdict {

    /** The node that has proved who it is; empty where nobody has. */
    default Optional<Authentic> proven() {
        return Optional.empty();
    }

    /** Silence. */
    record Discard(DiscardReason why) implements Verdict {}

    /**
     * Nobody knows who sent it: silence, with two exceptions, code 131 for a node that we know.
     *
     * @param state the node that it claims to be from
     * @param foreignAgent a foreign agent vouches for it, which must be told (§3.8.2.1 a)
     */
    record FailedAuthentication(
            DiscardReason why, Arrival arrival, Optional<NodeState> state, Optional<ForeignAgents.Finding> foreignAgent)
            implements Verdict {}

    /** The same of a plain one that is not answered: silence. */
    record Forged(DiscardReason why, PlainRequest request, Optional<NodeState> state) implements Verdict {}

    /** It is from the node, but signed by a foreign agent with which we share nothing: silence (§3.8.2.1 d). */
    record UnknownForeignAgent(Authentic authentic) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }

    /** It is not new: code 133, which tells the node how to be. */
    record NotNew(Authentic authentic, Optional<Duration> clockAhead) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }

    /** It is new, but the foreign agent's signature is not as it must be: code 132, and it stays new. */
    record ForeignAgentFailed(Authentic authentic) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }

    /** A reply that says no; its Identification is used up. */
    record Deny(ReplyCode code, Authentic authentic) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }

    /** A copy of a request that was accepted: the same reply again, and nothing else. */
    record Repeat(Authentic authentic, Octets reply) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }

    /** Authentic, new, and to be granted. */
    record Accept(Authentic authentic) implements Verdict {
        @Override
        public Optional<Authentic> proven() {
            return Optional.of(authentic);
        }
    }
}
