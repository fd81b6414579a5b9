package org.mobileip.tunnel;

/** One of the tunnels of a home address. */
final class FlowPath {

    private final TunnelExit exit;
    private final Wrapper wrapper;
    private final boolean endsAtNode;
    private final boolean broadcasts;
    private final GreOrder order;

    /**
     * A tunnel to {@code exit}.
     *
     * @param endsAtNode whether the node itself decapsulates; else what is not addressed to it needs an outer header that is
     * @param broadcasts whether broadcast datagrams take this way
     * @param order what is known of the sequence numbers that come out of it
     */
    FlowPath(TunnelExit exit, Wrapper wrapper, boolean endsAtNode, boolean broadcasts, GreOrder order) {
        this.exit = exit;
        this.wrapper = wrapper;
        this.endsAtNode = endsAtNode;
        this.broadcasts = broadcasts;
        this.order = order;
    }

    TunnelExit exit() {
        return exit;
    }

    /** What was agreed on. */
    Wrapper wrapper() {
        return wrapper;
    }

    /** How {@code datagram} is wrapped: as agreed on, or as every home agent and mobile node understands it (RFC 2004 §3). */
    Wrapper wrapperFor(PacketBuffer datagram) {
        return wrapper.suits(datagram) ? wrapper : IpInIp.WRAPPER;
    }

    /** Whether packets wrapped so may come out of this tunnel: as agreed on, or as fragments must be wrapped. */
    boolean speaks(Wrapper received) {
        return received.encapsulation() == wrapper.encapsulation() || received == IpInIp.WRAPPER;
    }

    boolean endsAtNode() {
        return endsAtNode;
    }

    boolean broadcasts() {
        return broadcasts;
    }

    GreOrder order() {
        return order;
    }

    /** The longest datagram that the tunnel takes, as far as it is known, if it comes from another machine. */
    int mtu() {
        return exit.mtu() - wrapper.overhead();
    }
}
