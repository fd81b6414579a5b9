package org.mobileip.host;

import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;

/**
 * The tunnel of a mobile node that visits a foreign agent.
 *
 * @param home its home address
 * @param careOf the foreign agent's end
 * @param homeAgent the other end
 * @param encapsulation how datagrams are wrapped
 * @param reverse whether what the node sends goes back through the tunnel
 * @param style how the node hands over what is to go back (RFC 3024 §5)
 * @param agent the foreign agent's address to which the node encapsulates
 */
public record VisitorTunnel(
        Ipv4 home,
        Ipv4 careOf,
        Ipv4 homeAgent,
        Encapsulation encapsulation,
        boolean reverse,
        DeliveryStyle style,
        Ipv4 agent) {

    /** How a mobile node hands over what is to go back through the tunnel. */
    public enum DeliveryStyle {
        /** As it is: the foreign agent is its default router (§5.1). */
        DIRECT,
        /** Encapsulated to the foreign agent; what is not, is forwarded as anybody's (§5.2). */
        ENCAPSULATING
    }
}
