package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelIngress;

/**
 * From the TUN device into tunnels. The virtio-net header that precedes a datagram is empty, since no offload was taken on;
 * outer headers are written over it.
 *
 * <pre>
 *             | virtio-net 10 | datagram …        as it is read
 *  |      outer headers       | datagram …        as it is sent
 * </pre>
 */
final class OutboundPath implements PacketPath {

    private static final int READ_AT = PacketBuffer.HEADROOM - TunDevice.VNET_HEADER_SIZE;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + PacketBuffer.LONGEST;

    private final PacketPorts.Source tun;
    private final NativeBuffer buffer = NativeBuffer.allocate(READ_AT + ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final TunnelIngress ingress;

    OutboundPath(
            PacketPorts.Source tun,
            TunnelEnd end,
            PacketPorts.Sender network,
            PacketPorts.LinkMtu links,
            ErrorSender errors,
            SegmentLimit segments) {
        this.tun = tun;
        this.ingress = new TunnelIngress(end, new Network(buffer, network, links, errors), errors.packet(), segments);
    }

    @Override
    public PathCounters counters() {
        return ingress.counters();
    }

    @Override
    public Step step() {
        int length = tun.read(buffer, READ_AT, ROOM);
        if (length == -Errno.EAGAIN) {
            return Step.NOTHING;
        }
        if (length == -Errno.EBADFD) {
            return Step.GONE;
        }
        if (length < 0) {
            throw NativeException.of("read from TUN device", -length);
        }
        packet.window(PacketBuffer.HEADROOM, Math.max(0, length - TunDevice.VNET_HEADER_SIZE));
        ingress.enter(packet, TunnelIngress.Hop.COUNTED);
        return Step.PACKET;
    }

    /** What the kernel means by refusing to send. */
    static DropReason reason(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS -> DropReason.SEND_QUEUE_FULL;
            case Errno.EMSGSIZE -> DropReason.EXCEEDS_PATH_MTU;
            default -> DropReason.SEND_FAILED;
        };
    }

    /** What is in {@code buffer} goes to the network. */
    record Network(NativeBuffer buffer, PacketPorts.Sender network, PacketPorts.LinkMtu links, ErrorSender errors)
            implements TunnelIngress.Outlet {

        @Override
        public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
            int result = network.send(buffer, outer.start(), outer.length(), exit);
            return result < 0 ? reason(-result).verdict() : Optional.empty();
        }

        @Override
        public int linkMtu(Ipv4 exit) {
            return links.to(exit);
        }

        @Override
        public void answer(PacketBuffer error, Ipv4 to) {
            errors.send(error, to);
        }
    }
}
