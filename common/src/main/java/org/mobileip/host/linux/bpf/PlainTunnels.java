package org.mobileip.host.linux.bpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * Which tunnels are plain enough for the kernel: one IP-in-IP tunnel of a home address to a co-located care-of address that no
 * other home address shares, and no network behind the node. Only then the outer Identification can be counted beside the
 * binding, and whoever sends from there speaks for one home address. Pure; one writer.
 */
final class PlainTunnels {

    /** A tunnel that the kernel may carry. */
    record Plain(Ipv4 careOf, Ipv4 localEnd) {}

    /** What may come from a care-of address. */
    enum Exit {
        /** Nothing: no tunnel leads there. */
        UNKNOWN,
        /** What the tun dataplane lets through: a node was there a moment ago, or more than one is, or in another way. */
        GUARDED,
        /** What has the source of the one home address that is plain there, and nothing else. */
        PLAIN
    }

    /**
     * @param hasNetworks whether addresses other than the home address are behind the node (RFC 5177)
     * @param former where the node was before, latest first: for a while it is still heard from there
     */
    private record Tunnels(Ipv4 localEnd, List<TunnelPath> paths, boolean hasNetworks, List<Ipv4> former) {

        List<Ipv4> current() {
            if (paths.size() == 1) {
                return List.of(paths.get(0).careOf());
            }
            return paths.stream().map(TunnelPath::careOf).distinct().toList();
        }

        /** Whether all that is asked of it follows from its care-of address and our end. */
        boolean isUsual() {
            return paths.size() == 1
                    && paths.get(0).encapsulation() == Encapsulation.IPIP
                    && paths.get(0).udp().isEmpty()
                    && paths.get(0).endsAtNode()
                    && !paths.get(0).careOf().isUnspecified()
                    && !hasNetworks
                    && former.isEmpty();
        }
    }

    /** What may be different after a change. */
    record Touched(Set<Ipv4> homes, Set<Ipv4> exits, Set<Ipv4> localEnds) {}

    /** More moves than that within the while that it is still heard from before are not remembered. */
    private static final int MOST_FORMER = 8;

    /** The care-of addresses of usual ones from {@link #usualEnd}; nearly all are. */
    private final AddressIndex usual = new AddressIndex();

    private Optional<Ipv4> usualEnd = Optional.empty();

    /** All others. */
    private final Map<Ipv4, Tunnels> others = new HashMap<>();

    private final Residents homesAt = new Residents();
    private final Map<Ipv4, Set<Ipv4>> homesLatelyAt = new HashMap<>();
    private final Map<Ipv4, Integer> localEnds = new HashMap<>();

    /** As {@link org.mobileip.host.Dataplane#forward}; no paths: as its {@code stop}. */
    Touched forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, boolean hasNetworks) {
        Touched touched = new Touched(new HashSet<>(Set.of(home)), new HashSet<>(), new HashSet<>());
        Tunnels before = of(home);
        usual.remove(home.bits());
        others.remove(home);
        if (before != null) {
            touch(touched, before);
            leave(home, before);
        }
        if (!paths.isEmpty()) {
            Tunnels now = new Tunnels(localEnd, List.copyOf(paths), hasNetworks, former(before, localEnd, paths));
            put(home, now);
            enter(home, now);
            touch(touched, now);
        }
        return touched;
    }

    /** How many home addresses have tunnels, plain or not. */
    int size() {
        return usual.size() + others.size();
    }

    /** Everything, as if it had all changed. */
    Touched all() {
        Touched touched = new Touched(new HashSet<>(), new HashSet<>(), new HashSet<>(localEnds.keySet()));
        usual.forEach((home, careOf) -> {
            touched.homes.add(new Ipv4(home));
            touched.exits.add(new Ipv4(careOf));
        });
        others.forEach((home, tunnels) -> {
            touched.homes.add(home);
            touch(touched, tunnels);
        });
        return touched;
    }

    private @Nullable Tunnels of(Ipv4 home) {
        int careOf = usual.get(home.bits());
        return careOf == 0
                ? others.get(home)
                : new Tunnels(usualEnd.orElseThrow(), List.of(TunnelPath.to(new Ipv4(careOf))), false, List.of());
    }

    private void put(Ipv4 home, Tunnels tunnels) {
        if (usualEnd.isEmpty()) {
            usualEnd = Optional.of(tunnels.localEnd);
        }
        if (tunnels.isUsual() && usualEnd.get().equals(tunnels.localEnd)) {
            usual.put(home.bits(), tunnels.paths.get(0).careOf().bits());
        } else {
            others.put(home, tunnels);
        }
    }

    private void touch(Touched touched, Tunnels tunnels) {
        touched.exits.addAll(tunnels.former);
        touched.localEnds.add(tunnels.localEnd);
        for (Ipv4 exit : tunnels.current()) {
            touched.exits.add(exit);
            touched.homes.addAll(homesAt.at(exit));
        }
    }

    private static List<Ipv4> former(@Nullable Tunnels before, Ipv4 localEnd, List<TunnelPath> paths) {
        if (before == null || !before.localEnd.equals(localEnd)) {
            return List.of();
        }
        Set<Ipv4> former = new LinkedHashSet<>(before.current());
        former.addAll(before.former);
        for (TunnelPath path : paths) {
            former.remove(path.careOf());
        }
        List<Ipv4> all = List.copyOf(former);
        return all.size() <= MOST_FORMER ? all : all.subList(0, MOST_FORMER);
    }

    private void enter(Ipv4 home, Tunnels now) {
        localEnds.merge(now.localEnd, 1, Integer::sum);
        for (Ipv4 exit : now.current()) {
            homesAt.add(exit, home);
        }
        for (Ipv4 exit : now.former) {
            homesLatelyAt.computeIfAbsent(exit, same -> new HashSet<>()).add(home);
        }
    }

    private void leave(Ipv4 home, Tunnels before) {
        localEnds.computeIfPresent(before.localEnd, (same, count) -> count == 1 ? null : count - 1);
        for (Ipv4 exit : before.current()) {
            homesAt.remove(exit, home);
        }
        for (Ipv4 exit : before.former) {
            remove(homesLatelyAt, exit, home);
        }
    }

    private static void remove(Map<Ipv4, Set<Ipv4>> from, Ipv4 exit, Ipv4 home) {
        Set<Ipv4> homes = from.get(exit);
        if (homes != null && homes.remove(home) && homes.isEmpty()) {
            from.remove(exit);
        }
    }

    boolean isLocalEnd(Ipv4 address) {
        return localEnds.containsKey(address);
    }

    /** The tunnel of {@code home}, if it is plain. */
    Optional<Plain> plain(Ipv4 home) {
        Tunnels tunnels = of(home);
        if (tunnels == null || tunnels.hasNetworks || tunnels.paths.size() != 1) {
            return Optional.empty();
        }
        TunnelPath path = tunnels.paths.get(0);
        boolean isPlain = path.encapsulation() == Encapsulation.IPIP
                && path.udp().isEmpty()
                && path.endsAtNode()
                && !path.careOf().equals(home)
                && !path.careOf().equals(tunnels.localEnd)
                && homesAt.onlyOneAt(path.careOf()).equals(Optional.of(home));
        return isPlain ? Optional.of(new Plain(path.careOf(), tunnels.localEnd)) : Optional.empty();
    }

    /** The one home address whose plain tunnel leads to {@code exit}. */
    Optional<Ipv4> plainHomeAt(Ipv4 exit) {
        Optional<Ipv4> home = homesAt.onlyOneAt(exit);
        Optional<Plain> plain = home.isPresent() ? plain(home.get()) : Optional.empty();
        return plain.isPresent() && plain.get().careOf().equals(exit) ? home : Optional.empty();
    }

    Exit exit(Ipv4 address) {
        if (homesLatelyAt.containsKey(address)) {
            return Exit.GUARDED;
        }
        if (!homesAt.isAnybodyAt(address)) {
            return Exit.UNKNOWN;
        }
        return plainHomeAt(address).isPresent() ? Exit.PLAIN : Exit.GUARDED;
    }
}
