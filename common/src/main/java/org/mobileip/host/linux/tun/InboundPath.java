package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.TunnelEnd;

/**
 * From the network, out of tunnels, to the TUN device. Frames come with a virtio-net header: the receiving interface may
 * have merged several packets into one, and a sender on this machine may have left a checksum to be finished. Both are
 * passed on to the TUN device, which understands the same header; it is written over the end of the outer one.
 *
 * <pre>
 *  | virtio-net 10 | link header | outer header  | datagram …     as it is received
 *                                | virtio-net 10 | datagram …     as it is written
 * </pre>
 */
final class InboundPath implements PacketPath {

    private static final int LARGEST_LINK_HEADER = 64;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + LARGEST_LINK_HEADER + 65_535;

    private final PacketPorts.FrameSource network;
    private final TunnelEnd end;
    private final PacketPorts.Sink tun;
    private final NativeBuffer buffer = NativeBuffer.allocate(ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final VnetHeader vnet = new VnetHeader(buffer.inNativeOrder());
    private final PathCounters counters = new PathCounters();

    InboundPath(PacketPorts.FrameSource network, TunnelEnd end, PacketPorts.Sink tun) {
        this.network = network;
        this.end = end;
        this.tun = tun;
    }

    @Override
    public PathCounters counters() {
        return counters;
    }

    @Override
    public Step step() {
        int length = network.read(buffer, 0, ROOM);
        if (length == -Errno.EAGAIN || length == -Errno.ENETDOWN) {
            return Step.NOTHING;
        }
        if (length < 0 && length != -Errno.EINVAL) {
            throw NativeException.of("receive on packet socket", -length);
        }
        counters.received(1);
        if (length == -Errno.EINVAL) { // the kernel took the frame from the queue, but had no words for it
            counters.dropped(DropReason.OFFLOAD_UNKNOWN);
            return Step.PACKET;
        }
        return deliver(length);
    }

    private Step deliver(int length) {
        Optional<DropReason> refused = admit(length);
        if (refused.isPresent()) {
            counters.dropped(refused.get());
            return Step.PACKET;
        }
        int result = write();
        if (result < 0) {
            counters.dropped(DropReason.DELIVERY_FAILED);
            return result == -Errno.EBADFD ? Step.GONE : Step.PACKET;
        }
        counters.forwarded().decapsulated(packet.length());
        packet.flow().counters().decapsulated(packet.length());
        return Step.PACKET;
    }

    private Optional<DropReason> admit(int length) {
        try {
            int frame = TunDevice.VNET_HEADER_SIZE;
            int datagram = frame + network.linkHeaderLength();
            packet.window(datagram, Math.max(0, length - datagram));
            Optional<DropReason> refused = end.admit(packet);
            if (refused.isPresent()) {
                return refused;
            }
            boolean told =
                    vnet.move(packet.start() - TunDevice.VNET_HEADER_SIZE, packet.start() - frame, packet.length());
            return told ? Optional.empty() : DropReason.OFFLOAD_UNKNOWN.verdict();
        } catch (RuntimeException | Error fault) {
            counters.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    private int write() {
        try {
            int from = packet.start() - TunDevice.VNET_HEADER_SIZE;
            return tun.write(buffer, from, TunDevice.VNET_HEADER_SIZE + packet.length());
        } catch (RuntimeException | Error fault) {
            counters.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }
}
