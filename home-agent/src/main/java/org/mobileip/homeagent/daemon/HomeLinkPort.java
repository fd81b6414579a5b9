package org.mobileip.homeagent.daemon;

import java.util.Optional;
import org.mobileip.homeagent.HomeLink;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.PacketSocket.PacketType;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/** The sockets on the home link: ARP and agent advertisements by packet sockets, so that no sysctl is touched. */
final class HomeLinkPort implements AutoCloseable {

    private static final MacAddress ALL_SYSTEMS_MAC = MacAddress.parse("01:00:5e:00:00:01");
    private static final MacAddress ALL_ROUTERS_MAC = MacAddress.parse("01:00:5e:00:00:02");
    private static final MacAddress MOBILE_AGENTS_MAC = MacAddress.parse("01:00:5e:00:00:0b");
    private static final int MOST_FRAMES_A_TURN = 64;

    private final EventLoop loop;
    private final HostNetwork network;
    private final Ipv4 address;
    private final Link link;
    private final HomeLink homeLink;
    private final Journal journal;
    private final PacketSocket arp;
    private final PacketSocket router;
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
        this.address = address;
        this.link = link;
        this.homeLink = new HomeLink(link.mac());
        this.arp = PacketSocket.open(link.index(), PacketSocket.ETHERTYPE_ARP, Kind.RAW, Options.PLAIN);
        Options solicitations = Options.PLAIN.withFilter(SocketFilter.icmp(IcmpMessage.ROUTER_SOLICITATION));
        this.router = PacketSocket.open(link.index(), PacketSocket.ETHERTYPE_IPV4, Kind.COOKED, solicitations);
        router.join(link.index(), ALL_ROUTERS_MAC);
        router.join(link.index(), MOBILE_AGENTS_MAC);
        loop.onReadable(arp.fd(), this::readArp);
        loop.onReadable(router.fd(), () -> readSolicitations(onSolicitation));
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
        send(router, ALL_SYSTEMS_MAC, header.encode().plus(message));
    }

    Tick nextDeadline() {
        return homeLink.nextDeadline();
    }

    void announceDue(Tick now) {
        for (Octets frame : homeLink.due(now, home -> network.neighbour(link.index(), home))) {
            send(arp, MacAddress.BROADCAST, frame);
        }
        homeLink.unexplained(now).forEach(journal::claimed);
    }

    /** A home link that is down keeps nobody who is away from registering: it is only said, once each time. */
    private void send(PacketSocket socket, MacAddress to, Octets octets) {
        try {
            socket.send(link.index(), to, octets);
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
                homeLink.receive(loop.ticker().now(), frame.get().octets())
                        .ifPresent(answer -> send(arp, frame.get().sender(), answer));
            }
        }
    }

    private void readSolicitations(Runnable onSolicitation) {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = router.receive();
            if (frame.isEmpty()) {
                return;
            }
            if (frame.get().type() != PacketType.OUTGOING
                    && isSolicitation(frame.get().octets())) {
                onSolicitation.run();
            }
        }
    }

    /** Any source address is good: who solicits may have none of this network (RFC 5944 §2.3). */
    private static boolean isSolicitation(Octets packet) {
        try {
            Ipv4Header header = Ipv4Header.decode(packet);
            AgentSolicitation.decode(header.payloadOf(packet));
            return true;
        } catch (MalformedMessageException notForUs) {
            return false;
        }
    }

    @Override
    public void close() {
        loop.remove(arp.fd());
        loop.remove(router.fd());
        arp.close();
        router.close();
    }
}
