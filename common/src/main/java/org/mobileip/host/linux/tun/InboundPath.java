package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.Segmenter;
import org.mobileip.tunnel.TunnelEgress;
import org.mobileip.tunnel.TunnelEnd;

/**
 * From the network, out of tunnels, to the TUN device. What waits is received with one call. Frames come with a virtio-net header:
 * the receiving interface may have merged several packets into one, and a sender on this machine may have left a checksum to
 * be finished. Both are passed on to the TUN device, which understands the same header; it is written over the end of the
 * outer one. What came one by one {@link Deliveries} may merge.
 *
 * <pre>
 *  | virtio-net 10 | link header | outer headers | datagram …     as it is received
 *                                | virtio-net 10 | datagram …     as it is written
 * </pre>
 */
final class InboundPath implements PacketPath {

    private static final int LARGEST_LINK_HEADER = 64;
    private static final int ALIGNMENT = 64;
    private static final Optional<Step> NOTHING = Optional.of(Step.NOTHING);
    private static final Optional<Step> ONE = Optional.of(Step.PACKET);

    /** Octets that a frame may have; in a multiple of 64, but not of a page, so that not all begin in the same places of a cache. */
    static final int ROOM = (TunDevice.VNET_HEADER_SIZE + LARGEST_LINK_HEADER + PacketBuffer.LONGEST + 127 & -64) + 64;

    private final PacketPorts.Frames network;
    private final PacketBuffer packet;
    private final PacketBuffer datagram;
    private final Segmenter segmenter = new Segmenter();
    private final VnetHeader vnet;
    private final TunnelEgress egress;
    private final Deliveries deliveries;
    private final Optional<RelayPath> relay;
    private int received;
    private int next;

    InboundPath(PacketPorts.Frames network, TunnelEnd end, PacketPorts.GatheringSink tun, SegmentLimit segments) {
        this(network, end, tun, segments, Optional.empty());
    }

    /** @param relay where some of what comes out goes instead of to the TUN device */
    InboundPath(
            PacketPorts.Frames network,
            TunnelEnd end,
            PacketPorts.GatheringSink tun,
            SegmentLimit segments,
            Optional<RelayPath> relay) {
        this.network = network;
        this.packet = new PacketBuffer(network.memory().inNetworkOrder());
        this.datagram = new PacketBuffer(network.memory().inNetworkOrder());
        this.vnet = new VnetHeader(network.memory().inNativeOrder());
        this.egress = new TunnelEgress(end, segments);
        this.deliveries = new Deliveries(tun, network.memory(), network.capacity(), egress);
        this.relay = relay;
    }

    @Override
    public PathCounters counters() {
        return egress.counters();
    }

    @Override
    public Step step() {
        deliveries.flush(); // what a fault has left; so has it the frames that are not taken yet
        if (next == received) {
            Optional<Step> none = receive();
            if (none.isPresent()) {
                return none.get();
            }
        }
        try {
            while (next < received) {
                take(next++);
            }
        } finally {
            deliveries.flush();
        }
        if (deliveries.isGone()) {
            return Step.GONE;
        }
        return received < network.capacity() ? Step.LAST : Step.PACKET;
    }

    private Optional<Step> receive() {
        next = 0;
        received = 0;
        int count = network.receive();
        if (count == -Errno.EAGAIN || count == -Errno.ENETDOWN) {
            return NOTHING;
        }
        if (count == -Errno.EINVAL) { // the kernel took the frame from the queue, but had no words for it
            counters().received(1);
            egress.dropped(1, DropReason.OFFLOAD_UNKNOWN);
            return ONE;
        }
        if (count < 0) {
            throw NativeException.of("receive on packet socket", -count);
        }
        received = count;
        return Optional.empty();
    }

    private void take(int index) {
        int frame = network.at(index) + TunDevice.VNET_HEADER_SIZE;
        int link = network.linkHeaderLength(index);
        int length = network.length(index) - TunDevice.VNET_HEADER_SIZE - link;
        packet.window(frame + link, Math.max(0, length));
        vnet.at(frame - TunDevice.VNET_HEADER_SIZE);
        if (vnet.isMergedUdp() && segmenter.begin(packet, vnet.segmentSize()) && isOuterMerged(link)) {
            takeDatagrams(frame);
            return;
        }
        if (vnet.isMerged() && !vnet.isChecksumComplete()) {
            packet.isOfMany(vnet.checksumStart() - link, vnet.isMergedTcp(), vnet.segmentSize());
        }
        take(packet, frame);
    }

    /** Not so where the datagrams that were merged are within one of a tunnel: the unfinished checksum is theirs. */
    private boolean isOuterMerged(int link) {
        return vnet.isChecksumComplete() || vnet.checksumStart() - link == segmenter.networkHeaderLength();
    }

    /** Tunnels within UDP (RFC 3519), many packets of which a sender on this machine or the interface has left in one. */
    private void takeDatagrams(int frame) {
        vnet.writeEmpty(frame - TunDevice.VNET_HEADER_SIZE);
        int spare = network.at(network.capacity());
        int at = spare;
        while (segmenter.hasNext()) {
            if (at + segmenter.nextLength() > network.memory().size()) {
                deliveries.flush();
                at = spare;
            }
            datagram.window(at, 0);
            segmenter.next(packet, datagram);
            at += datagram.length() + ALIGNMENT - 1 & -ALIGNMENT;
            take(datagram, frame);
        }
        deliveries.flush(); // the next ones come to the same place
    }

    private void take(PacketBuffer outer, int frame) {
        if (egress.take(outer, vnet.isChecksumComplete()) != TunnelEgress.Outcome.DELIVER) {
            return;
        }
        if (relay.isPresent() && relay.get().isFor(outer)) {
            relay(relay.get(), outer);
        } else {
            deliveries.take(outer, vnet, outer.start() - frame);
        }
    }

    /** Without a checksum that the kernel left to others: nobody would finish it. */
    private void relay(RelayPath next, PacketBuffer inner) {
        if (!vnet.isChecksumComplete()) {
            egress.dropped(inner, DropReason.OFFLOAD_UNKNOWN);
            return;
        }
        egress.delivered(inner);
        next.relay(inner);
    }
}
