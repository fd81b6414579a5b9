package org.mobileip.scenarios.foreignagent.daemon;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.discovery.linux.AdvertisingPort;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.PacketSocket.PacketType;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Ipv4Header;

/**
 * The sockets on the visited link. Requests are read where their frames arrive: there stand the Ethernet address that the reply
 * goes to without a question by ARP, and the time to live that tells a neighbour; and a node that has no address here, or none
 * at all, is heard.
 */
final class LinkPort implements AutoCloseable {

    private static final int MOST_FRAMES_A_TURN = 64;

    private final EventLoop loop;
    private final Journal journal;
    private final Link link;
    private final Ipv4 address;
    private final PacketSocket registrations;
    private final AdvertisingPort discovery;
    private final Consumer<Event> events;
    private final InstantSource timeOfDay = InstantSource.system();

    /**
     * Opens the sockets and listens.
     *
     * @param address ours, the source of advertisements
     * @param events told on the loop of requests and solicitations
     */
    LinkPort(EventLoop loop, Journal journal, Link link, Ipv4 address, Consumer<Event> events) {
        this.loop = loop;
        this.journal = journal;
        this.link = link;
        this.address = address;
        this.events = events;
        Options requests = Options.PLAIN.withFilter(
                SocketFilter.IPV4.ipProtocol(Ipv4Header.UDP).notFragment().destinationPort(ControlMessage.PORT));
        this.registrations = PacketSocket.open(link.index(), PacketSocket.ETHERTYPE_IPV4, Kind.COOKED, requests);
        this.discovery = new AdvertisingPort(link.index());
        loop.onReadable(registrations.fd(), this::readRequests);
        loop.onReadable(discovery.fd(), this::readSolicitations);
    }

    void advertise(Octets message) {
        send(() -> discovery.send(DiscoveryPackets.ALL_SYSTEMS_MAC, DiscoveryPackets.advertisement(address, message)));
    }

    void answer(Effect.Answer answer) {
        send(() -> registrations.send(link.index(), answer.mac(), LinkPackets.datagram(answer)));
    }

    private void send(Runnable sending) {
        try {
            sending.run();
        } catch (HostException refused) {
            journal.failure("link-unusable interface=" + link.name(), refused);
        }
    }

    private void readRequests() {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = registrations.receive();
            if (frame.isEmpty()) {
                return;
            }
            PacketType type = frame.get().type();
            if (type == PacketType.TO_US || type == PacketType.MULTICAST || type == PacketType.BROADCAST) {
                LinkPackets.request(
                                address,
                                link.index(),
                                timeOfDay.instant(),
                                frame.get().sender(),
                                frame.get().octets())
                        .ifPresent(events);
            }
        }
    }

    private void readSolicitations() {
        if (discovery.solicitations() > 0) {
            events.accept(new Event.Solicited());
        }
    }

    @Override
    public void close() {
        loop.remove(registrations.fd());
        loop.remove(discovery.fd());
        registrations.close();
        discovery.close();
    }
}
