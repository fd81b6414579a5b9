package org.mobileip.scenarios.foreignagent;

import org.mobileip.wire.ReplyCode;

/** What becomes of a request. */
sealed interface Verdict {

    /** It goes to the home agent. */
    record Relay(Pending pending) implements Verdict {}

    /** The node is told no. */
    record Deny(ReplyCode code) implements Verdict {}

    /** Nothing is said. */
    record Ignore(DiscardReason why) implements Verdict {}
}
