package org.mobileip.tunnel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;

/**
 * The home agent's end: tunnels what is sent to a home address to its care-of addresses, and lets out of tunnels what a
 * mobile node sends through its own.
 *
 * <p>RFC 2003 §3.2 also forbids to tunnel a datagram that <i>arrived</i> with one of our own addresses as its source. Here
 * such a datagram cannot be told from one that this machine sends itself, as it must when a mobile node pings its home
 * agent; the difference is known, and the rule kept, where datagrams arrive: Linux refuses a source of its own as martian
 * before it forwards.
 */
public final class HomeAgentEnd implements TunnelEnd {

    /** Current tunnels by home address. */
    private final IntTable<Flow> flows = new IntTable<>();

    /** Far ends by care-of address. */
    private final References<TunnelExit> exits = new References<>();

    /** Our own ends of tunnels. */
    private final References<Boolean> localEnds = new References<>();

    private int exitsEver;

    /**
     * Tunnels what is sent to {@code home} to each of {@code careOf} instead of wherever it went before.
     *
     * @param localEnd the outer source, and the outer destination of what the mobile node sends
     * @param careOf at least one
     */
    public void forward(Ipv4 home, Ipv4 localEnd, List<Ipv4> careOf) {
        Flow before = flows.get(home.bits());
        TunnelExit[] now = acquire(careOf);
        localEnds.acquire(localEnd.bits(), () -> Boolean.TRUE);
        flows.put(home.bits(), new Flow(localEnd.bits(), now, before == null ? new FlowCounters() : before.counters()));
        if (before != null) {
            release(before);
        }
    }

    /** Tunnels nothing for {@code home} any more. */
    public void stop(Ipv4 home) {
        Flow before = flows.get(home.bits());
        if (before != null) {
            flows.remove(home.bits());
            release(before);
        }
    }

    /** Home addresses with a tunnel. */
    public int size() {
        return flows.size();
    }

    /** What was forwarded for {@code home} since its first tunnel; empty if it has none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        return Optional.ofNullable(flows.get(home.bits())).map(Flow::counters);
    }

    /** Our own ends of all tunnels. */
    public Set<Ipv4> localEnds() {
        return localEnds.keys();
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        Flow flow = flows.get(datagram.destination());
        if (flow == null) {
            return DropReason.NO_BINDING.verdict();
        }
        if (leadsBack(flow, datagram) || comesOutOf(flow, datagram) || isOurOwnPacket(datagram)) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        datagram.assign(flow);
        return Optional.empty();
    }

    @Override
    public Optional<DropReason> admit(PacketBuffer packet) {
        Optional<DropReason> unfit = Decapsulation.checkOuter(packet);
        if (unfit.isPresent()) {
            return unfit;
        }
        int outerSource = packet.source();
        int outerDestination = packet.destination();
        if (localEnds.get(outerDestination) == null) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        if (exits.get(outerSource) == null) {
            return DropReason.OUTER_SOURCE_NOT_CARE_OF.verdict();
        }
        packet.strip(packet.headerLength());
        if (packet.length() < PacketBuffer.HEADER) {
            return DropReason.TRUNCATED.verdict();
        }
        Flow flow = flows.get(packet.source());
        if (flow == null || flow.source() != outerDestination || !flow.leadsTo(outerSource)) {
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        return admitInner(packet, flow);
    }

    private Optional<DropReason> admitInner(PacketBuffer inner, Flow flow) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (Decapsulation.isForRegistrationPort(inner) && localEnds.get(inner.destination()) != null) {
            return DropReason.REGISTRATION_IN_TUNNEL.verdict();
        }
        inner.assign(flow);
        return Optional.empty();
    }

    /** Whether what is encapsulated would only come back: to the home address, or to where the tunnel begins. */
    private static boolean leadsBack(Flow flow, PacketBuffer datagram) {
        return flow.leadsTo(datagram.destination()) || flow.leadsTo(flow.source());
    }

    /**
     * Whether the datagram was encapsulated by its own mobile node, to itself: a loop (RFC 5944 §4.2.3). One encapsulated
     * by anybody else is tunnelled like any other datagram.
     */
    private static boolean comesOutOf(Flow flow, PacketBuffer datagram) {
        int headerLength = datagram.headerLength();
        return datagram.protocol() == IpInIp.PROTOCOL
                && datagram.hasPayloadHeader()
                && datagram.length() >= headerLength + PacketBuffer.HEADER
                && datagram.i32(headerLength + 16) == datagram.destination()
                && flow.leadsTo(datagram.source());
    }

    /** Whether this is a packet that we sent into a tunnel: its care-of address is routed to our own interface. */
    private boolean isOurOwnPacket(PacketBuffer datagram) {
        return datagram.protocol() == IpInIp.PROTOCOL && localEnds.get(datagram.source()) != null;
    }

    private TunnelExit[] acquire(List<Ipv4> careOf) {
        if (careOf.isEmpty()) {
            throw new IllegalArgumentException("a tunnel to nowhere");
        }
        return new LinkedHashSet<>(careOf)
                .stream()
                        .map(address -> exits.acquire(address.bits(), () -> new TunnelExit(address, exitsEver++)))
                        .toArray(TunnelExit[]::new);
    }

    private void release(Flow flow) {
        for (TunnelExit exit : flow.exits()) {
            exits.release(exit.bits());
        }
        localEnds.release(flow.source());
    }
}
