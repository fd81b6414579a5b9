package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;

/**
 * Which tunnels of a home agent the kernel carries: a home address, with the networks behind the node, with one tunnel of a kind
 * that the kernel has, to a care-of address where the tun dataplane has no business. Several home addresses may share it, as they
 * do at a foreign agent. Where one of them is more than that, all that comes from there is the tun dataplane's, since no packet
 * may come out twice. Pure; one writer.
 */
final class Apportionment {

    /**
     * @param isMore whether more is to be done for the home address than the kernel does
     * @param formerOfTun where it was before, when more was to be done: it is still heard from there for a while
     */
    private record Tunnels(
            Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks, boolean isMore, Set<Ipv4> formerOfTun) {}

    /** What may be different after a change. */
    record Touched(Set<Ipv4> homes, Set<Ipv4> exits) {}

    /** More moves than that within the while that it is still heard from before are not remembered. */
    private static final int MOST_FORMER = 8;

    private static final int HOST = 32;

    private final Map<Ipv4, Tunnels> byHome = new HashMap<>();
    private final NavigableMap<Ipv4, Set<Ipv4>> homesAt = new TreeMap<>();
    private final Map<Ipv4, Set<Ipv4>> keptBy = new HashMap<>();
    private final Set<Ipv4Prefix> networks = new HashSet<>();
    private final Set<Kind> kinds;

    /** @param kinds how the kernel can wrap */
    Apportionment(Set<Kind> kinds) {
        this.kinds = Set.copyOf(kinds);
    }

    /** As {@link org.mobileip.host.Dataplane#forward}; no paths: as its {@code stop}. */
    Touched forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> behind, boolean isMore) {
        Touched touched = new Touched(new HashSet<>(Set.of(home)), new HashSet<>());
        Tunnels before = byHome.remove(home);
        touched.exits.add(home);
        if (before != null) {
            enter(home, before, touched, false);
        }
        if (!paths.isEmpty()) {
            boolean isAtHome = paths.stream().anyMatch(path -> path.careOf().equals(home));
            Tunnels now = new Tunnels(
                    localEnd, List.copyOf(paths), List.copyOf(behind), isMore || isAtHome, former(before, paths));
            byHome.put(home, now);
            enter(home, now, touched, true);
        }
        touched.exits.forEach(exit -> put(keptBy, exit, exit, isInnerAndExit(exit)));
        touch(home, touched);
        return touched;
    }

    /**
     * A tunnel that leads to a home address or behind a node, and from there into another: whether that is a loop, is not the
     * kernel's to say.
     */
    private boolean isInnerAndExit(Ipv4 address) {
        return homesAt.containsKey(address) && (byHome.containsKey(address) || isBehindANode(address));
    }

    private boolean isBehindANode(Ipv4 address) {
        for (int length = 0; length <= HOST && !networks.isEmpty(); length++) {
            if (networks.contains(Ipv4Prefix.around(address, length))) {
                return true;
            }
        }
        return false;
    }

    /** Empty: the kernel does not wrap like that. */
    private Optional<Kind> kind(TunnelPath path) {
        Optional<Kind> kind =
                switch (path.encapsulation()) {
                    case IPIP -> Optional.of(Kind.IPIP);
                    case GRE -> Optional.of(Kind.GRE);
                    case MINIMAL, UDP -> Optional.empty();
                };
        return kind.filter(known -> path.udp().isEmpty() && kinds.contains(known));
    }

    /** Where tunnels of such kinds come from. */
    private Set<Ipv4> exits(Tunnels tunnels) {
        Set<Ipv4> exits = new LinkedHashSet<>();
        tunnels.paths.stream()
                .filter(path -> kind(path).isPresent())
                .map(TunnelPath::careOf)
                .forEach(exits::add);
        return exits;
    }

    private boolean isSimple(Tunnels tunnels) {
        return !tunnels.isMore
                && tunnels.paths.size() == 1
                && kind(tunnels.paths.get(0)).isPresent()
                && !tunnels.paths.get(0).careOf().equals(tunnels.localEnd);
    }

    private Set<Ipv4> former(@Nullable Tunnels before, List<TunnelPath> paths) {
        if (before == null) {
            return Set.of();
        }
        Set<Ipv4> former = new LinkedHashSet<>(isSimple(before) ? Set.of() : exits(before));
        former.addAll(before.formerOfTun);
        paths.forEach(path -> former.remove(path.careOf()));
        Set<Ipv4> kept = new LinkedHashSet<>();
        former.stream().limit(MOST_FORMER).forEach(kept::add);
        return kept;
    }

    private void enter(Ipv4 home, Tunnels tunnels, Touched touched, boolean isThere) {
        for (Ipv4Prefix network : tunnels.networks) {
            if (isThere) {
                networks.add(network);
            } else {
                networks.remove(network);
            }
            List.copyOf(homesAt.subMap(network.address(), true, network.broadcast(), true)
                            .keySet())
                    .forEach(exit -> touch(exit, touched));
        }
        for (Ipv4 exit : exits(tunnels)) {
            put(homesAt, exit, home, isThere);
            if (!isSimple(tunnels)) {
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

    /** How the kernel tunnels what is sent to {@code home}; empty: it does not. */
    Optional<Carried> carried(Ipv4 home) {
        Tunnels tunnels = byHome.get(home);
        if (tunnels == null || !isSimple(tunnels)) {
            return Optional.empty();
        }
        TunnelPath path = tunnels.paths.get(0);
        Set<Ipv4Prefix> inner = new HashSet<>(tunnels.networks);
        inner.add(Ipv4Prefix.host(home));
        return kind(path).filter(kind -> !isKept(path.careOf())).map(kind -> new Carried(kind, path.careOf(), inner));
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
