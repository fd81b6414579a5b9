package org.mobileip.host.linux.tun;

import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.Flow;
import org.mobileip.tunnel.FlowPath;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.Segmenter;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelIngress;

/**
 * From the TUN device into tunnels. What waits there is read, one datagram behind the other, and sent together. Outer headers
 * are written over the virtio-net header that precedes a datagram. Where that says that the kernel has left a datagram uncut,
 * its segments are made behind it, and each is then a datagram like any other.
 *
 * <pre>
 *             | virtio-net 10 | datagram …        as it is read
 *  |      outer headers       | datagram …        as it is sent
 *
 *             | virtio-net 10 | long datagram … |    headers | segment | headers | segment | …
 * </pre>
 */
final class OutboundPath implements PacketPath, TunnelIngress.Outlet {

    private static final int READ_AT = PacketBuffer.HEADROOM - TunDevice.VNET_HEADER_SIZE;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + PacketBuffer.LONGEST;

    /** Datagrams that are read before what they became is sent. */
    private static final int DATAGRAMS = 64;

    /** No datagram is read that would begin behind this. */
    private static final int LAST_START = 96 << 10;

    private static final int LARGEST = READ_AT + ROOM;

    /** What is behind this is for the probes that are written over a datagram, and may be longer. */
    private static final int END = LAST_START + 3 * LARGEST;

    private static final int SIZE = END + LARGEST;
    private static final int ALIGNMENT = 64;

    private final PacketPorts.Source tun;
    private final SendQueue network;
    private final PacketPorts.LinkMtu links;
    private final ErrorSender errors;
    private final NativeBuffer buffer = NativeBuffer.allocate(SIZE);
    private final VnetHeader vnet = new VnetHeader(buffer.inNativeOrder());
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final PacketBuffer segment = new PacketBuffer(buffer.inNetworkOrder());
    private final Segmenter segmenter = new Segmenter();
    private final TunnelIngress ingress;
    private int free;

    OutboundPath(
            PacketPorts.Source tun,
            TunnelEnd end,
            PacketPorts.Batch network,
            PacketPorts.LinkMtu links,
            ErrorSender errors,
            SegmentLimit segments) {
        this.tun = tun;
        this.network = new SendQueue(network, buffer);
        this.links = links;
        this.errors = errors;
        this.ingress = new TunnelIngress(end, this, errors.packet(), segments);
    }

    @Override
    public PathCounters counters() {
        return ingress.counters();
    }

    /** Lets the kernel cut what goes into one tunnel within UDP, from now on; for any thread. */
    void sendsRunsBy(PacketPorts.Segments segments, Consumer<Throwable> onFault) {
        network.sendsRunsBy(segments, onFault);
    }

    @Override
    public Step step() {
        try {
            return takeWhatWaits();
        } finally {
            flush();
            free = 0;
        }
    }

    private Step takeWhatWaits() {
        for (int taken = 0; taken < DATAGRAMS && free <= LAST_START; taken++) {
            int length = tun.read(buffer, free + READ_AT, ROOM);
            if (length == -Errno.EAGAIN) {
                return taken == 0 ? Step.NOTHING : Step.LAST;
            }
            if (length == -Errno.EBADFD) {
                return Step.GONE;
            }
            if (length < 0) {
                throw NativeException.of("read from TUN device", -length);
            }
            take(length);
        }
        return Step.PACKET;
    }

    private void take(int length) {
        boolean isDescribed = length >= TunDevice.VNET_HEADER_SIZE;
        packet.window(free + PacketBuffer.HEADROOM, isDescribed ? length - TunDevice.VNET_HEADER_SIZE : 0);
        int at = free;
        free = behind(packet);
        vnet.at(at + READ_AT);
        if (!isDescribed || !vnet.hasWork()) {
            ingress.enter(packet, TunnelIngress.Hop.COUNTED);
        } else if (vnet.isMerged() && segmenter.begin(packet, vnet.segmentSize())) {
            takeSegments();
        } else if (!vnet.isMerged() && vnet.finishChecksum(packet, 0)) {
            ingress.enter(packet, TunnelIngress.Hop.COUNTED);
        } else {
            counters().received(1);
            counters().dropped(DropReason.OFFLOAD_UNKNOWN);
        }
    }

    /** They may be more than there is room for: then those that are there are sent before. */
    private void takeSegments() {
        int first = free;
        while (segmenter.hasNext()) {
            if (free + PacketBuffer.HEADROOM + segmenter.nextLength() > END) {
                flush();
                free = first;
            }
            segment.window(free + PacketBuffer.HEADROOM, 0);
            segmenter.next(packet, segment);
            free = behind(segment);
            ingress.enter(segment, TunnelIngress.Hop.COUNTED);
        }
    }

    private static int behind(PacketBuffer datagram) {
        return datagram.start() + datagram.length() + ALIGNMENT - 1 & -ALIGNMENT;
    }

    @Override
    public boolean keeps() {
        return !network.isFlushing();
    }

    @Override
    public void keep(PacketBuffer outer, Flow flow, FlowPath path, int octets) {
        if (network.isFull()) {
            flush();
        }
        network.add(outer, flow, path, octets);
    }

    @Override
    public void flush() {
        network.flush(ingress);
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
        return send(outer, exit, 0);
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit, int link) {
        flush();
        return network.send(outer, exit, link);
    }

    @Override
    public int linkMtu(Ipv4 exit) {
        return links.to(exit);
    }

    @Override
    public int linkMtu(Ipv4 exit, int link) {
        return links.to(exit, link);
    }

    @Override
    public void answer(PacketBuffer error, Ipv4 to) {
        errors.send(error, to);
    }

    /** What the kernel means by refusing to send. */
    static DropReason reason(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS -> DropReason.SEND_QUEUE_FULL;
            case Errno.EMSGSIZE -> DropReason.EXCEEDS_PATH_MTU;
            default -> DropReason.SEND_FAILED;
        };
    }
}
