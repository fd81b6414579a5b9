package org.mobileip.mobilenode;

import java.util.Locale;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Something the daemon must now do, in this order. An effect names the wanted end: doing it twice is harmless. */
public sealed interface Effect {

    /** Let the kernel have these addresses, routes, rules and settings, and no others of ours. */
    record Declare(HostState wanted) implements Effect {}

    /** Tunnel what the TUN device gives, and take in what comes back (RFC 3024, RFC 2003). */
    record UseTunnel(HomeTunnel tunnel) implements Effect {}

    /** Tunnel nothing and take in nothing. */
    record StopTunnel() implements Effect {}

    /** Tell everybody on this link that {@code address} is at this interface's Ethernet address (RFC 5944 §4.6). */
    record GratuitousArp(int linkIndex, Ipv4 address) implements Effect {}

    /** Ask for agent advertisements on this link (RFC 5944 §2.2). */
    record Solicit(int linkIndex) implements Effect {}

    /** Look this name up, and say what comes of it: {@link Event.NameLookedUp}. */
    record LookUp(String name) implements Effect {}

    /** Keep this over a restart, soon; what follows need not wait for it. */
    record Remember(Memory memory) implements Effect {}

    /** Send a registration request from this address by this interface, past the tunnel. */
    record SendRequest(int linkIndex, Ipv4 from, Endpoint to, Octets payload) implements Effect {}

    /**
     * Send a registration request to a foreign agent's link-layer address, whatever the kernel knows of it: no ARP, no route
     * (RFC 5944 §3.6.1.1).
     *
     * @param from the home address, the care-of address, or 0.0.0.0 while there is neither
     * @param to the IP source of the agent's advertisement
     * @param timeToLive 255 where a reverse tunnel is asked for (RFC 3024 §4.1.1)
     */
    record SendThroughAgent(int linkIndex, MacAddress agent, Ipv4 from, Endpoint to, int timeToLive, Octets payload)
            implements Effect {}

    /**
     * Send a keepalive to the home agent within UDP, past the tunnel's interface (RFC 3519 §4.9).
     *
     * @param isThroughAgent from the port of requests through foreign agents; else from that of requests to home agents
     */
    record SendKeepalive(int linkIndex, Ipv4 from, Endpoint to, boolean isThroughAgent, Octets payload)
            implements Effect {}

    /**
     * Ask the home agent for an echo from this address by this interface, past the tunnel.
     *
     * @param message the ICMP message (RFC 792)
     */
    record Probe(int linkIndex, Ipv4 from, Ipv4 to, Octets message) implements Effect {

        /** The Identifier of these echo requests; other programs of this machine choose theirs. */
        public static final int IDENTIFIER = 0x4d4e;
    }

    /** Acknowledge a revocation, from port 434 of this address by this interface, past the tunnel (RFC 3543 §3.4). */
    record Acknowledge(int linkIndex, Ipv4 from, Endpoint to, Octets payload) implements Effect {}

    /**
     * Answer a notification, from the port of requests at this address by this interface, past the tunnel (RFC 6098 §4.2).
     */
    record AnswerNotification(int linkIndex, Ipv4 from, Endpoint to, Octets payload) implements Effect {}

    /** Count and log a datagram that was silently discarded, and why. */
    record Discard(Endpoint from, Reason why) implements Effect {}

    /** Tell people. */
    record Tell(Notice notice) implements Effect {}

    /** Why a datagram was discarded, in the order of the checks of RFC 5944 §3.6.2.1. */
    enum Reason {
        /** Not decodable as a Registration Reply, or an extension in it that must be understood is not (§1.8). */
        MALFORMED,
        /** No request is waiting for a reply. */
        NOT_EXPECTED,
        /** The low 32 bits of the Identification are not those of the request sent last. */
        IDENTIFICATION,
        /** A foreign agent's code, though no foreign agent was asked. */
        NOT_FROM_HOME_AGENT,
        /** Of a foreign agent with a key: no Mobile-Foreign Authentication Extension, more than one, or a wrong one. */
        FOREIGN_AGENT_AUTHENTICATION,
        /** No Mobile-Home Authentication Extension, or more than one. */
        AUTHENTICATION_EXTENSION,
        /** The authenticator, or the security parameter index, is wrong. */
        AUTHENTICATOR,
        /** An authentic reply about another home address. */
        OTHER_HOME_ADDRESS,
        /** A revocation that is not signed, not about this binding, not new, or that nobody has agreed on (RFC 3543). */
        REVOCATION,
        /** A notification that is not signed, not about this binding, not new, or not as it may be (RFC 6098). */
        NOTIFICATION;

        /** As it appears in logs and counters: {@code authentication_extension}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
