package org.mobileip.discovery.linux;

import java.util.Optional;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.PacketSocket.PacketType;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;

/**
 * Sends agent advertisements to all systems on a link, and hears who solicits them, be it to all routers (224.0.0.2), to the
 * mobility agents (224.0.0.11), as a broadcast or to us alone (RFC 5944 §2.1, §2.3). It is a packet socket, so that no sysctl
 * is touched, and whoever solicits need not have an address of this network, or any.
 */
public final class AdvertisingPort implements AutoCloseable {

    private static final MacAddress ALL_ROUTERS_MAC = MacAddress.parse("01:00:5e:00:00:02");
    private static final MacAddress MOBILE_AGENTS_MAC = MacAddress.parse("01:00:5e:00:00:0b");
    private static final int MOST_FRAMES_A_TURN = 64;

    private final int linkIndex;
    private final PacketSocket socket;

    /**
     * Opens the socket and hears solicitations.
     *
     * @throws org.mobileip.host.HostException without CAP_NET_RAW
     */
    public AdvertisingPort(int linkIndex) {
        this.linkIndex = linkIndex;
        Options solicitations = Options.PLAIN.withFilter(SocketFilter.icmp(IcmpMessage.ROUTER_SOLICITATION));
        this.socket = PacketSocket.open(linkIndex, PacketSocket.ETHERTYPE_IPV4, Kind.COOKED, solicitations);
        socket.join(linkIndex, ALL_ROUTERS_MAC);
        socket.join(linkIndex, MOBILE_AGENTS_MAC);
    }

    /** Readable when somebody may have solicited. */
    public Fd fd() {
        return socket.fd();
    }

    /**
     * Sends a datagram to that Ethernet address on the link, whatever the routes say.
     *
     * @throws org.mobileip.host.HostException when the link is down
     */
    public void send(MacAddress to, Octets datagram) {
        socket.send(linkIndex, to, datagram);
    }

    /** How many have solicited since the last call, up to a few dozen at once. */
    public int solicitations() {
        int heard = 0;
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = socket.receive();
            if (frame.isEmpty()) {
                return heard;
            }
            boolean isOurs = frame.get().type() == PacketType.OUTGOING;
            heard += !isOurs && DiscoveryPackets.isSolicitation(frame.get().octets()) ? 1 : 0;
        }
        return heard;
    }

    @Override
    public void close() {
        socket.close();
    }
}
