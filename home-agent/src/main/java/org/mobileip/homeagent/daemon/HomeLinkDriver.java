package org.mobileip.homeagent.daemon;

import java.util.Optional;
import org.mobileip.homeagent.HomeLink;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/**
 * Between the home link's rules and the frames on it: answers ARP for the nodes that are away, sends advertisements, hears
 * solicitations. For one thread.
 */
public final class HomeLinkDriver {

    private static final MacAddress ALL_SYSTEMS_MAC = MacAddress.parse("01:00:5e:00:00:01");

    private final Outlets outlets;
    private final Ipv4 address;
    private final Journal journal;
    private final HomeLink homeLink;

    /** What a home agent sends to the home link by: sockets of a machine, or what a simulator has in their place. */
    public interface Outlets {

        /** Sends an Ethernet frame that carries ARP. */
        void sendArp(MacAddress to, Octets frame);

        /** Sends an IPv4 datagram to that Ethernet address, whatever the routes say. */
        void sendDatagram(MacAddress to, Octets datagram);

        /** The Ethernet address that the kernel knows of a neighbour on the link. */
        Optional<MacAddress> neighbour(Ipv4 address);
    }

    /**
     * A home link on which nobody is defended yet.
     *
     * @param mac ours on the link
     * @param address ours, the source of advertisements
     */
    public HomeLinkDriver(MacAddress mac, Ipv4 address, Outlets outlets, Journal journal) {
        this.outlets = outlets;
        this.address = address;
        this.journal = journal;
        this.homeLink = new HomeLink(mac);
    }

    void attract(Tick now, Ipv4 home) {
        homeLink.attract(now, home);
        announceDue(now);
    }

    void release(Tick now, Ipv4 home, boolean nodeIsHome) {
        homeLink.release(now, home, nodeIsHome);
        announceDue(now);
    }

    /** Sends an advertisement to all systems on the link, which a TTL of 1 keeps it on. */
    void advertise(Octets message) {
        Ipv4Header header = Ipv4Header.of(Ipv4Header.ICMP, address, AgentAdvertisement.ALL_SYSTEMS, message.size())
                .withTimeToLive(1);
        outlets.sendDatagram(ALL_SYSTEMS_MAC, header.encode().plus(message));
    }

    Tick nextDeadline() {
        return homeLink.nextDeadline();
    }

    void announceDue(Tick now) {
        for (Octets frame : homeLink.due(now, outlets::neighbour)) {
            outlets.sendArp(MacAddress.BROADCAST, frame);
        }
        homeLink.unexplained(now).forEach(journal::claimed);
    }

    /** A frame that carries ARP came from {@code sender}. */
    public void arpArrived(Tick now, MacAddress sender, Octets frame) {
        homeLink.receive(now, frame).ifPresent(answer -> outlets.sendArp(sender, answer));
    }

    /**
     * Whether a datagram from the home link is an agent solicitation. Any source address is good: who solicits may have none
     * of this network (RFC 5944 §2.3).
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
