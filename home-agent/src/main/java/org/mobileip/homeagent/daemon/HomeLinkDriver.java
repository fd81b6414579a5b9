package org.mobileip.homeagent.daemon;

import java.util.Optional;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.homeagent.HomeLink;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/**
 * Between the home link's rules and the frames on it: answers ARP for the nodes that are away, sends advertisements, hears
 * solicitations. For one thread.
 */
public final class HomeLinkDriver {

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
        outlets.sendDatagram(DiscoveryPackets.ALL_SYSTEMS_MAC, DiscoveryPackets.advertisement(address, message));
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
}
