package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;

/** The tunnel of a mobile node at one time, and what may come out of it. Immutable; for any thread. */
final class NodeTunnel {

    private static final int LIMITED_BROADCAST = -1;

    private final int homeAgent;
    private final int home;
    private final int[] receivesAt;
    private final @Nullable HomeBroadcasts broadcasts;
    private final PrefixTable<Boolean> networks = new PrefixTable<>();
    private final Flow flow;
    private final int udpPort;
    private final int[] eitherWay;
    private final boolean isSilent;

    /**
     * One by which {@code flow} goes, on those terms.
     *
     * @param receivesAt the local addresses at which the home agent's packets are taken
     */
    NodeTunnel(int[] receivesAt, Flow flow, TunnelTerms terms) {
        this.homeAgent = flow.path(0).exit().bits();
        this.home = flow.home();
        this.receivesAt = receivesAt;
        this.broadcasts = terms.broadcasts().orElse(null);
        terms.networks().forEach(network -> networks.put(network, Boolean.TRUE));
        this.flow = flow;
        this.udpPort = terms.udp().port().orElse(0);
        this.eitherWay = terms.udp().eitherWay().stream().mapToInt(Ipv4::bits).toArray();
        this.isSilent = terms.udp().agreement() == TunnelTerms.Udp.Agreement.AWAITED;
    }

    int homeAgent() {
        return homeAgent;
    }

    int home() {
        return home;
    }

    Flow flow() {
        return flow;
    }

    FlowPath path() {
        return flow.path(0);
    }

    /** What is sent from {@code source}; null: nothing is. */
    @Nullable
    Flow flowFrom(int source) {
        FlowChoice choice = flow.choice();
        if (choice != null) {
            return choice.from(source);
        }
        return flow.source() == source ? flow : null;
    }

    /** The tunnel that {@code packet} came by: of several the one to the address that it was sent to. */
    FlowPath pathOf(PacketBuffer packet) {
        Flow reached = flow.choice() == null ? null : flowFrom(packet.destination());
        return reached == null ? path() : reached.path(0);
    }

    int[] receivesAt() {
        return receivesAt;
    }

    /** Whether nothing is sent, for it would be lost. */
    boolean isSilent() {
        return isSilent;
    }

    boolean receivesAt(int address) {
        return isAmong(receivesAt, address);
    }

    /** Whether {@code packet} came in the way that was agreed on, or where either will do. */
    boolean isWayOf(PacketBuffer packet) {
        if (pathOf(packet).isWayOf(packet)) {
            return true;
        }
        boolean isOurs =
                !packet.isFromUdp() || (packet.udpDestination() == udpPort && packet.udpSource() == InUdp.PORT);
        return isOurs && isAmong(eitherWay, packet.destination());
    }

    private static boolean isAmong(int[] addresses, int address) {
        for (int candidate : addresses) {
            if (candidate == address) {
                return true;
            }
        }
        return false;
    }

    /** What is addressed to the home address itself, behind a foreign agent, never holds what is for that address. */
    boolean isFor(int outerDestination, int destination) {
        return isForMany(destination)
                || networks.get(destination) != null
                || (destination == home && !isInSecondHeader(outerDestination));
    }

    /** The home address, or that of somebody behind the node. */
    boolean isHere(int address) {
        return address == home || networks.get(address) != null;
    }

    private boolean isForMany(int destination) {
        HomeBroadcasts wanted = broadcasts;
        return wanted != null
                && (destination == LIMITED_BROADCAST
                        || destination == wanted.address().bits()
                        || destination >>> 28 == 0xe);
    }

    /** Whether it is what a foreign agent has taken out of the home agent's tunnel (RFC 5944 §4.3). */
    boolean isInSecondHeader(int outerDestination) {
        return broadcasts != null && outerDestination == home;
    }

    boolean isFrom(int outerSource, int outerDestination) {
        HomeBroadcasts wanted = broadcasts;
        return (wanted != null && outerDestination == home)
                ? outerSource == wanted.homeAgent().bits()
                : outerSource == homeAgent;
    }
}
