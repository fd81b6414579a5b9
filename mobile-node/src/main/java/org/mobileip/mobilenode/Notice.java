package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;
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

    /** The home agent has forgotten this node's bindings. */
    record Deregistered(Duration roundTrip) implements Notice {}

    /**
     * The home agent refused.
     *
     * @param nextTry until the next request
     */
    record Denied(ReplyCode code, Duration nextTry) implements Notice {}

    /**
     * Code 133: requests carry the home agent's time from now on.
     *
     * @param offset how far the home agent's clock is ahead of ours; negative: behind
     */
    record Resynchronised(Duration offset) implements Notice {}

    /**
     * The home agent is silent.
     *
     * @param tries requests without a reply
     * @param nextTry until the next one
     * @param bindingLeft how long the home agent still tunnels to here; empty: it does not
     */
    record NotAnswered(int tries, Duration nextTry, Optional<Duration> bindingLeft) implements Notice {}

    /** The binding ended without having been renewed. */
    record Expired(Ipv4 careOf) implements Notice {}

    /** A handover was answered by the home agent. */
    record HandoverDone(Handover handover) implements Notice {}
}
