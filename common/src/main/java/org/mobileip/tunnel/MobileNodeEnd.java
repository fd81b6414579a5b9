package org.mobileip.tunnel;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;

/**
 * The mobile node's end: sends what has the home address as its source to the home agent, and lets out of the tunnel what
 * the home agent sends to the home address. Changed as a whole; each packet meets one state.
 */
public final class MobileNodeEnd implements TunnelEnd {

    /** One state, immutable. */
    private static final class Away {
        final int homeAgent;
        final int home;
        final int[] receivesAt;
        final Flow flow;

        Away(int homeAgent, int home, int[] receivesAt, Flow flow) {
            this.homeAgent = homeAgent;
            this.home = home;
            this.receivesAt = receivesAt;
            this.flow = flow;
        }
    }

    private volatile @Nullable Away away;

    /**
     * From the next packet on, sends from {@code careOf}.
     *
     * @param receivesAt the local addresses at which the home agent's packets are taken
     */
    public void tunnel(Ipv4 careOf, Ipv4 homeAgent, Ipv4 home, Collection<Ipv4> receivesAt) {
        Away before = away;
        TunnelExit exit = before != null && before.homeAgent == homeAgent.bits()
                ? before.flow.exit(0)
                : new TunnelExit(homeAgent, 0);
        FlowCounters counters =
                before != null && before.home == home.bits() ? before.flow.counters() : new FlowCounters();
        away = new Away(
                homeAgent.bits(),
                home.bits(),
                receivesAt.stream().mapToInt(Ipv4::bits).toArray(),
                new Flow(careOf.bits(), new TunnelExit[] {exit}, counters));
    }

    /** From the next packet on, tunnels nothing either way. */
    public void stop() {
        away = null;
    }

    /** What was forwarded for {@code home} through the current tunnel and those before it; empty if there is none. */
    public Optional<FlowCounters> counters(Ipv4 home) {
        Away now = away;
        return now != null && now.home == home.bits() ? Optional.of(now.flow.counters()) : Optional.empty();
    }

    /** The local addresses at which packets are taken. */
    public Set<Ipv4> localEnds() {
        Set<Ipv4> ends = new HashSet<>();
        Away now = away;
        if (now != null) {
            for (int bits : now.receivesAt) {
                ends.add(new Ipv4(bits));
            }
        }
        return ends;
    }

    @Override
    public Optional<DropReason> route(PacketBuffer datagram) {
        Optional<DropReason> unfit = Sanity.checkInner(datagram);
        if (unfit.isPresent()) {
            return unfit;
        }
        Away now = away;
        if (now == null) {
            return DropReason.NO_TUNNEL.verdict();
        }
        if (datagram.source() != now.home) { // the home agent would refuse it (RFC 3024 §4.3.2)
            return DropReason.SOURCE_NOT_HOME.verdict();
        }
        datagram.assign(now.flow);
        return Optional.empty();
    }

    @Override
    public Optional<DropReason> admit(PacketBuffer packet) {
        Optional<DropReason> unfit = Decapsulation.checkOuter(packet);
        if (unfit.isPresent()) {
            return unfit;
        }
        Away now = away;
        if (now == null) {
            return DropReason.NO_TUNNEL.verdict();
        }
        if (!isOneOf(now.receivesAt, packet.destination())) {
            return DropReason.OUTER_DESTINATION_NOT_OURS.verdict();
        }
        if (packet.source() != now.homeAgent) {
            return DropReason.OUTER_SOURCE_NOT_HOME_AGENT.verdict();
        }
        packet.strip(packet.headerLength());
        if (packet.length() < PacketBuffer.HEADER) {
            return DropReason.TRUNCATED.verdict();
        }
        if (packet.destination() != now.home) {
            return DropReason.DESTINATION_NOT_HOME.verdict();
        }
        return admitInner(packet, now);
    }

    private static Optional<DropReason> admitInner(PacketBuffer inner, Away now) {
        Optional<DropReason> unfit = Sanity.checkInner(inner);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (Decapsulation.isNested(inner)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (Decapsulation.isForRegistrationPort(inner)) {
            return DropReason.REGISTRATION_IN_TUNNEL.verdict();
        }
        inner.assign(now.flow);
        return Optional.empty();
    }

    private static boolean isOneOf(int[] addresses, int address) {
        for (int candidate : addresses) {
            if (candidate == address) {
                return true;
            }
        }
        return false;
    }
}
