package org.mobileip.host.linux.tun;

import java.util.Optional;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.ForeignAgentEnd;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelIngress;

/**
 * Out of one tunnel into the next, past the kernel's routes: broadcasts and multicasts that a visitor encapsulated to its
 * foreign agent (RFC 3024 §5.3). Runs on the thread of the {@link InboundPath}.
 */
final class RelayPath {

    private final NativeBuffer buffer = NativeBuffer.allocate(PacketBuffer.HEADROOM + PacketBuffer.LONGEST);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final ForeignAgentEnd end;
    private final TunnelIngress ingress;

    RelayPath(
            ForeignAgentEnd end,
            PacketPorts.Sender network,
            PacketPorts.LinkMtu links,
            ErrorSender errors,
            SegmentLimit segments) {
        this.end = end;
        this.ingress = new TunnelIngress(end, new Network(buffer, network, links, errors), errors.packet(), segments);
    }

    PathCounters counters() {
        return ingress.counters();
    }

    /** Whether the datagram that came out of a tunnel goes this way. */
    boolean isFor(PacketBuffer inner) {
        return end.leadsBackToMany(inner);
    }

    void relay(PacketBuffer inner) {
        packet.window(PacketBuffer.HEADROOM, inner.length());
        packet.copyFrom(inner, 0, 0, inner.length());
        ingress.enter(packet, TunnelIngress.Hop.TO_BE_COUNTED);
    }

    private record Network(
            NativeBuffer buffer, PacketPorts.Sender network, PacketPorts.LinkMtu links, ErrorSender errors)
            implements TunnelIngress.Outlet {

        @Override
        public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
            int result = network.send(buffer, outer.start(), outer.length(), exit);
            return result < 0 ? OutboundPath.reason(-result).verdict() : Optional.empty();
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
