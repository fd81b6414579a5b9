package org.mobileip.tunnel;

import java.util.Optional;

/** Wraps datagrams for their tunnels and hands them to the outlet: what is done last to each. It counts none. For one thread. */
final class TunnelSender {

    private final TunnelIngress.Outlet outlet;

    TunnelSender(TunnelIngress.Outlet outlet) {
        this.outlet = outlet;
    }

    /**
     * Whether the datagram is for somebody behind the node, which will only see it if it has a second header that is addressed
     * to the node (RFC 5177 §7): a foreign agent takes the first one off.
     */
    private static boolean hasTwoHeaders(PacketBuffer datagram, Flow flow, FlowPath path) {
        return !path.endsAtNode() && datagram.destination() != flow.home();
    }

    /** How many octets {@code datagram} gets longer. */
    static int overhead(PacketBuffer datagram, Flow flow, FlowPath path) {
        return hasTwoHeaders(datagram, flow, path)
                ? PacketBuffer.HEADER
                        + path.udpOverhead()
                        + Math.max(path.wrapper().overhead(), PacketBuffer.HEADER)
                : path.overhead(datagram, flow.source());
    }

    /** Sends {@code datagram}, wrapped for {@code path}; then it is as it was before. */
    Optional<DropReason> send(PacketBuffer datagram, Flow flow, FlowPath path) {
        if (isHalfBound(path)) {
            return DropReason.HALF_BOUND.verdict();
        }
        boolean hasTwoHeaders = hasTwoHeaders(datagram, flow, path);
        if (hasTwoHeaders) {
            IpInIp.address(datagram, flow.source(), flow.home(), path.exit());
        }
        Wrapper wrapper = path.wrapperFor(datagram);
        wrap(wrapper, datagram, flow, path);
        Optional<DropReason> refused = send(datagram, path.exit());
        if (path.udp() != null) {
            InUdp.undo(datagram);
        }
        wrapper.undo(datagram);
        if (hasTwoHeaders) {
            IpInIp.WRAPPER.undo(datagram);
        }
        return refused;
    }

    /**
     * Wraps {@code datagram} for {@code path} and lets the outlet send it with others; its octets are the outlet's then. What is
     * longer than what went there before goes alone, for the link may refuse it.
     *
     * @param length how long it will be
     * @return false: it must go by {@link #send}, and is as it was
     */
    boolean sendSoon(PacketBuffer datagram, Flow flow, FlowPath path, int length) {
        if (!outlet.keeps() || length > path.exit().taken() || isHalfBound(path)) {
            return false;
        }
        int start = datagram.start();
        int octets = datagram.length();
        if (hasTwoHeaders(datagram, flow, path)) {
            IpInIp.address(datagram, flow.source(), flow.home(), path.exit());
        }
        wrap(path.wrapperFor(datagram), datagram, flow, path);
        outlet.keep(datagram, flow, path, octets);
        datagram.window(start, octets);
        datagram.assign(flow);
        return true;
    }

    private Optional<DropReason> send(PacketBuffer outer, TunnelExit exit) {
        return exit.link() == 0 ? outlet.send(outer, exit.address()) : outlet.send(outer, exit.address(), exit.link());
    }

    /** How long a packet to there may be, for all that this machine knows. */
    static int linkMtu(TunnelIngress.Outlet outlet, TunnelExit exit) {
        return exit.link() == 0 ? outlet.linkMtu(exit.address()) : outlet.linkMtu(exit.address(), exit.link());
    }

    private static boolean isHalfBound(FlowPath path) {
        UdpPorts udp = path.udp();
        return udp != null && !udp.areKnown();
    }

    private static void wrap(Wrapper wrapper, PacketBuffer datagram, Flow flow, FlowPath path) {
        wrapper.wrap(datagram, flow.source(), path.exit());
        UdpPorts udp = path.udp();
        if (udp != null) { // what was longer than the tunnel takes is in fragments already (RFC 3519 §4.8)
            InUdp.enclose(datagram, udp);
        }
        path.exit().sent(datagram);
    }
}
