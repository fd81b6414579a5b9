package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * Which tunnels of a home agent the kernel carries: a home address with one IP-in-IP tunnel, to a care-of address where the tun
 * dataplane has no business. Several home addresses may share it, as they do at a foreign agent. Where one of them is more than
 * that, all that comes from there is the tun dataplane's, since no packet may come out twice. Pure; one writer.
 */
final class Apportionment {

    /**
     * @param isMore whether more is to be done for the home address than the kernel does
     * @param formerOfTun where it was before, when more was to be done: it is still heard from there for a while
     */
    private record Tunnels(Ipv4 localEnd, List<TunnelPath> paths, boolean isMore, Set<Ipv4> formerOfTun) {

        /** Where IP in IP comes from. */
        Set<Ipv4> exits() {
            Set<Ipv4> exits = new LinkedHashSet<>();
            paths.stream().filter(Tunnels::isIpip).map(TunnelPath::careOf).forEach(exits::add);
            return exits;
        }

        boolean isSimple() {
            return !isMore
                    && paths.size() == 1
                    && isIpip(paths.get(0))
                    && !paths.get(0).careOf().equals(localEnd);
        }

        private static boolean isIpip(TunnelPath path) {
            return path.encapsulation() == Encapsulation.IPIP && path.udp().isEmpty();
        }
    }

    /** What may be different after a change. */
    record Touched(Set<Ipv4> homes, Set<Ipv4> exits) {}

    /** More moves than that within the while that it is still heard from before are not remembered. */
    private static final int MOST_FORMER = 8;

    private final Map<Ipv4, Tunnels> byHome = new HashMap<>();
    private final Map<Ipv4, Set<Ipv4>> homesAt = new HashMap<>();
    private final Map<Ipv4, Set<Ipv4>> keptBy = new HashMap<>();

    /** As {@link org.mobileip.host.Dataplane#forward}; no paths: as its {@code stop}. */
    Touched forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, boolean isMore) {
        Touched touched = new Touched(new HashSet<>(Set.of(home)), new HashSet<>());
        Tunnels before = byHome.remove(home);
        touched.exits.add(home);
        if (before != null) {
            enter(home, before, touched, false);
        }
        if (!paths.isEmpty()) {
            boolean isAtHome = paths.stream().anyMatch(path -> path.careOf().equals(home));
            Tunnels now = new Tunnels(localEnd, List.copyOf(paths), isMore || isAtHome, former(before, paths));
            byHome.put(home, now);
            enter(home, now, touched, true);
        }
        touched.exits.forEach(exit -> put(keptBy, exit, exit, isHomeAndExit(exit)));
        touch(home, touched);
        return touched;
    }

    /** A tunnel that leads to a home address, and from there into its own: whether that is a loop, is not the kernel's to say. */
    private boolean isHomeAndExit(Ipv4 address) {
        return byHome.containsKey(address) && homesAt.containsKey(address);
    }

    private static Set<Ipv4> former(@Nullable Tunnels before, List<TunnelPath> paths) {
        if (before == null) {
            return Set.of();
        }
        Set<Ipv4> former = new LinkedHashSet<>(before.isSimple() ? Set.of() : before.exits());
        former.addAll(before.formerOfTun);
        paths.forEach(path -> former.remove(path.careOf()));
        Set<Ipv4> kept = new LinkedHashSet<>();
        former.stream().limit(MOST_FORMER).forEach(kept::add);
        return kept;
    }

    private void enter(Ipv4 home, Tunnels tunnels, Touched touched, boolean isThere) {
        for (Ipv4 exit : tunnels.exits()) {
            put(homesAt, exit, home, isThere);
            if (!tunnels.isSimple()) {
                put(keptBy, exit, home, isThere);
            }
            touch(exit, touched);
        }
        for (Ipv4 exit : tunnels.formerOfTun) {
            put(keptBy, exit, home, isThere);
            touch(exit, touched);
        }
    }

    private static void put(Map<Ipv4, Set<Ipv4>> homes, Ipv4 exit, Ipv4 home, boolean isThere) {
        if (isThere) {
            homes.computeIfAbsent(exit, same -> new HashSet<>()).add(home);
        } else {
            homes.computeIfPresent(exit, (same, those) -> {
                those.remove(home);
                return those.isEmpty() ? null : those;
            });
        }
    }

    private void touch(Ipv4 exit, Touched touched) {
        touched.exits.add(exit);
        touched.homes.addAll(homesAt.getOrDefault(exit, Set.of()));
    }

    /** Where the kernel tunnels what is sent to {@code home}; empty: it does not. */
    Optional<Ipv4> careOf(Ipv4 home) {
        Tunnels tunnels = byHome.get(home);
        return tunnels == null || !tunnels.isSimple()
                ? Optional.empty()
                : Optional.of(tunnels.paths.get(0).careOf()).filter(exit -> !isKept(exit));
    }

    /** Whether what comes from there is the tun dataplane's. */
    boolean isKept(Ipv4 exit) {
        return keptBy.containsKey(exit);
    }

    /** All those. */
    Set<Ipv4> kept() {
        return keptBy.keySet();
    }
}
