package org.mobileip.scenarios.foreignagent;

import java.util.Locale;

/** Why a datagram was silently discarded, or not answered although it was denied. */
public enum DiscardReason {
    /** From the link: not a Registration Request. */
    NOT_A_REQUEST,
    /** From elsewhere: not a Registration Reply. */
    NOT_A_REPLY,
    /** Cut off before the end of its fixed part. */
    MALFORMED,
    /** An extension of type 0 to 127 that we do not know (RFC 5944 §1.8). */
    UNKNOWN_EXTENSION,
    /** A challenge is answered, and nothing behind it proves by whom (RFC 4721 §3.2). */
    UNPROVEN_CHALLENGE,
    /** No request waits for this reply (§3.7.3.1). */
    NOT_PENDING,
    /** The Identification is not that of the request (§3.7.3.1). */
    OTHER_IDENTIFICATION,
    /** From somebody that the request was not relayed to. */
    NOT_FROM_HOME_AGENT,
    /** The node's authenticator for us is wrong or missing: a security exception (§3.7.2.1). */
    NODE_FAILED_AUTHENTICATION,
    /** The home agent's authenticator for us is wrong or missing: a security exception (§3.7.3.1). */
    HOME_AGENT_FAILED_AUTHENTICATION,
    /** Denied, but this node was told of a denial less than a second ago (§3.7.2). */
    DENIED_TOO_OFTEN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Its name in counters and logs, like {@code not_pending}. */
    public String word() {
        return word;
    }
}
