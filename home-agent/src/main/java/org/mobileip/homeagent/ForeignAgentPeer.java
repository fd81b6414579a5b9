package org.mobileip.homeagent;

import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;

/**
 * A foreign agent that shares security associations with us: what comes from it, or for its care-of address, must be signed
 * by it (RFC 5944 §3.8.2.1 c).
 *
 * @param address the source of what it relays, which is the care-of address that it offers (§3.7.2.2)
 */
public record ForeignAgentPeer(Ipv4 address, SecurityAssociations associations) {}
