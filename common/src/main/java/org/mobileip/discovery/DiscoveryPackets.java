package org.mobileip.discovery;

import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/** What carries advertisements and solicitations on a link (RFC 5944 §2.1, §2.2). */
public final class DiscoveryPackets {

    /** Where advertisements go: the Ethernet address of 224.0.0.1. */
    public static final MacAddress ALL_SYSTEMS_MAC = MacAddress.parse("01:00:5e:00:00:01");

    private DiscoveryPackets() {}

    /** The datagram to all systems on the link with this ICMP message; a TTL of 1 keeps it there. */
    public static Octets advertisement(Ipv4 source, Octets message) {
        return Ipv4Header.of(Ipv4Header.ICMP, source, AgentAdvertisement.ALL_SYSTEMS, message.size())
                .withTimeToLive(1)
                .encode()
                .plus(message);
    }

    /**
     * Whether a datagram from the link is an agent solicitation. Any source address is good: who solicits may have none of
     * this network (§2.3).
     */
    public static boolean isSolicitation(Octets datagram) {
        try {
            Ipv4Header header = Ipv4Header.decode(datagram);
            AgentSolicitation.decode(header.payloadOf(datagram));
            return true;
        } catch (MalformedMessageException notForUs) {
            return false;
        }
    }
}
