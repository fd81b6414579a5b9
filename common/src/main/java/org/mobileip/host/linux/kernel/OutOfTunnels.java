package org.mobileip.host.linux.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * What the kernel has been told of what comes out of tunnels: filters that let out what is bound, and those that say of the rest
 * why it is dropped. What is added here is performed by the caller. For one thread at a time.
 */
final class OutOfTunnels {

    /** What was sent before a node moved is let out for so long, as the tun dataplane does (FlowTable). */
    private static final long FORMER_NANOS = Duration.ofSeconds(2).toNanos();

    /** Where tunnels of one kind come from. */
    private record Exit(Kind kind, Ipv4 address) {}

    /** A home address whose packets are let out when they come from there. */
    private record Guest(Ipv4 home, Exit exit) {}

    private record ExitFilter(int handle, boolean isKept) {}

    private final NetlinkBatch kernel;
    private final Map<Kind, TunnelDevice> devices;
    private final Ipv4 localEnd;
    private final Counters counters;

    /** The filters of each of them, by the source that they let out: their numbers. */
    private final Map<Guest, Map<Ipv4Prefix, Integer>> guests = new HashMap<>();

    private final Map<Guest, Long> leaving = new HashMap<>();
    private final Map<Exit, Set<Ipv4>> homesAt = new HashMap<>();
    private final Map<Ipv4, Set<Exit>> exitsOf = new HashMap<>();
    private final Map<Exit, ExitFilter> exits = new HashMap<>();
    private int lastHandle = TunnelDevice.KEEPER;

    OutOfTunnels(NetlinkBatch kernel, Map<Kind, TunnelDevice> devices, Ipv4 localEnd, Counters counters) {
        this.kernel = kernel;
        this.devices = devices;
        this.localEnd = localEnd;
        this.counters = counters;
    }

    private TunnelDevice device(Exit exit) {
        TunnelDevice device = devices.get(exit.kind);
        if (device == null) {
            throw new AssertionError("no device for " + exit);
        }
        return device;
    }

    /** Lets out what comes by that tunnel, beside what is let out. */
    void letIn(Ipv4 home, Carried wanted) {
        Guest guest = new Guest(home, new Exit(wanted.kind(), wanted.careOf()));
        leaving.remove(guest);
        homesAt.computeIfAbsent(guest.exit, same -> new HashSet<>()).add(home);
        exitsOf.computeIfAbsent(home, same -> new HashSet<>()).add(guest.exit);
        Map<Ipv4Prefix, Integer> filters = guests.computeIfAbsent(guest, same -> new HashMap<>());
        for (Ipv4Prefix source : wanted.inner()) {
            filters.computeIfAbsent(source, same -> letIn(guest, source));
        }
    }

    private int letIn(Guest guest, Ipv4Prefix source) {
        int handle = ++lastHandle;
        kernel.add(
                "let " + source + " in from " + guest.exit.address,
                FlowerMessages.put(
                        device(guest.exit).ingress(TunnelDevice.BOUND, handle),
                        Match.ANY.from(source).outOfTunnel(guest.exit.address, localEnd),
                        List.of(
                                new Action.Count(Counters.DECAPSULATED, Then.GO_ON),
                                new Action.Count(counters.from(guest.home), Then.PASS))));
        return handle;
    }

    /** What is bound no longer is let out for a while, unless the tun dataplane does that now. */
    void letInOnly(Ipv4 home, Optional<Carried> wanted, Predicate<Ipv4> isKept, long now) {
        Optional<Exit> current = wanted.map(carried -> new Exit(carried.kind(), carried.careOf()));
        for (Exit exit : exitsOf(home)) {
            Guest guest = new Guest(home, exit);
            if (isKept.test(exit.address)) {
                remove(guest);
            } else if (current.equals(Optional.of(exit))) {
                wanted.ifPresent(carried -> letInOnly(guest, carried.inner()));
            } else {
                leaving.putIfAbsent(guest, now + FORMER_NANOS);
            }
        }
    }

    private void letInOnly(Guest guest, Set<Ipv4Prefix> sources) {
        Map<Ipv4Prefix, Integer> filters = guests.getOrDefault(guest, new HashMap<>());
        for (Ipv4Prefix source : Set.copyOf(filters.keySet())) {
            if (!sources.contains(source)) {
                remove(guest, source, filters.remove(source));
            }
        }
    }

    private void remove(Guest guest, Ipv4Prefix source, @Nullable Integer handle) {
        if (handle != null) {
            kernel.add(
                    "let " + source + " in no more from " + guest.exit.address,
                    FlowerMessages.remove(device(guest.exit).ingress(TunnelDevice.BOUND, handle)));
        }
    }

    private Set<Exit> exitsOf(Ipv4 home) {
        return Set.copyOf(exitsOf.getOrDefault(home, Set.of()));
    }

    private void remove(Guest guest) {
        leaving.remove(guest);
        letInOnly(guest, Set.of());
        guests.remove(guest);
        remove(homesAt, guest.exit, guest.home);
        remove(exitsOf, guest.home, guest.exit);
    }

    private static <K, V> void remove(Map<K, Set<V>> from, K key, V value) {
        from.computeIfPresent(key, (same, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }

    /** Whether anything of {@code home} is let out, wherever it comes from. */
    boolean letsIn(Ipv4 home) {
        return exitsOf.containsKey(home);
    }

    /** Nothing of {@code home} is let out any more. */
    void stop(Ipv4 home, Predicate<Ipv4> isKept) {
        for (Exit exit : exitsOf(home)) {
            remove(new Guest(home, exit));
            know(exit.address, isKept);
        }
    }

    /** Says of what else comes from there whose it is, if anybody is known there. */
    void know(Ipv4 address, Predicate<Ipv4> isKept) {
        devices.keySet().forEach(kind -> know(new Exit(kind, address), isKept.test(address)));
    }

    private void know(Exit exit, boolean isKept) {
        ExitFilter there = exits.get(exit);
        if (!isKept && !homesAt.containsKey(exit)) {
            forget(exit);
        } else if (there == null || there.isKept != isKept) {
            ExitFilter filter = new ExitFilter(there == null ? ++lastHandle : there.handle, isKept);
            exits.put(exit, filter);
            int counter = isKept ? Counters.LEFT_TO_TUN : Counters.NOT_HOME;
            kernel.add(
                    "drop the rest from " + exit.address,
                    FlowerMessages.put(
                            device(exit).ingress(TunnelDevice.EXITS, filter.handle),
                            Match.ANY.outOfTunnel(exit.address, localEnd),
                            List.of(new Action.Count(counter, Then.DROP))));
        }
    }

    private void forget(Exit exit) {
        ExitFilter there = exits.remove(exit);
        if (there != null) {
            kernel.add(
                    "know nobody at " + exit.address,
                    FlowerMessages.remove(device(exit).ingress(TunnelDevice.EXITS, there.handle)));
        }
    }

    /** Whether somebody is let out who has had to go. */
    boolean isLeaving() {
        return !leaving.isEmpty();
    }

    /**
     * Lets out no more what has had its while.
     *
     * @return the home addresses of those
     */
    Set<Ipv4> lookAfter(Predicate<Ipv4> isKept, long now) {
        Set<Ipv4> gone = new HashSet<>();
        Map.copyOf(leaving).forEach((guest, until) -> {
            if (now - until >= 0) {
                remove(guest);
                know(guest.exit.address, isKept);
                gone.add(guest.home);
            }
        });
        return gone;
    }
}
