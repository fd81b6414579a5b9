package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEgress;
import org.mobileip.tunnel.TunnelEnd;

/**
 * From the network, out of tunnels, to the TUN device. Frames come with a virtio-net header: the receiving interface may
 * have merged several packets into one, and a sender on this machine may have left a checksum to be finished. Both are
 * passed on to the TUN device, which understands the same header; it is written over the end of the outer one.
 *
 * <pre>
 *  | virtio-net 10 | link header | outer headers | datagram …     as it is received
 *                                | virtio-net 10 | datagram …     as it is written
 * </pre>
 */
final class InboundPath implements PacketPath {

    private static final int LARGEST_LINK_HEADER = 64;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + LARGEST_LINK_HEADER + PacketBuffer.LONGEST;

    private final PacketPorts.FrameSource network;
    private final PacketPorts.Sink tun;
    private final NativeBuffer buffer = NativeBuffer.allocate(ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final VnetHeader vnet = new VnetHeader(buffer.inNativeOrder());
    private final TunnelEgress egress;
    private final Optional<RelayPath> relay;

    InboundPath(PacketPorts.FrameSource network, TunnelEnd end, PacketPorts.Sink tun, SegmentLimit segments) {
        this(network, end, tun, segments, Optional.empty());
    }

    /** @param relay where some of what comes out goes instead of to the TUN device */
    InboundPath(
            PacketPorts.FrameSource network,
            TunnelEnd end,
            PacketPorts.Sink tun,
            SegmentLimit segments,
            Optional<RelayPath> relay) {
        this.network = network;
        this.tun = tun;
        this.egress = new TunnelEgress(end, segments);
        this.relay = relay;
    }

    @Override
    public PathCounters counters() {
        return egress.counters();
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
        if (length == -Errno.EINVAL) { // the kernel took the frame from the queue, but had no words for it
            counters().received(1);
            egress.dropped(DropReason.OFFLOAD_UNKNOWN);
            return Step.PACKET;
        }
        int datagram = TunDevice.VNET_HEADER_SIZE + network.linkHeaderLength();
        packet.window(datagram, Math.max(0, length - datagram));
        if (egress.take(packet, vnet.isChecksumComplete()) != TunnelEgress.Outcome.DELIVER) {
            return Step.PACKET;
        }
        if (relay.isPresent() && relay.get().isFor(packet)) {
            return relay(relay.get());
        }
        return deliver();
    }

    /** Without a checksum that the kernel left to others: nobody would finish it. */
    private Step relay(RelayPath next) {
        if (!vnet.isChecksumComplete()) {
            egress.dropped(DropReason.OFFLOAD_UNKNOWN);
            return Step.PACKET;
        }
        egress.delivered(packet);
        next.relay(packet);
        return Step.PACKET;
    }

    private Step deliver() {
        try {
            int frame = TunDevice.VNET_HEADER_SIZE;
            int to = packet.start() - frame;
            if (packet.isFromUdp()) {
                vnet.forgetChecksumWithin(packet.start() - frame);
            }
            if (!vnet.move(to, packet.start() - frame, packet.length())) {
                egress.dropped(DropReason.OFFLOAD_UNKNOWN);
                return Step.PACKET;
            }
            int result = tun.write(buffer, to, frame + packet.length());
            if (result < 0) {
                egress.dropped(DropReason.DELIVERY_FAILED);
                return result == -Errno.EBADFD ? Step.GONE : Step.PACKET;
            }
            egress.delivered(packet);
            return Step.PACKET;
        } catch (RuntimeException | Error fault) {
            egress.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }
}
