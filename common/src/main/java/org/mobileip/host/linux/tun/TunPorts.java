package org.mobileip.host.linux.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.IpInIp;

/**
 * What the dataplane has open. The packet socket receives, because it tells what receive offload merged and which checksums
 * are unfinished; a raw socket does not. The raw socket sends. It receives nothing, but that it is there keeps the kernel from
 * answering "protocol unreachable" to every tunnelled packet.
 */
final class TunPorts implements AutoCloseable {

    private static final int SOCKET_BUFFER = 4 << 20;

    /** Whole IP-in-IP packets for this machine. A fragment has nothing in it that could be judged. */
    private static final SocketFilter TUNNELLED =
            SocketFilter.IPV4.toUs().ipProtocol(IpInIp.PROTOCOL).notFragment();

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");

    private final TunDevice tun;
    private final PacketSocket packets;
    private final RawSocket raw;
    private Set<Ipv4> receivedFor = Set.of();

    private TunPorts(TunDevice tun, PacketSocket packets, RawSocket raw) {
        this.tun = tun;
        this.packets = packets;
        this.raw = raw;
    }

    static TunPorts open(TunDataplane.Options options) {
        TunDevice tun = TunDevice.create(options.interfaceName(), TunDevice.Options.VNET_HEADER);
        try {
            keepIpv6Out(tun.name());
            tun.setMtu(options.mtu());
            tun.setUp();
            return withSockets(tun, options);
        } catch (RuntimeException e) {
            tun.close();
            throw e;
        }
    }

    /** Else the kernel solicits IPv6 routers through a tunnel that carries IPv4 alone. A kernel without IPv6 has no such file. */
    private static void keepIpv6Out(String device) {
        Path setting = Path.of("/proc/sys/net/ipv6/conf", device, "disable_ipv6");
        if (Files.isWritable(setting)) {
            try {
                Files.writeString(setting, "1");
            } catch (IOException refused) {
                // Then what it sends is counted as not_ipv4, and goes nowhere all the same.
            }
        }
    }

    private static TunPorts withSockets(TunDevice tun, TunDataplane.Options options) {
        RawSocket.Options sending = options.mark().isPresent()
                ? RawSocket.Options.ONLY_SENDING.withMark(options.mark().getAsInt())
                : RawSocket.Options.ONLY_SENDING;
        RawSocket raw = RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.UNSPECIFIED, sending);
        try {
            raw.setSendBuffer(SOCKET_BUFFER);
            return new TunPorts(tun, packetSocket(SOCKET_BUFFER), raw);
        } catch (RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** On all interfaces, deaf until somebody says for which addresses to listen. */
    private static PacketSocket packetSocket(int receiveBuffer) {
        PacketSocket.Options options = PacketSocket.Options.PLAIN
                .withFilter(SocketFilter.NOTHING)
                .withVnetHeader()
                .withReceiveBuffer(receiveBuffer);
        return PacketSocket.open(
                PacketSocket.ALL_INTERFACES, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, options);
    }

    /**
     * Receives packets to these addresses, and no others. Beyond what one filter holds, packets to any address are received
     * and judged by the tunnel's end alone.
     */
    void receiveFor(Set<Ipv4> addresses) {
        if (addresses.equals(receivedFor)) {
            return;
        }
        packets.setFilter(
                addresses.size() > SocketFilter.MOST_ADDRESSES ? TUNNELLED : TUNNELLED.ipDestinationIn(addresses));
        receivedFor = Set.copyOf(addresses);
    }

    TunDevice tun() {
        return tun;
    }

    RawSocket raw() {
        return raw;
    }

    PacketSocket packets() {
        return packets;
    }

    PacketPorts.FrameSource frames() {
        return new PacketPorts.FrameSource() {
            @Override
            public int read(NativeBuffer buffer, int offset, int length) {
                return packets.receive(buffer, offset, length);
            }

            @Override
            public int linkHeaderLength() {
                return packets.linkHeaderLength();
            }
        };
    }

    /** Makes the calls of the packet path in ways that move no packet: from a deaf socket, and too short to be sent. */
    void rehearse() {
        NativeBuffer buffer = NativeBuffer.allocate(64);
        try (PacketSocket deaf = packetSocket(0);
                RawSocket mute =
                        RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING)) {
            for (int i = 0; i < Rehearsal.SYSTEM_CALLS; i++) {
                check(deaf.receive(buffer, 0, buffer.size()));
                check(mute.send(buffer, 0, 1, LOOPBACK));
                check(tun.write(buffer, 0, 1));
            }
        }
    }

    private static void check(int result) {
        if (result >= 0) {
            throw new AssertionError("a rehearsal moved " + result + " octets");
        }
    }

    @Override
    public void close() {
        tun.close();
        packets.close();
        raw.close();
    }
}
