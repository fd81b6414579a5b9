package org.mobileip.discovery.linux;

import java.util.Optional;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;

/**
 * Sends agent advertisements to all systems on a link, and hears who solicits them, be it to all routers (224.0.0.2), to the
 * mobility agents (224.0.0.11), as a broadcast or to us alone (RFC 5944 §2.1, §2.3). By packet sockets, so that no sysctl
 * is touched, and whoever solicits need not have an address of this network, or any.
 *
 * <p>It listens to frames of every type: so it looks at them before IP has them. One that listens to IPv4 alone comes after IP, which
 * then shares each packet of the link with it, and has to copy what it forwards.
 */
public final class AdvertisingPort implements AutoCloseable {

    private static final MacAddress ALL_ROUTERS_MAC = MacAddress.parse("01:00:5e:00:00:02");
    private static final MacAddress MOBILE_AGENTS_MAC = MacAddress.parse("01:00:5e:00:00:0b");
    private static final int MOST_FRAMES_A_TURN = 64;

    private final int linkIndex;
    private final PacketSocket in;
    private final PacketSocket out;

    /**
     * Opens the sockets and hears solicitations.
     *
     * @throws HostException without CAP_NET_RAW
     */
    public AdvertisingPort(int linkIndex) {
        this.linkIndex = linkIndex;
        Options solicitations = Options.PLAIN
                .withFilter(SocketFilter.icmp(IcmpMessage.ROUTER_SOLICITATION).untagged())
                .withoutOutgoing();
        this.out = PacketSocket.sender(PacketSocket.ETHERTYPE_IPV4, Kind.COOKED);
        try {
            this.in = PacketSocket.open(linkIndex, PacketSocket.ETHERTYPE_ALL, Kind.COOKED, solicitations);
        } catch (HostException refused) {
            out.close();
            throw refused;
        }
        in.join(linkIndex, ALL_ROUTERS_MAC);
        in.join(linkIndex, MOBILE_AGENTS_MAC);
    }

    /** Readable when somebody may have solicited. */
    public Fd fd() {
        return in.fd();
    }

    /**
     * Sends a datagram to that Ethernet address on the link, whatever the routes say.
     *
     * @throws HostException when the link is down
     */
    public void send(MacAddress to, Octets datagram) {
        out.send(linkIndex, to, datagram);
    }

    /** How many have solicited since the last call, up to a few dozen at once. */
    public int solicitations() {
        int heard = 0;
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = in.receive();
            if (frame.isEmpty()) {
                return heard;
            }
            heard += DiscoveryPackets.isSolicitation(frame.get().octets()) ? 1 : 0;
        }
        return heard;
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
