package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

/** One of the tunnels of a home address. */
public final class FlowPath {

    private final TunnelExit exit;
    private final Wrapper wrapper;
    private final boolean endsAtNode;
    private final boolean broadcasts;
    private final @Nullable GreOrder order;
    private final @Nullable UdpPorts udp;

    /**
     * A tunnel to {@code exit}.
     *
     * @param endsAtNode whether the node itself decapsulates; else what is not addressed to it needs an outer header that is
     * @param broadcasts whether broadcast datagrams take this way
     * @param order what is known of the sequence numbers that come out of it; null: nobody looks at any
     * @param udp the ports of a tunnel within UDP; null: it is not within UDP
     */
    FlowPath(
            TunnelExit exit,
            Wrapper wrapper,
            boolean endsAtNode,
            boolean broadcasts,
            @Nullable GreOrder order,
            @Nullable UdpPorts udp) {
        this.exit = exit;
        this.wrapper = wrapper;
        this.endsAtNode = endsAtNode;
        this.broadcasts = broadcasts;
        this.order = order;
        this.udp = udp;
    }

    /** A tunnel that is not within UDP. */
    FlowPath(TunnelExit exit, Wrapper wrapper, boolean endsAtNode, boolean broadcasts, @Nullable GreOrder order) {
        this(exit, wrapper, endsAtNode, broadcasts, order, null);
    }

    TunnelExit exit() {
        return exit;
    }

    /** Where it ends. */
    public Ipv4 address() {
        return exit.address();
    }

    /** As it was asked for, with the port that it was told since. */
    TunnelPath asAskedFor() {
        TunnelPath path = new TunnelPath(address(), wrapper.encapsulation(), endsAtNode, broadcasts);
        return udp == null ? path : path.within(udp.areKnown() ? UdpEnd.at(udp.remote()) : UdpEnd.halfBound());
    }

    /** The index of the interface that its packets leave by, whatever the routes say; 0: as the routes say. */
    public int link() {
        return exit.link();
    }

    /**
     * Packets were given to the kernel as one: whatever is in the way of that one tells of the first of them, which is remembered as the
     * last that was sent.
     */
    public void beganRunWith(PacketBuffer first) {
        exit.sent(first);
    }

    /** What was agreed on. */
    Wrapper wrapper() {
        return wrapper;
    }

    /** How {@code datagram} is wrapped: as agreed on, or as every home agent and mobile node understands it (RFC 2004 §3). */
    Wrapper wrapperFor(PacketBuffer datagram) {
        return wrapper.suits(datagram) ? wrapper : IpInIp.WRAPPER;
    }

    /**
     * Whether packets wrapped so may come out of this tunnel: as agreed on, or as fragments must be wrapped. Within UDP nothing
     * else is let out (RFC 3519 §3.3), so that only minimal encapsulation, which has no room for fragments, has two forms.
     */
    boolean speaks(Wrapper received) {
        boolean mayBePlain = udp == null || wrapper.encapsulation() == Encapsulation.MINIMAL;
        return received.encapsulation() == wrapper.encapsulation() || (mayBePlain && received == IpInIp.WRAPPER);
    }

    /**
     * Whether a home agent lets packets wrapped so out of it: as was negotiated, and in no other way (RFC 3024 §4.3.2). Who
     * negotiated minimal encapsulation has to wrap fragments as IP in IP (RFC 2004 §3).
     */
    boolean negotiated(Wrapper received) {
        Encapsulation agreed = wrapper.encapsulation();
        return received.encapsulation() == agreed || (agreed == Encapsulation.MINIMAL && received == IpInIp.WRAPPER);
    }

    /** The ports of a tunnel within UDP; null: it is not within UDP. */
    @Nullable
    UdpPorts udp() {
        return udp;
    }

    /** Whether {@code packet} came the way that was agreed on: within UDP between these ports, or not within UDP. */
    boolean isWayOf(PacketBuffer packet) {
        return udp == null ? !packet.isFromUdp() : udp.match(packet);
    }

    /** Whether it leads to where {@code other} does, and what comes the way of that comes this way too. */
    boolean leadsAs(FlowPath other) {
        UdpPorts others = other.udp;
        boolean isSameWay = (udp == null || others == null) ? udp == others : udp.remote() == others.remote();
        return exit == other.exit && isSameWay;
    }

    /** How many octets {@code datagram} gets longer in a tunnel that begins at {@code source}. */
    int overhead(PacketBuffer datagram, int source) {
        return wrapperFor(datagram).overhead(datagram, source) + udpOverhead();
    }

    /** How many octets a datagram from another machine gets longer. */
    int overhead() {
        return wrapper.overhead() + udpOverhead();
    }

    /** How many octets UDP adds to that. */
    int udpOverhead() {
        return udp == null ? 0 : InUdp.OVERHEAD;
    }

    boolean endsAtNode() {
        return endsAtNode;
    }

    boolean broadcasts() {
        return broadcasts;
    }

    @Nullable
    GreOrder order() {
        return order;
    }

    /** The longest datagram that the tunnel takes, as far as it is known, if it comes from another machine. */
    int mtu() {
        return exit.mtu() - overhead();
    }
}
