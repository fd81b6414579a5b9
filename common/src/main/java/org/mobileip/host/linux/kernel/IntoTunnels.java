package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.TunnelMessages;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * What the kernel has been told of the ways into tunnels: a route for each home address and each network behind a node, and filters
 * at the devices that count what takes it. What is added here is performed by the caller. For one thread at a time.
 */
final class IntoTunnels {

    /** Whose packets are counted at which device. */
    private record Way(Kind kind, Ipv4Prefix destination) {}

    private final NetlinkBatch kernel;
    private final Map<Kind, TunnelDevice> devices;
    private final RoutingRules rules;
    private final Ipv4 localEnd;
    private final Counters counters;
    private final BiFunction<Ipv4, Ipv4, OptionalInt> mtu;
    private final Map<Ipv4, Carried> routed = new HashMap<>();

    /** The filters of each home address: their numbers. */
    private final Map<Ipv4, Map<Way, Integer>> filters = new HashMap<>();

    private int lastHandle = TunnelDevice.KEEPER;

    /** @param mtu the longest datagram for the tunnel of a home address to a far end; empty: as the device */
    IntoTunnels(
            NetlinkBatch kernel,
            Map<Kind, TunnelDevice> devices,
            RoutingRules rules,
            Ipv4 localEnd,
            Counters counters,
            BiFunction<Ipv4, Ipv4, OptionalInt> mtu) {
        this.kernel = kernel;
        this.devices = devices;
        this.rules = rules;
        this.localEnd = localEnd;
        this.counters = counters;
        this.mtu = mtu;
    }

    /** What is sent to {@code home} takes that tunnel from now on, and no other. */
    void route(Ipv4 home, Carried wanted) {
        Optional<Carried> before = Optional.ofNullable(routed.put(home, wanted));
        if (before.equals(Optional.of(wanted))) {
            return;
        }
        Set<Ipv4Prefix> routedBefore = before.map(Carried::inner).orElse(Set.of());
        for (Ipv4Prefix destination : wanted.inner()) {
            if (!routedBefore.contains(destination)) {
                rules.use(destination.length());
            }
            Way way = new Way(wanted.kind(), destination);
            count(home, way);
            keepOut(home, way, wanted.careOf());
            put(home, destination, wanted);
        }
        before.ifPresent(other -> leave(home, other, wanted));
    }

    private TunnelDevice device(Kind kind) {
        TunnelDevice device = devices.get(kind);
        if (device == null) {
            throw new AssertionError("no device for " + kind);
        }
        return device;
    }

    private Map<Way, Integer> filters(Ipv4 home) {
        return filters.computeIfAbsent(home, same -> new HashMap<>());
    }

    private int handle(Ipv4 home, Way way) {
        Integer handle = filters(home).get(way);
        if (handle == null) {
            throw new AssertionError("nobody counts " + way);
        }
        return handle;
    }

    private void count(Ipv4 home, Way way) {
        if (filters(home).containsKey(way)) {
            return;
        }
        filters(home).put(way, ++lastHandle);
        kernel.add(
                "count what goes to " + way.destination,
                FlowerMessages.put(
                        device(way.kind).egress(TunnelDevice.BOUND, handle(home, way)),
                        Match.ANY.to(way.destination),
                        List.of(
                                new Action.Count(Counters.ENCAPSULATED, Then.GO_ON),
                                new Action.Count(counters.to(home), Then.PASS))));
    }

    /** What a node sends to its own home address would come back for ever (RFC 2003 §3.2): that the tun dataplane drops. */
    private void keepOut(Ipv4 home, Way way, Ipv4 careOf) {
        TunnelDevice device = device(way.kind);
        kernel.add(
                "keep " + careOf + " out of its own tunnel",
                FlowerMessages.put(
                        device.egress(TunnelDevice.KEPT_OUT, handle(home, way)),
                        Match.ANY.from(careOf).to(way.destination),
                        List.of(new Action.Redirect(device.tunIndex(), false))));
    }

    private void put(Ipv4 home, Ipv4Prefix destination, Carried wanted) {
        kernel.add(
                "put route to " + destination,
                TunnelMessages.put(new TunnelMessages.Route(
                        destination,
                        device(wanted.kind()).index(),
                        RoutingRules.table(destination.length()),
                        RoutingRules.PROTOCOL,
                        Optional.of(localEnd),
                        mtu.apply(home, wanted.careOf()),
                        localEnd,
                        wanted.careOf())));
    }

    /** What was for that tunnel alone. */
    private void leave(Ipv4 home, Carried before, Carried now) {
        for (Ipv4Prefix destination : before.inner()) {
            boolean isStillRouted = now.inner().contains(destination);
            if (!isStillRouted) {
                unroute(destination);
            }
            if (!isStillRouted || before.kind() != now.kind()) {
                Way way = new Way(before.kind(), destination);
                letThrough(home, way);
                countNoMore(home, way);
            }
        }
    }

    private void unroute(Ipv4Prefix destination) {
        kernel.add(
                "remove route to " + destination,
                TunnelMessages.remove(destination, RoutingRules.table(destination.length()), RoutingRules.PROTOCOL),
                Errno.ESRCH);
        rules.leave(destination.length());
    }

    private void letThrough(Ipv4 home, Way way) {
        kernel.add(
                "keep nothing out of the tunnel to " + way.destination,
                FlowerMessages.remove(device(way.kind).egress(TunnelDevice.KEPT_OUT, handle(home, way))));
    }

    private void countNoMore(Ipv4 home, Way way) {
        kernel.add(
                "count no more what goes to " + way.destination,
                FlowerMessages.remove(device(way.kind).egress(TunnelDevice.BOUND, handle(home, way))));
        filters(home).remove(way);
    }

    /** Nothing that is sent to {@code home} takes a tunnel of the kernel's any more; what has, is still counted. */
    void unroute(Ipv4 home) {
        Carried before = routed.remove(home);
        if (before != null) {
            for (Ipv4Prefix destination : before.inner()) {
                unroute(destination);
                letThrough(home, new Way(before.kind(), destination));
            }
        }
    }

    boolean isRouted(Ipv4 home) {
        return routed.containsKey(home);
    }

    /** What took a tunnel to {@code home} is counted no more: its counters, read a last time, may go. */
    void forget(Ipv4 home) {
        Map<Way, Integer> known = filters.get(home);
        if (known != null) {
            counters.keep(home);
            new HashSet<>(known.keySet()).forEach(way -> countNoMore(home, way));
            filters.remove(home);
        }
    }
}
