package org.mobileip.mobilenode.daemon;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.UdpHeader;

/**
 * Requests to foreign agents and their replies, by packet sockets: to a foreign agent's Ethernet address whatever the kernel
 * knows of it, so that nobody is asked by ARP (RFC 5944 §3.6.1.1), and from a link where the node may have no address, or
 * no home address yet. Of its UDP port the kernel knows too, so that it answers for it with no ICMP error and gives it to
 * nobody else.
 */
final class AgentPort implements AutoCloseable {

    private static final int MOST_FRAMES_A_TURN = 64;
    /** {@code struct virtio_net_hdr} before each frame; its first octet tells of a checksum that is still to be made. */
    private static final int VNET_HEADER = 10;

    private static final int NEEDS_CHECKSUM = 1;

    private final UdpSocket port;
    private final PacketSocket out;
    private final LinkSockets in;
    private final InstantSource timeOfDay = TimeOfDay.source();

    private AgentPort(UdpSocket port, PacketSocket out) {
        this.port = port;
        this.out = out;
        this.in = new LinkSockets(link -> hearing(link, port.local().port()));
    }

    static AgentPort open() {
        UdpSocket port =
                UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN.withMark(HostPlan.MARK));
        try {
            port.setFilter(SocketFilter.NOTHING);
            return new AgentPort(port, PacketSocket.sender(PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.COOKED));
        } catch (RuntimeException refused) {
            port.close();
            throw refused;
        }
    }

    private static PacketSocket hearing(int linkIndex, int ownPort) {
        PacketSocket.Options replies = PacketSocket.Options.PLAIN
                .withFilter(SocketFilter.udp(ControlMessage.PORT, ownPort).notTunnelData())
                .withVnetHeader()
                .withoutOutgoing();
        return PacketSocket.open(linkIndex, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, replies);
    }

    /** Of which links replies are heard; each socket is readable when one waits. */
    LinkSockets replies() {
        return in;
    }

    /** The UDP port that requests are sent from. */
    int port() {
        return port.local().port();
    }

    /** By which the kernel can send from that port, as its routes say. */
    UdpSocket kernelPort() {
        return port;
    }

    void send(Effect.SendThroughAgent request) {
        Endpoint from = new Endpoint(request.from(), port.local().port());
        Octets datagram = UdpHeader.datagram(from, request.to(), request.payload());
        Ipv4Header header = Ipv4Header.of(
                        Ipv4Header.UDP, request.from(), request.to().address(), datagram.size())
                .withTimeToLive(request.timeToLive());
        out.send(request.linkIndex(), request.agent(), header.encode().plus(datagram));
    }

    /** Takes what waits there; what is broken, or for somebody else, is nobody's business here. */
    void receive(PacketSocket socket, Consumer<Datagram> listener) {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = socket.receive();
            if (frame.isEmpty()) {
                return;
            }
            boolean isForUs = frame.get().type() == PacketSocket.PacketType.TO_US
                    || frame.get().type() == PacketSocket.PacketType.BROADCAST;
            if (isForUs) {
                decode(frame.get(), VNET_HEADER + socket.linkHeaderLength()).ifPresent(listener);
            }
        }
    }

    private Optional<Datagram> decode(PacketSocket.Frame frame, int packetAt) {
        try {
            Octets octets = frame.octets();
            Octets packet = octets.slice(Math.min(packetAt, octets.size()));
            Ipv4Header header = Ipv4Header.decode(packet);
            Octets datagram = header.payloadOf(packet);
            UdpHeader udp = UdpHeader.decode(datagram);
            boolean isUnfinished = (octets.u8(0) & NEEDS_CHECKSUM) != 0;
            if (!isUnfinished && !udp.checksumIsGood(header.source(), header.destination(), datagram)) {
                return Optional.empty(); // RFC 5944 §3.6.2.1
            }
            return Optional.of(new Datagram(
                    new Endpoint(header.source(), udp.sourcePort()),
                    new Endpoint(header.destination(), udp.destinationPort()),
                    frame.interfaceIndex(),
                    timeOfDay.instant(),
                    udp.payloadOf(datagram)));
        } catch (MalformedMessageException broken) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        in.close();
        out.close();
        port.close();
    }
}
