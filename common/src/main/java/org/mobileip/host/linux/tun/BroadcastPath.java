package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.BroadcastIngress;
import org.mobileip.tunnel.BroadcastPolicy;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;

/**
 * From the home link into tunnels: what has many receivers there. It is heard by a packet socket, since the kernel routes no
 * broadcasts; what this machine sends itself is not heard.
 *
 * <pre>
 *  | … room for outer headers … | virtio-net 10 | link header | datagram …
 * </pre>
 */
final class BroadcastPath implements PacketPath, AutoCloseable {

    private static final int READ_AT = PacketBuffer.HEADROOM;
    private static final int LARGEST_LINK_HEADER = 64;
    private static final int ROOM = TunDevice.VNET_HEADER_SIZE + LARGEST_LINK_HEADER + PacketBuffer.LONGEST;
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final PacketPorts.FrameSource link;
    private final Runnable close;
    private final Optional<Fd> source;
    private final NativeBuffer buffer = NativeBuffer.allocate(READ_AT + ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final VnetHeader vnet = new VnetHeader(buffer.inNativeOrder()).at(READ_AT);
    private final BroadcastIngress ingress;

    BroadcastPath(
            PacketPorts.FrameSource link,
            HomeAgentEnd end,
            BroadcastPolicy policy,
            PacketPorts.Sender network,
            PacketPorts.LinkMtu links) {
        this(link, end, policy, network, links, Optional.empty(), () -> {});
    }

    private BroadcastPath(
            PacketPorts.FrameSource link,
            HomeAgentEnd end,
            BroadcastPolicy policy,
            PacketPorts.Sender network,
            PacketPorts.LinkMtu links,
            Optional<Fd> source,
            Runnable close) {
        this.link = link;
        this.close = close;
        this.source = source;
        this.ingress = new BroadcastIngress(end, policy, new Network(buffer, network, links));
    }

    /** Listens on the home link. */
    static BroadcastPath open(TunDataplane.Broadcasts heard, HomeAgentEnd end, TunPorts ports) {
        BroadcastPolicy policy = heard.policy();
        SocketFilter filter = SocketFilter.IPV4.toMany();
        PacketSocket socket = PacketSocket.open(
                heard.interfaceIndex(),
                PacketSocket.ETHERTYPE_IPV4,
                PacketSocket.Kind.RAW,
                PacketSocket.Options.PLAIN
                        .withFilter(policy.hearsGroups() ? filter : filter.ipDestinationIn(policy.broadcastAddresses()))
                        .withVnetHeader()
                        .withReceiveBuffer(RECEIVE_BUFFER));
        if (policy.hearsGroups()) {
            socket.joinAll(heard.interfaceIndex());
        }
        return new BroadcastPath(
                TunPorts.frames(socket),
                end,
                policy,
                ports.networkSender()::send,
                ports.routeMtu()::to,
                Optional.of(socket.fd()),
                socket::close);
    }

    /** What becomes readable when a broadcast waits. */
    Fd source() {
        return source.orElseThrow();
    }

    @Override
    public PathCounters counters() {
        return ingress.counters();
    }

    @Override
    public Step step() {
        int length = link.read(buffer, READ_AT, ROOM);
        if (length == -Errno.EAGAIN || length == -Errno.ENETDOWN) {
            return Step.NOTHING;
        }
        if (length < 0 && length != -Errno.EINVAL) {
            throw NativeException.of("receive on the home link", -length);
        }
        int before = TunDevice.VNET_HEADER_SIZE + link.linkHeaderLength();
        packet.window(READ_AT + before, Math.max(0, length - before));
        // -EINVAL: the kernel took the frame from the queue, but had no words for it.
        if (length < 0 || vnet.isMerged() || !vnet.finishChecksum(packet, link.linkHeaderLength())) {
            counters().received(1);
            counters().dropped(DropReason.OFFLOAD_UNKNOWN);
        } else {
            ingress.take(packet);
        }
        return Step.PACKET;
    }

    @Override
    public void close() {
        close.run();
    }

    private record Network(NativeBuffer buffer, PacketPorts.Sender network, PacketPorts.LinkMtu links)
            implements BroadcastIngress.Outlet {

        @Override
        public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
            int result = network.send(buffer, outer.start(), outer.length(), exit);
            return result < 0 ? OutboundPath.reason(-result).verdict() : Optional.empty();
        }

        @Override
        public int linkMtu(Ipv4 exit) {
            return links.to(exit);
        }
    }
}
