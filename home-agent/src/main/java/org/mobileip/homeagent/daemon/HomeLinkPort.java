package org.mobileip.homeagent.daemon;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.discovery.linux.AdvertisingPort;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.PacketSocket.PacketType;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** The sockets on the home link: ARP and agent advertisements by packet sockets, so that no sysctl is touched. */
final class HomeLinkPort implements HomeLinkDriver.Outlets, AutoCloseable {

    private static final int MOST_FRAMES_A_TURN = 64;

    private final EventLoop loop;
    private final HostNetwork network;
    private final Link link;
    private final HomeLinkDriver driver;
    private final Journal journal;
    private final PacketSocket arp;
    private final AdvertisingPort discovery;
    private boolean usable = true;

    /**
     * Opens the sockets and listens.
     *
     * @param address ours, the source of advertisements
     * @param onSolicitation run on the loop for each agent solicitation
     */
    HomeLinkPort(
            EventLoop loop, HostNetwork network, Journal journal, Link link, Ipv4 address, Runnable onSolicitation) {
        this.loop = loop;
        this.journal = journal;
        this.network = network;
        this.link = link;
        this.driver = new HomeLinkDriver(link.mac(), address, this, journal);
        this.arp = PacketSocket.open(link.index(), PacketSocket.ETHERTYPE_ARP, Kind.RAW, Options.PLAIN);
        this.discovery = new AdvertisingPort(link.index());
        loop.onReadable(arp.fd(), this::readArp);
        loop.onReadable(discovery.fd(), () -> readSolicitations(onSolicitation));
    }

    /** That of the home link; empty: it is virtual. */
    static OptionalInt index(Optional<HomeLinkPort> link) {
        return link.map(there -> OptionalInt.of(there.index())).orElse(OptionalInt.empty());
    }

    int index() {
        return link.index();
    }

    HomeLinkDriver driver() {
        return driver;
    }

    @Override
    public void sendArp(MacAddress to, Octets frame) {
        send(() -> arp.send(link.index(), to, frame));
    }

    @Override
    public void sendDatagram(MacAddress to, Octets datagram) {
        send(() -> discovery.send(to, datagram));
    }

    @Override
    public Optional<MacAddress> neighbour(Ipv4 address) {
        return network.neighbour(link.index(), address);
    }

    /** A home link that is down keeps nobody who is away from registering: it is only said, once each time. */
    private void send(Runnable sending) {
        try {
            sending.run();
            usable = true;
        } catch (HostException refused) {
            if (usable) {
                journal.failure("home-link-unusable interface=" + link.name(), refused);
            }
            usable = false;
        }
    }

    private void readArp() {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = arp.receive();
            if (frame.isEmpty()) {
                return;
            }
            if (frame.get().type() != PacketType.OUTGOING) {
                driver.arpArrived(
                        loop.ticker().now(), frame.get().sender(), frame.get().octets());
            }
        }
    }

    private void readSolicitations(Runnable onSolicitation) {
        if (discovery.solicitations() > 0) {
            onSolicitation.run();
        }
    }

    @Override
    public void close() {
        loop.remove(arp.fd());
        loop.remove(discovery.fd());
        arp.close();
        discovery.close();
    }
}
