package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * What becomes of a datagram on the home link that has many receivers: a copy for each tunnel whose node asked for broadcasts,
 * within a budget (RFC 5944 §4.3, §4.4). To a node that decapsulates itself it goes as it is; to one behind a foreign agent in
 * a datagram addressed to the home address, by which the foreign agent knows whom it is for. For one thread; the end is shared
 * with others.
 *
 * <p>What serves the link alone is not passed on: DHCP, agent discovery, IGMP, registrations. Nor is what has come out of a
 * tunnel, or is on its way into one: it would go round. The hop is counted, so that two home agents on one link end at last.
 * Nobody is told why a broadcast did not get through (RFC 1122 §3.2.2).
 *
 * <p>The budget is spent node by node; each datagram begins with another node, so that where it does not suffice it is not
 * always the same ones that go short. A node that goes short is one packet received and dropped.
 */
public final class BroadcastIngress {

    /** Where copies go. */
    public interface Outlet {

        /** As {@link TunnelIngress.Outlet#send}. */
        Optional<DropReason> send(PacketBuffer outer, Ipv4 exit);

        /** As {@link TunnelIngress.Outlet#linkMtu}. */
        int linkMtu(Ipv4 exit);
    }

    private static final int UDP = 17;
    private static final int ROUTER_ADVERTISEMENT = 9;
    private static final int ROUTER_SOLICITATION = 10;
    private static final int DHCP_SERVER = 67;
    private static final int DHCP_CLIENT = 68;

    /** Odd, so that all parts of the table have their turn. */
    private static final int PARTS_ON = 97;

    private final HomeAgentEnd end;
    private final BroadcastPolicy policy;
    private final int[] broadcasts;
    private final int[] groups;
    private final TunnelIngress ingress;
    private final TokenBucket budget;
    private final Predicate<Flow> toEach = this::offer;
    private int firstPart;

    private PacketBuffer datagram = new PacketBuffer(ByteBuffer.allocate(0));
    private Tick now = Tick.NEVER;
    private boolean isForMembers;
    private int copies;
    private int settled;
    private int seen;
    private boolean isSpent;

    /** A way for what {@code policy} names into the tunnels of {@code end}. */
    public BroadcastIngress(HomeAgentEnd end, BroadcastPolicy policy, Outlet outlet) {
        this.end = end;
        this.policy = policy;
        this.broadcasts = bits(policy.broadcastAddresses());
        this.groups = bits(policy.groups());
        this.budget = new TokenBucket(policy.perSecond(), policy.perSecond());
        PacketBuffer unsent = new PacketBuffer(ByteBuffer.allocate(PacketBuffer.HEADROOM + IcmpError.LONGEST));
        this.ingress = new TunnelIngress(end, new Mute(outlet), unsent, SegmentLimit.NONE, true);
    }

    private record Mute(Outlet outlet) implements TunnelIngress.Outlet {

        @Override
        public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
            return outlet.send(outer, exit);
        }

        @Override
        public int linkMtu(Ipv4 exit) {
            return outlet.linkMtu(exit);
        }

        @Override
        public void answer(PacketBuffer error, Ipv4 to) {
            // Nobody is told about a broadcast.
        }
    }

    public PathCounters counters() {
        return ingress.counters();
    }

    /**
     * Takes one datagram from the home link to its end; where no node wants broadcasts it is not even counted.
     *
     * @param heard with {@link PacketBuffer#HEADROOM} octets before it, which may be written as it may itself
     * @throws RuntimeException a fault of ours or of the machine; the datagram is counted even then
     */
    public void take(PacketBuffer heard) {
        int listening = end.listeners().count();
        if (listening == 0) {
            return;
        }
        counters().received(1);
        copies = 0;
        settled = 0;
        try {
            Optional<DropReason> refused = reasonAgainst(heard);
            if (refused.isPresent()) {
                counters().dropped(refused.get());
            } else {
                heard.decrementTimeToLive();
                copyToAll(heard, listening);
            }
        } catch (RuntimeException | Error fault) {
            if (copies > 0 && copies == settled) { // else a copy is counted already, or the datagram itself is
                counters().received(1);
            }
            counters().dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    private Optional<DropReason> reasonAgainst(PacketBuffer heard) {
        Optional<DropReason> unfit = Sanity.checkInner(heard);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (!isWanted(heard.destination()) || !IcmpError.isHost(heard.source()) || isOfTheLinkAlone(heard)) {
            return DropReason.NOT_PASSED_ON.verdict();
        }
        if (Decapsulation.isNested(heard)) {
            return DropReason.NESTED_TUNNEL.verdict();
        }
        if (end.isOurs(heard.source())) {
            return DropReason.TUNNEL_LOOP.verdict();
        }
        return heard.timeToLive() == 1 ? DropReason.TTL_EXCEEDED.verdict() : Optional.empty();
    }

    private boolean isWanted(int destination) {
        boolean isGroup = destination >>> 28 == 0xe;
        isForMembers = isGroup && !isOneOf(groups, destination);
        return isGroup ? !isForMembers || policy.multicasts() : policy.broadcasts() && isOneOf(broadcasts, destination);
    }

    private static boolean isOneOf(int[] addresses, int address) {
        for (int each : addresses) {
            if (each == address) {
                return true;
            }
        }
        return false;
    }

    private static int[] bits(Set<Ipv4> addresses) {
        return addresses.stream().mapToInt(Ipv4::bits).toArray();
    }

    /** What a link is run by. Of a later fragment the ports are not known. */
    private static boolean isOfTheLinkAlone(PacketBuffer heard) {
        int at = heard.headerLength();
        boolean isLong = heard.hasPayloadHeader() && heard.length() >= at + 4;
        return switch (heard.protocol()) {
            case Memberships.PROTOCOL -> true;
            case IcmpError.PROTOCOL -> isLong && isDiscovery(heard.u8(at));
            case UDP -> isLong && isLocalPort(heard.u16(at + 2));
            default -> false;
        };
    }

    private static boolean isDiscovery(int icmpType) {
        return icmpType == ROUTER_ADVERTISEMENT || icmpType == ROUTER_SOLICITATION;
    }

    private static boolean isLocalPort(int port) {
        return port == DHCP_SERVER || port == DHCP_CLIENT || port == Decapsulation.REGISTRATION_PORT;
    }

    private void copyToAll(PacketBuffer heard, int listening) {
        datagram = heard;
        now = end.ticker().now();
        seen = 0;
        isSpent = false;
        firstPart = (firstPart + PARTS_ON) % IntTable.SEGMENTS;
        end.listeners().forEach(firstPart, toEach);
        if (isSpent) {
            int left = Math.max(1, listening - seen);
            counters().received(copies == 0 ? left - 1 : left);
            counters().dropped(DropReason.BROADCAST_BUDGET, left);
        } else if (copies == 0) { // nobody has joined the group, or who listened has just left
            counters().dropped(DropReason.NOT_PASSED_ON);
        }
    }

    /** Sends a node its copies; whether there may be more for others. */
    private boolean offer(Flow flow) {
        if (isForMembers && !end.listeners().memberships().has(flow.home(), datagram.destination())) {
            seen++;
            return true;
        }
        for (FlowPath path : flow.paths()) {
            if (path.broadcasts()) {
                isSpent = !budget.take(now);
                if (isSpent) {
                    return false;
                }
                one();
                send(flow, path);
                settled++;
            }
        }
        seen++;
        return true;
    }

    /** The datagram itself was counted when it came; each copy but the first is a packet of its own. */
    private void one() {
        if (copies++ > 0) {
            counters().received(1);
        }
    }

    private void send(Flow flow, FlowPath path) {
        datagram.assign(flow);
        if (path.endsAtNode()) {
            ingress.forward(datagram, flow, path, true);
        } else {
            IpInIp.address(datagram, flow.source(), flow.home(), path.exit());
            ingress.forward(datagram, flow, path, true);
            IpInIp.WRAPPER.undo(datagram);
        }
    }
}
