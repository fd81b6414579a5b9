package org.mobileip.tunnel;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a packet went nowhere: shared by both ends and all dataplanes. The names are part of the outer contract (metrics,
 * {@code status --json}); add to them, never rename one.
 */
public enum DropReason {
    /** Fewer octets than an IPv4 header has. */
    TRUNCATED,
    /** The version is not 4. */
    NOT_IPV4,
    /** The header length is below 20 octets or beyond the octets that are there. */
    BAD_HEADER_LENGTH,
    /** The total length is below the header length or beyond the octets that are there. */
    BAD_TOTAL_LENGTH,
    /** The header checksum is wrong. */
    BAD_HEADER_CHECKSUM,
    /** The time to live is 0 (RFC 2003 §3.1). */
    TTL_ZERO,
    /** The time to live was 1, and the hop into the tunnel ended it: its sender is told (RFC 2003 §3.1). */
    TTL_EXCEEDED,
    /** Longer than 65535 octets once it had its outer header. */
    TOO_BIG,

    /** Sent to an address that has no binding. */
    NO_BINDING,
    /** The mobile node has no tunnel: it is at home, or not registered. */
    NO_TUNNEL,
    /** Its source is where the tunnel leads (RFC 2003 §3.2). */
    SOURCE_IS_TUNNEL_EXIT,
    /** It comes out of a tunnel that it would enter again (RFC 5944 §4.2.3), or the tunnel leads to its own beginning. */
    TUNNEL_LOOP,

    /** Of a flow that the mobile node wants dropped (RFC 7629 §4.2). */
    FLOW_DROPPED,

    /** The outer header is malformed. */
    OUTER_MALFORMED,
    /** The outer header's protocol is none of a tunnel's: 4, 47 or 55, or 17 around one of them. */
    NOT_IP_IN_IP,
    /** A fragment of an outer datagram that cannot be one, or is there already. */
    OUTER_FRAGMENT,
    /** A fragment that overlaps another one of its datagram, or any other of a datagram of which one did. */
    FRAGMENT_OVERLAP,
    /** A fragment whose datagram was given up, so that another one from the same sender could be put together. */
    REASSEMBLY_FULL,
    /** A fragment whose datagram did not become whole in time. */
    REASSEMBLY_TIMEOUT,
    /** The outer destination is not an end of a tunnel of ours. */
    OUTER_DESTINATION_NOT_OURS,
    /** The outer source is not a current care-of address. */
    OUTER_SOURCE_NOT_CARE_OF,
    /** The outer source is not our home agent. */
    OUTER_SOURCE_NOT_HOME_AGENT,
    /** Wrapped in another way than was agreed on for this tunnel. */
    ENCAPSULATION_NOT_AGREED,
    /** The outer UDP header or what must follow it is cut short, or the length says so. */
    UDP_MALFORMED,
    /** The checksum of an outer UDP datagram is there, and wrong. */
    UDP_CHECKSUM,
    /** A UDP datagram that is no MIP Tunnel Data message (RFC 3519 §3.3). */
    NOT_TUNNEL_DATA,
    /** From another UDP port than the mobile node registered from, or the home agent has; or to another (RFC 3519 §4.3). */
    OUTER_PORT_NOT_BOUND,
    /** The mobile node has yet to tell its UDP port by a keepalive (RFC 3519 §4.6). */
    HALF_BOUND,
    /** The GRE header has a bit set that RFC 2784 and RFC 2890 do not know, another version, or no room. */
    GRE_MALFORMED,
    /** The checksum of a GRE packet is wrong. */
    GRE_CHECKSUM,
    /** What a GRE packet carries is not IPv4. */
    GRE_PAYLOAD_NOT_IPV4,
    /** The key of a GRE packet is not the one agreed on, or there is one and none was. */
    GRE_KEY,
    /** The sequence number of a GRE packet is not above that of one before (RFC 2890 §2.2). */
    GRE_OUT_OF_ORDER,
    /** The minimal forwarding header is cut short, or its checksum is wrong (RFC 2004). */
    FORWARDING_HEADER_MALFORMED,
    /** The path is congested, and the inner datagram does not understand being marked (RFC 6040 §4.2): its loss tells it. */
    CONGESTION_EXPERIENCED,
    /** The inner source is not a home address bound to the outer source, or not our own home address. */
    SOURCE_NOT_HOME,
    /** The inner destination is not our home address, or no visitor's. */
    DESTINATION_NOT_HOME,
    /** The inner datagram is a tunnel's packet again: one level only. */
    NESTED_TUNNEL,
    /** The inner datagram is a registration message for us, which never comes through the tunnel. */
    REGISTRATION_IN_TUNNEL,

    /** The kernel had merged packets, or left a checksum to others, in a way that it could not tell. */
    OFFLOAD_UNKNOWN,
    /** More than may pass for one home address (the home agent's {@code node_rate}). */
    RATE_LIMIT,
    /** A broadcast of the home network of a kind that is not passed on, or to a group that nobody has joined. */
    NOT_PASSED_ON,
    /** More broadcasts than were to be forwarded in this second. */
    BROADCAST_BUDGET,

    /** Longer than the MTU of the way to the tunnel's exit, and not to be fragmented: its sender is told. */
    EXCEEDS_PATH_MTU,
    /** The queue towards the network was full. */
    SEND_QUEUE_FULL,
    /** The kernel refused to send: no route, link down. */
    SEND_FAILED,
    /** The kernel refused the datagram that came out of the tunnel. */
    DELIVERY_FAILED,
    /** A fault of this program, logged when it happened. */
    INTERNAL_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Optional<DropReason> verdict = Optional.of(this);

    /** The stable name, such as {@code no_binding}. */
    public String word() {
        return word;
    }

    /** This reason as a verdict; always the same object, since packet paths allocate nothing. */
    public Optional<DropReason> verdict() {
        return verdict;
    }
}
