package org.mobileip.mobilenode;

/** Whether the home agent is told that this node can tunnel within UDP (RFC 3519 §3.1). */
public enum NatTraversal {
    /** It is not: nothing is ever within UDP. */
    OFF,
    /** It is, and tunnels so where it sees a NAT. */
    AUTO,
    /** It is asked to, NAT or not (the F flag). */
    FORCED
}
