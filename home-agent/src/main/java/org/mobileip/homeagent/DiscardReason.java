package org.mobileip.homeagent;

import java.util.Locale;

/** Why a datagram to UDP port 434 was silently discarded, in the order of the checks. */
public enum DiscardReason {
    /** None of the messages that a home agent takes. */
    NOT_A_REQUEST,
    /** From an address or port that no reply can go to. */
    UNANSWERABLE,
    /** Cut off, or with extensions that run past its end (RFC 5944 §1.9, §3.3). */
    MALFORMED,
    /** An extension of type 0 to 127 that we do not know (RFC 5944 §1.8). */
    UNKNOWN_EXTENSION,
    /** No authorization-enabling extension (RFC 5944 §3.8.2.1 a). */
    NO_AUTHENTICATOR,
    /** More than one, where RFC 3344 §3.8.2.1 wants exactly one. */
    TOO_MANY_AUTHENTICATORS,
    /** Too many failures before it, of its source and of all: not looked at. */
    TOO_MANY_FAILURES,
    /** No security association with this node (RFC 5944 §3.8.2.1 a). */
    UNKNOWN_NODE,
    /** The node has no security association with this SPI, or none that is good now. */
    UNKNOWN_SPI,
    /** The authenticator is not what the key makes of these octets. */
    WRONG_AUTHENTICATOR,
    /** Signed by a foreign agent with which we share nothing (RFC 5944 §3.8.2.1 d). */
    UNKNOWN_FOREIGN_AGENT,
    /** A copy of what was answered, or one that is not new, more often than any node sends one. */
    TOO_MANY_REPEATS,
    /** A revocation, or an acknowledgement of one, that is nobody's with whom that was agreed on (RFC 3543 §3.3, §3.5). */
    UNKNOWN_REVOCATION,
    /**
     * A notification that no node has signed about a binding that there is, or with what may not be in one; or an acknowledgement
     * of none of ours (RFC 6098 §4.7).
     */
    UNKNOWN_NOTIFICATION;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Its name in counters and logs, like {@code unknown_spi}. */
    public String word() {
        return word;
    }
}
