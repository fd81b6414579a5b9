package org.mobileip.scenarios.foreignagent;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * Whose request it is. The Ethernet address is part of it, so that nobody on the link can push another node's request out of
 * the list by asking in its name.
 *
 * @param mac where the request came from on the link
 * @param home the home address it gives; unspecified where it has none yet
 * @param identifier its NAI, which tells nodes apart that have the same home address, or none (RFC 2794 §3)
 */
record NodeKey(MacAddress mac, Ipv4 home, Optional<NetworkAccessIdentifier> identifier) {}
