package org.mobileip.mobilenode;

import org.mobileip.net.Ipv4;

/** How a home agent is known. */
public sealed interface AgentSource {

    /** By its own unicast address. */
    record Address(Ipv4 address) implements AgentSource {}

    /** By a name, which is looked up, and again when the home agent does not answer. */
    record Name(String name) implements AgentSource {}

    /** By asking all that there are on the home network (RFC 5944 §3.6.1.2). */
    record Discovery() implements AgentSource {}
}
