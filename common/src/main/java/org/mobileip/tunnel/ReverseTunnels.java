package org.mobileip.tunnel;

import java.util.Objects;
import java.util.Optional;
import org.mobileip.time.Ticker;

/** What a home agent lets out of tunnels: what a mobile node, or somebody behind it, sends through its own (RFC 3024 §4.3). */
final class ReverseTunnels {

    private final FlowTable table;
    private final Ticker ticker;

    ReverseTunnels(FlowTable table, Ticker ticker) {
        this.table = table;
        this.ticker = ticker;
    }

    /** As {@link TunnelEnd#expects}. */
    Optional<DropReason> expects(int outerSource, int outerDestination) {
        if (!table.isLocalEnd(outerDestination)) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        return table.isExit(outerSource) || table.foresees() // Then the inner source says more.
                ? Optional.empty()
                : DropReason.OUTER_SOURCE_NOT_CARE_OF.verdict();
    }

    /** As {@link TunnelEnd#admitExpected}. */
    Optional<DropReason> admit(PacketBuffer packet) {
        int outerSource = packet.source();
        int outerDestination = packet.destination();
        Wrapper received = Objects.requireNonNull(Wrapper.ofProtocol(packet.protocol()));
        Optional<DropReason> unsound = received.check(packet);
        if (unsound.isPresent()) {
            return unsound;
        }
        int innerSource = received.innerSource(packet);
        if (table.foresees() && !table.isExit(outerSource) && !table.foresees(innerSource, outerSource)) {
            return DropReason.OUTER_SOURCE_NOT_CARE_OF.verdict();
        }
        Flow flow = table.to(innerSource);
        if (flow == null || flow.source() != packet.destination() || !flow.leadsOrLed(outerSource, ticker)) {
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        FlowPath path = flow.pathOf(packet, received, ticker);
        if (path == null) {
            return packet.isFromUdp()
                    ? DropReason.OUTER_PORT_NOT_BOUND.verdict()
                    : DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        boolean isFromNetwork = innerSource != flow.home();
        if ((received == Gre.PLAIN || isFromNetwork) && leadsBack(flow, path, received.innerDestination(packet))) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        if (!path.negotiated(received)) {
            return DropReason.ENCAPSULATION_NOT_AGREED.verdict();
        }
        Optional<DropReason> refused = Decapsulation.unwrap(packet, received, path);
        return refused.isPresent() ? refused : admitInner(packet, flow, outerDestination);
    }

    /**
     * Whether a datagram that comes out of the tunnel is on its way to the other end of it again (RFC 2784 §3.1). Behind a NAT
     * at that end are others than the node.
     */
    private boolean leadsBack(Flow flow, FlowPath path, int innerDestination) {
        boolean leadsToExit =
                path.udp() == null && innerDestination == path.exit().bits();
        return leadsToExit || isReachedBy(innerDestination, flow);
    }

    private Optional<DropReason> admitInner(PacketBuffer inner, Flow flow, int localEnd) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (isFromRouter(inner, flow, localEnd)) {
            return admitBehind(inner, flow);
        }
        return admitLast(inner, flow);
    }

    private Optional<DropReason> admitLast(PacketBuffer inner, Flow flow) {
        if (Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (Decapsulation.isForRegistrationPort(inner) && table.isLocalEnd(inner.destination())) {
            return DropReason.REGISTRATION_IN_TUNNEL.verdict();
        }
        FlowLimit limit = flow.limit();
        if (limit != null && !limit.leaving().take(inner.length(), ticker.now())) {
            return DropReason.RATE_LIMIT.verdict();
        }
        if (inner.protocol() == Memberships.PROTOCOL && table.listeners().has(flow.home())) {
            table.listeners().memberships().heard(flow.home(), inner);
        }
        Prober.hear(inner, flow);
        inner.assign(flow);
        return Optional.empty();
    }

    /** Whether the node itself has wrapped this, to us, for somebody behind it (RFC 5177 §7). */
    private static boolean isFromRouter(PacketBuffer inner, Flow flow, int localEnd) {
        return inner.protocol() == IpInIp.PROTOCOL
                && inner.source() == flow.home()
                && inner.destination() == localEnd
                && !inner.isFragment();
    }

    /** The second header of two, and no third: behind it must be somebody who is behind the node. */
    private Optional<DropReason> admitBehind(PacketBuffer inner, Flow flow) {
        Optional<DropReason> unsound = IpInIp.WRAPPER.check(inner);
        if (unsound.isPresent()) {
            return unsound;
        }
        Flow behind = table.behind(IpInIp.WRAPPER.innerSource(inner));
        if (behind == null || behind.home() != flow.home()) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        int ecn = inner.typeOfService() & Ecn.MASK;
        IpInIp.WRAPPER.unwrap(inner);
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (isReachedBy(inner.destination(), flow)) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        Optional<DropReason> congested = Ecn.decapsulate(inner, ecn);
        return congested.isPresent() ? congested : admitLast(inner, flow);
    }

    /** Whether this is the flow's home address, or lies in a network behind it; the flow may have been replaced meanwhile. */
    private boolean isReachedBy(int address, Flow flow) {
        Flow found = table.to(address);
        return found != null && found.home() == flow.home();
    }
}
