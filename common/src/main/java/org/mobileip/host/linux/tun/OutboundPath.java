package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.IpInIp;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.TunnelEnd;

/**
 * From the TUN device into tunnels. The virtio-net header that precedes a datagram is empty, since no offload was taken on;
 * the outer header is written over it.
 *
 * <pre>
 *             | virtio-net 10 | datagram …        as it is read
 *  |      outer header 20     | datagram …        as it is sent
 * </pre>
 */
final class OutboundPath implements PacketPath {

    private static final int READ_AT = IpInIp.OVERHEAD - TunDevice.VNET_HEADER_SIZE;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + 65_535;

    private final PacketPorts.Source tun;
    private final TunnelEnd end;
    private final PacketPorts.Sender network;
    private final NativeBuffer buffer = NativeBuffer.allocate(READ_AT + ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final PathCounters counters = new PathCounters();

    OutboundPath(PacketPorts.Source tun, TunnelEnd end, PacketPorts.Sender network) {
        this.tun = tun;
        this.end = end;
        this.network = network;
    }

    @Override
    public PathCounters counters() {
        return counters;
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
        counters.received(1);
        packet.window(IpInIp.OVERHEAD, Math.max(0, length - TunDevice.VNET_HEADER_SIZE));
        Optional<DropReason> refused = route();
        if (refused.isPresent()) {
            counters.dropped(refused.get());
        } else {
            sendCopies();
        }
        return Step.PACKET;
    }

    private Optional<DropReason> route() {
        try {
            return end.route(packet);
        } catch (RuntimeException | Error fault) {
            counters.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    private void sendCopies() {
        int copies = packet.flow().copies();
        for (int copy = 0; copy < copies; copy++) {
            if (copy > 0) {
                counters.received(1);
            }
            Optional<DropReason> refused = send(copy);
            if (refused.isPresent()) {
                counters.dropped(refused.get());
            } else {
                counters.forwarded().encapsulated(packet.length());
                packet.flow().counters().encapsulated(packet.length());
            }
        }
    }

    private Optional<DropReason> send(int copy) {
        try {
            Optional<DropReason> refused = IpInIp.encapsulate(packet, copy);
            if (refused.isPresent()) {
                return refused;
            }
            int result = network.send(buffer, 0, IpInIp.OVERHEAD + packet.length(), IpInIp.destination(packet, copy));
            return result < 0 ? reason(-result).verdict() : Optional.empty();
        } catch (RuntimeException | Error fault) {
            counters.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    private static DropReason reason(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS -> DropReason.SEND_QUEUE_FULL;
            case Errno.EMSGSIZE -> DropReason.EXCEEDS_PATH_MTU;
            default -> DropReason.SEND_FAILED;
        };
    }
}
