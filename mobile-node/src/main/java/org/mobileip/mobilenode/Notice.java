package org.mobileip.mobilenode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Something that a person who watches wants to read. */
public sealed interface Notice {

    /** The state is another one. */
    record StateChanged(State from, State to) implements Notice {}

    /** From now on this is where the node is. */
    record Attached(Attachment to, Trigger trigger) implements Notice {}

    /**
     * The home agent tunnels to {@code careOf}.
     *
     * @param renewIn until the next request
     * @param roundTrip from the request to its reply
     */
    record Accepted(Ipv4 careOf, Lifetime granted, Duration renewIn, Duration roundTrip) implements Notice {}

    /** The home agent tunnels to {@code careOf} too, beside the link that the node is attached to (RFC 7629). */
    record UplinkRegistered(Ipv4 careOf, Lifetime granted, Duration roundTrip) implements Notice {}

    /** A link that was used beside the one that the node is attached to is not any more: its flows go another way. */
    record UplinkLost(String interfaceName, Ipv4 careOf) implements Notice {}

    /** The home agent refused to tunnel to {@code careOf} too. */
    record UplinkDenied(Ipv4 careOf, ReplyCode code) implements Notice {}

    /** The home agent has forgotten this node's bindings. */
    record Deregistered(Duration roundTrip) implements Notice {}

    /**
     * A home agent refused.
     *
     * @param nextTry until the next request, to this home agent or another
     */
    record Denied(Denial denial, Duration nextTry) implements Notice {

        /** Whether an authentication has failed, ours or a foreign agent's (§3.6.2.1). */
        public boolean isSecurityException() {
            return Remedy.isSecurityException(denial.code());
        }
    }

    /**
     * A home agent refused for a reason that this node could do something about, and it is asked again: code 133, the
     * Identification is now as the home agent wants it; 136, it is asked where it wants to be asked; 143, another one is asked in
     * its place; 139, for a plain tunnel; another, for another home address.
     *
     * @param named the home agent's address as its reply gives it; for 143 the other one's
     * @param offset how far the clock of the home agent is ahead of ours; negative: behind; empty: it says nothing of its clock,
     *     for the two of them go by nonces
     */
    record Repaired(ReplyCode code, Ipv4 by, Ipv4 named, Optional<Duration> offset) implements Notice {

        static Repaired of(Moment moment, Ipv4 by, RegistrationReply reply, ReplayProtection replay) {
            Instant theirs = reply.identification().toInstant();
            Ipv4 named = reply.code().equals(ReplyCode.REDIRECT_HOME_AGENT_REQUEST)
                    ? Repairs.redirection(reply).orElse(reply.homeAgent())
                    : reply.homeAgent();
            Optional<Duration> offset = replay == ReplayProtection.TIMESTAMPS
                    ? Optional.of(Duration.between(moment.timeOfDay(), theirs))
                    : Optional.empty();
            return new Repaired(reply.code(), by, named, offset);
        }
    }

    /** What the home agent has said of the networks behind this node, where it is another thing than before. */
    record Networks(List<NetworkStanding> standings) implements Notice {
        public Networks {
            standings = List.copyOf(standings);
        }
    }

    /** The home agent has given this home address (RFC 2794). */
    record HomeAddressGiven(Ipv4 address) implements Notice {}

    /** The home agent's name has these addresses. */
    record NameKnown(String name, List<Ipv4> addresses) implements Notice {}

    /** The home agent's name cannot be found; it is looked up again. */
    record NameUnknown(String name) implements Notice {}

    /**
     * The home agent is silent.
     *
     * @param tries requests without a reply
     * @param nextTry until the next one
     * @param bindingLeft how long the home agent still tunnels to here; empty: it does not
     */
    record NotAnswered(int tries, Duration nextTry, Optional<Duration> bindingLeft) implements Notice {}

    /**
     * Keepalives are not answered: the NAT before {@code careOf} has forgotten this node, which registers anew.
     *
     * @param interval that keepalives had
     */
    record MappingLost(Ipv4 careOf, Duration interval) implements Notice {}

    /** The machine was suspended for so long, and goes on: whatever the home agent has promised, it is asked again. */
    record Resumed(Duration asleep) implements Notice {}

    /** The binding ended without having been renewed. */
    record Expired(Ipv4 careOf) implements Notice {}

    /** The home agent has ended the binding before its time (RFC 3543); it is asked again. */
    record Revoked(Ipv4 careOf, Ipv4 by) implements Notice {}

    /** Words of an agent for the person behind this node (RFC 4917). */
    record Message(MessageString words) implements Notice {}

    /** The home agent tells the person behind this node something (RFC 6098). */
    record Notification(MessageString words, Ipv4 by) implements Notice {}

    /** A handover was answered by the home agent. */
    record HandoverDone(Handover handover) implements Notice {}
}
