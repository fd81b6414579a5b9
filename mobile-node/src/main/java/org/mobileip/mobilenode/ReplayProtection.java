package org.mobileip.mobilenode;

/** How the home agent knows that a request is no replay: part of the mobility security association (RFC 5944 §5.7). */
public enum ReplayProtection {
    /** By the time of day in it, and that it is later than in every request before (§5.7.1). */
    TIMESTAMPS,
    /** By a number that the home agent has said in its last reply (§5.7.2). */
    NONCES
}
