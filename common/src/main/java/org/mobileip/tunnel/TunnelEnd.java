package org.mobileip.tunnel;

import java.util.Optional;

/**
 * One end of tunnels: says what becomes of a packet. Both questions are asked by packet threads, at the same time as the
 * control thread changes the answer; neither allocates.
 */
public interface TunnelEnd {

    /**
     * Finds the tunnels that a datagram enters.
     *
     * @param datagram a datagram routed to our interface; when it passes, cut to its total length, with its flow
     * @return why it is dropped; empty: it goes to each care-of address of its flow
     */
    Optional<DropReason> route(PacketBuffer datagram);

    /**
     * Decides whether a packet is let out of its tunnel. Default-deny: outer destination, outer source and inner source (a
     * mobile node: inner destination) are looked at before anything else of the inner datagram is read (RFC 2003 §6.2, RFC
     * 3024 §4.3.2).
     *
     * @param packet a packet of protocol 4 from anybody; when it passes, cut to the inner datagram, with its flow
     * @return why it is dropped; empty: the inner datagram may be forwarded
     */
    Optional<DropReason> admit(PacketBuffer packet);
}
