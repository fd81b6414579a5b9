package org.mobileip.homeagent;

import java.util.Locale;

/** Why a datagram to UDP port 434 was silently discarded, in the order of the checks. */
public enum DiscardReason {
    /** Not a Registration Request, the only message that a home agent takes. */
    NOT_A_REQUEST,
    /** Cut off, or with extensions that run past its end (RFC 5944 §1.9, §3.3). */
    MALFORMED,
    /** An extension of type 0 to 127 that we do not know (RFC 5944 §1.8). */
    UNKNOWN_EXTENSION,
    /** No security association with this node (RFC 5944 §3.8.2.1 a). */
    UNKNOWN_NODE,
    /** No authorization-enabling extension (RFC 5944 §3.8.2.1 a). */
    NO_AUTHENTICATOR,
    /** The node has no security association with this SPI. */
    UNKNOWN_SPI,
    /** The authenticator is not what the key makes of these octets. */
    WRONG_AUTHENTICATOR,
    /** Signed by a foreign agent with which we share nothing (RFC 5944 §3.8.2.1 d). */
    UNKNOWN_FOREIGN_AGENT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Its name in counters and logs, like {@code unknown_spi}. */
    public String word() {
        return word;
    }
}
