package org.mobileip.host.linux.kernel;

import java.time.Duration;
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
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * What the kernel has been told of the tunnels: a route for each home address, and filters that let out what is bound. A change
 * is one system call, or two where something goes; who is let in comes first, and who is not any more goes last. For one thread at
 * a time.
 */
final class KernelTable {

    /** What was sent before a node moved is let out for so long, as the tun dataplane does (FlowTable). */
    private static final long FORMER_NANOS = Duration.ofSeconds(2).toNanos();

    /** A home address whose packets are let out when they come from that far end. */
    private record Pair(Ipv4 home, Ipv4 exit) {}

    private record ExitFilter(int handle, boolean isKept) {}

    private final NetlinkBatch kernel;
    private final TunnelDevice device;
    private final Ipv4 localEnd;
    private final Counters counters;
    private final BiFunction<Ipv4, Ipv4, OptionalInt> mtu;
    private final Map<Ipv4, Ipv4> routes = new HashMap<>();
    private final Map<Pair, Integer> pairs = new HashMap<>();
    private final Map<Pair, Long> leaving = new HashMap<>();
    private final Map<Ipv4, Set<Ipv4>> homesAt = new HashMap<>();
    private final Map<Ipv4, Set<Ipv4>> exitsOf = new HashMap<>();
    private final Map<Ipv4, ExitFilter> exits = new HashMap<>();
    private final Set<Ipv4> counted = new HashSet<>();
    private int lastHandle = TunnelDevice.KEEPER;

    /** @param mtu the longest datagram for the tunnel of a home address to a far end; empty: as the device */
    KernelTable(
            NetlinkBatch kernel,
            TunnelDevice device,
            Ipv4 localEnd,
            Counters counters,
            BiFunction<Ipv4, Ipv4, OptionalInt> mtu) {
        this.kernel = kernel;
        this.device = device;
        this.localEnd = localEnd;
        this.counters = counters;
        this.mtu = mtu;
    }

    /**
     * Makes the kernel have what is wanted now.
     *
     * @param between done after somebody is let in, and before somebody is let in no more
     * @param now by {@link System#nanoTime}
     * @return whether {@link #lookAfter} has something to do later
     */
    boolean change(Apportionment.Touched touched, Apportionment wanted, long now, Runnable between) {
        for (Ipv4 home : touched.homes()) {
            wanted.careOf(home).ifPresent(careOf -> bind(home, careOf));
        }
        Set<Ipv4> exitsTouched = new HashSet<>(touched.exits());
        exitsTouched.forEach(exit -> know(exit, wanted));
        kernel.perform();
        between.run();
        for (Ipv4 home : touched.homes()) {
            unbind(home, wanted.careOf(home), wanted, now);
        }
        exitsTouched.forEach(exit -> forget(exit, wanted));
        kernel.perform();
        return !leaving.isEmpty();
    }

    private void bind(Ipv4 home, Ipv4 careOf) {
        Pair pair = new Pair(home, careOf);
        leaving.remove(pair);
        if (!pairs.containsKey(pair)) {
            int handle = ++lastHandle;
            pairs.put(pair, handle);
            homesAt.computeIfAbsent(careOf, same -> new HashSet<>()).add(home);
            exitsOf.computeIfAbsent(home, same -> new HashSet<>()).add(careOf);
            kernel.add(
                    "let " + home + " in from " + careOf,
                    FlowerMessages.put(
                            device.ingress(TunnelDevice.BOUND, handle),
                            Match.ANY.from(home).outOfTunnel(careOf, localEnd),
                            List.of(
                                    new Action.Count(Counters.DECAPSULATED, Then.GO_ON),
                                    new Action.Count(counters.from(home), Then.PASS))));
        }
        if (!careOf.equals(routes.get(home))) {
            route(home, careOf);
        }
    }

    /** What a node sends to its own home address would come back for ever (RFC 2003 §3.2): that the tun dataplane drops. */
    private void route(Ipv4 home, Ipv4 careOf) {
        int handle = counters.to(home);
        if (counted.add(home)) {
            kernel.add(
                    "count what goes to " + home,
                    FlowerMessages.put(
                            device.egress(TunnelDevice.BOUND, handle),
                            Match.ANY.to(home),
                            List.of(
                                    new Action.Count(Counters.ENCAPSULATED, Then.GO_ON),
                                    new Action.Count(handle, Then.PASS))));
        }
        kernel.add(
                "keep " + careOf + " out of its own tunnel",
                FlowerMessages.put(
                        device.egress(TunnelDevice.KEPT, handle),
                        Match.ANY.from(careOf).to(home),
                        List.of(new Action.Redirect(device.tunIndex(), false))));
        kernel.add(
                "put route to " + home,
                TunnelMessages.put(new TunnelMessages.Route(
                        Ipv4Prefix.host(home),
                        device.index(),
                        TunnelDevice.TABLE,
                        TunnelDevice.PROTOCOL,
                        Optional.of(localEnd),
                        mtu.apply(home, careOf),
                        localEnd,
                        careOf)));
        routes.put(home, careOf);
    }

    private void know(Ipv4 exit, Apportionment wanted) {
        boolean isKept = wanted.isKept(exit);
        ExitFilter there = exits.get(exit);
        boolean isWanted = isKept || homesAt.containsKey(exit);
        if (!isWanted || (there != null && there.isKept == isKept)) {
            return;
        }
        ExitFilter filter = new ExitFilter(there == null ? ++lastHandle : there.handle, isKept);
        exits.put(exit, filter);
        int counter = isKept ? Counters.LEFT_TO_TUN : Counters.NOT_HOME;
        kernel.add(
                "drop the rest from " + exit,
                FlowerMessages.put(
                        device.ingress(TunnelDevice.EXITS, filter.handle),
                        Match.ANY.outOfTunnel(exit, localEnd),
                        List.of(new Action.Count(counter, Then.DROP))));
    }

    /** What is bound no longer is let out for a while, unless the tun dataplane does that now. */
    private void unbind(Ipv4 home, Optional<Ipv4> careOf, Apportionment wanted, long now) {
        for (Ipv4 exit : Set.copyOf(exitsOf.getOrDefault(home, Set.of()))) {
            Pair pair = new Pair(home, exit);
            if (wanted.isKept(exit)) {
                remove(pair);
            } else if (!careOf.equals(Optional.of(exit))) {
                leaving.putIfAbsent(pair, now + FORMER_NANOS);
            }
        }
        if (careOf.isEmpty()) {
            unroute(home);
        }
    }

    private void unroute(Ipv4 home) {
        if (routes.remove(home) == null) {
            return;
        }
        kernel.add(
                "remove route to " + home,
                TunnelMessages.remove(Ipv4Prefix.host(home), TunnelDevice.TABLE, TunnelDevice.PROTOCOL),
                Errno.ESRCH);
        kernel.add(
                "keep nothing out of the tunnel of " + home,
                FlowerMessages.remove(device.egress(TunnelDevice.KEPT, counters.to(home))));
        count(home);
    }

    /** The counters last as long as somebody may still be let in. */
    private void count(Ipv4 home) {
        if (!routes.containsKey(home) && !exitsOf.containsKey(home) && counted.remove(home)) {
            int handle = counters.to(home);
            counters.keep(home);
            kernel.add("count no more for " + home, FlowerMessages.remove(device.egress(TunnelDevice.BOUND, handle)));
        }
    }

    private void remove(Pair pair) {
        leaving.remove(pair);
        Integer handle = pairs.remove(pair);
        if (handle == null) {
            return;
        }
        remove(homesAt, pair.exit, pair.home);
        remove(exitsOf, pair.home, pair.exit);
        kernel.add(
                "let " + pair.home + " in no more from " + pair.exit,
                FlowerMessages.remove(device.ingress(TunnelDevice.BOUND, handle)));
        count(pair.home);
    }

    private static void remove(Map<Ipv4, Set<Ipv4>> from, Ipv4 key, Ipv4 value) {
        from.computeIfPresent(key, (same, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }

    private void forget(Ipv4 exit, Apportionment wanted) {
        if (!wanted.isKept(exit) && !homesAt.containsKey(exit)) {
            ExitFilter there = exits.remove(exit);
            if (there != null) {
                kernel.add(
                        "know nobody at " + exit,
                        FlowerMessages.remove(device.ingress(TunnelDevice.EXITS, there.handle)));
            }
        } else {
            know(exit, wanted);
        }
    }

    /** Nothing of {@code home} is let out from now on, wherever it comes from. */
    void stop(Ipv4 home, Apportionment wanted) {
        for (Ipv4 exit : Set.copyOf(exitsOf.getOrDefault(home, Set.of()))) {
            remove(new Pair(home, exit));
            forget(exit, wanted);
        }
        kernel.perform();
        counters.forget(home);
    }

    /**
     * Lets out no more what has had its while.
     *
     * @return whether there is more to do later
     */
    boolean lookAfter(Apportionment wanted, long now) {
        for (Map.Entry<Pair, Long> each : Map.copyOf(leaving).entrySet()) {
            if (now - each.getValue() >= 0) {
                remove(each.getKey());
                forget(each.getKey().exit, wanted);
            }
        }
        kernel.perform();
        return !leaving.isEmpty();
    }
}
