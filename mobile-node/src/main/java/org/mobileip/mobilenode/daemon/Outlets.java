package org.mobileip.mobilenode.daemon;

import org.mobileip.host.Dataplane;
import org.mobileip.mobilenode.Effect;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/** What a mobile node sends by: sockets of a machine, or what a simulator has in their place. */
public interface Outlets {

    /** The tunnel. */
    Dataplane dataplane();

    /** Sends a registration request, past the tunnel. */
    void send(Effect.SendRequest request);

    /** Sends a registration request to a foreign agent's link-layer address. */
    void send(Effect.SendThroughAgent request);

    /** Sends a keepalive, past the tunnel. */
    void send(Effect.SendKeepalive keepalive);

    /** Sends an echo request, past the tunnel. */
    void send(Effect.Probe probe);

    /** Acknowledges a revocation; where those can arrive. */
    default void send(Effect.Acknowledge acknowledgement) {
        throw new UnsupportedOperationException("no revocations here: " + acknowledgement);
    }

    /** Gratuitous ARP that {@code address} is at {@code mac}, as a request and as a reply. */
    void announce(int linkIndex, MacAddress mac, Ipv4 address);

    /** Asks for agent advertisements; {@code source} is an address of the link, or unspecified. */
    void solicit(int linkIndex, Ipv4 source);
}
