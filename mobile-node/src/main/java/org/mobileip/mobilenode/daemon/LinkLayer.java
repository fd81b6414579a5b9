package org.mobileip.mobilenode.daemon;

import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/**
 * What the mobile node hears and says on links where it may have no address: agent advertisements, solicitations,
 * gratuitous ARP. By packet sockets, for the kernel drops what arrives on an interface without an address.
 */
final class LinkLayer implements AutoCloseable {

    private static final MacAddress ALL_ROUTERS_MAC = MacAddress.parse("01:00:5e:00:00:02");
    private static final int MOST_FRAMES_A_TURN = 64;
    private static final int TIME_TO_LIVE = 1;

    private final LinkSockets advertisements = new LinkSockets(LinkLayer::hearing);
    private final PacketSocket icmp;
    private final PacketSocket arp;

    /** An agent advertisement as it was heard. */
    record Heard(int linkIndex, Ipv4 from, MacAddress sender, AgentAdvertisement advertisement) {}

    LinkLayer() {
        icmp = PacketSocket.sender(PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.COOKED);
        try {
            arp = PacketSocket.sender(PacketSocket.ETHERTYPE_ARP, PacketSocket.Kind.COOKED);
        } catch (RuntimeException refused) {
            icmp.close();
            throw refused;
        }
    }

    private static PacketSocket hearing(int linkIndex) {
        PacketSocket.Options advertisements = PacketSocket.Options.PLAIN
                .withFilter(SocketFilter.icmp(IcmpMessage.ROUTER_ADVERTISEMENT))
                .withoutOutgoing();
        return PacketSocket.open(linkIndex, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.COOKED, advertisements);
    }

    /** Of which links advertisements are heard; each socket is readable when one waits. */
    LinkSockets advertisements() {
        return advertisements;
    }

    /** Takes what waits there; what is no agent advertisement is nobody's business here. */
    static void receive(PacketSocket socket, Consumer<Heard> listener) {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = socket.receive();
            if (frame.isEmpty()) {
                return;
            }
            decode(frame.get()).ifPresent(listener);
        }
    }

    private static Optional<Heard> decode(PacketSocket.Frame frame) {
        try {
            Ipv4Header header = Ipv4Header.decode(frame.octets());
            AgentAdvertisement advertisement = AgentAdvertisement.decode(header.payloadOf(frame.octets()));
            return Optional.of(new Heard(frame.interfaceIndex(), header.source(), frame.sender(), advertisement));
        } catch (MalformedMessageException notForUs) {
            return Optional.empty();
        }
    }

    /** Asks for advertisements (RFC 5944 §2.2); {@code source} is an address of the link, or unspecified (RFC 1256 §3.2). */
    void solicit(int linkIndex, Ipv4 source) {
        Octets message = new AgentSolicitation().encode();
        Ipv4Header header = Ipv4Header.of(Ipv4Header.ICMP, source, AgentSolicitation.ALL_ROUTERS, message.size())
                .withTimeToLive(TIME_TO_LIVE);
        icmp.send(linkIndex, ALL_ROUTERS_MAC, header.encode().plus(message));
    }

    /** Gratuitous ARP, as a request and as a reply: there are caches that heed only the one or the other (RFC 5944 §4.6). */
    void announce(int linkIndex, MacAddress mac, Ipv4 address) {
        arp.send(
                linkIndex,
                MacAddress.BROADCAST,
                ArpPacket.gratuitousRequest(mac, address).encode());
        arp.send(
                linkIndex,
                MacAddress.BROADCAST,
                ArpPacket.gratuitousReply(mac, address).encode());
    }

    @Override
    public void close() {
        advertisements.close();
        icmp.close();
        arp.close();
    }
}
