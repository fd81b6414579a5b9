package org.mobileip.scenarios.foreignagent;

import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.ReplyCode;

/**
 * Something the daemon must now do, in the order of the list. An effect names the wanted end, so doing it twice is
 * harmless. The last four change nothing: they are for the log.
 */
public sealed interface Effect {

    /** Send these octets from {@code source}, UDP port 434, to a home agent. */
    record Relay(Ipv4 source, Endpoint to, Octets octets) implements Effect {}

    /** Send these octets as a UDP datagram onto the link, to that Ethernet address: nobody is asked by ARP (§4.2.2). */
    record Answer(MacAddress mac, Endpoint from, Endpoint to, Octets octets) implements Effect {}

    /** Let what the home agent tunnels to the visitor out of the tunnel, and hand it to the visitor's Ethernet address. */
    record Serve(Visitor visitor) implements Effect {}

    /** Serve whoever had this home address no more. */
    record Release(Ipv4 home) implements Effect {}

    /** Send this ICMP message to all systems on the link. */
    record Advertise(Octets message) implements Effect {}

    /** A registration was accepted and is served, or a deregistration was accepted (a lifetime of zero). */
    record Admitted(Visitor visitor) implements Effect {}

    /** A request was denied, by us; or by the home agent, where {@code byHomeAgent}. */
    record Denied(Ipv4 home, Ipv4 homeAgent, MacAddress mac, ReplyCode code, boolean byHomeAgent) implements Effect {}

    /** A visitor's lifetime ended. */
    record Expired(Ipv4 home) implements Effect {}

    /** A datagram was silently discarded. */
    record Discard(Datagram datagram, DiscardReason why) implements Effect {}
}
