package org.mobileip.host.linux.bpf;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.mobileip.host.HostException;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.PathState;

/**
 * What the kernel's maps must say of a home agent's tunnels, and the calls that make them say it. One update of a map is what a
 * handover is here. A tunnel that there is no room for is left to the tun dataplane, as those that are not plain are. For one
 * thread at a time.
 */
final class KernelTunnels implements KernelEnd {

    private static final int OVERHEAD = Encapsulation.IPIP.overhead();
    private static final int UNBOUNDED = 0xffff;

    /** With one {@link #retry}. */
    private static final int MOST_RETRIED = 1000;

    private final TunnelMaps maps;
    private final BiFunction<Ipv4, Ipv4, Optional<PathState>> states;
    private final PlainTunnels tunnels = new PlainTunnels();
    private ToldBindings bindings = new ToldBindings();
    private LeftOut leftOut = new LeftOut();
    private NoRoom<Ipv4> localEnds = new NoRoom<>();

    /** Those that the kernel knows. */
    private final Set<Ipv4> served = new HashSet<>();

    private NoRoom<Ipv4> exits = new NoRoom<>();
    private boolean isPaused;

    /** Why there is no use in asking for more room before the next {@link #retry}. */
    private Optional<HostException> refusal = Optional.empty();

    /** @param states what is known of the tunnel of a home address to a care-of address */
    KernelTunnels(TunnelMaps maps, BiFunction<Ipv4, Ipv4, Optional<PathState>> states) {
        this.maps = maps;
        this.states = states;
    }

    @Override
    public void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, boolean hasNetworks) {
        change(tunnels.forward(home, localEnd, paths, hasNetworks));
    }

    @Override
    public void stop(Ipv4 home) {
        change(tunnels.forward(home, Ipv4.UNSPECIFIED, List.of(), false));
        maps.forget(home);
    }

    @Override
    public void pause() {
        isPaused = true;
    }

    @Override
    public void startAgain() {
        isPaused = false;
        bindings = new ToldBindings();
        leftOut = new LeftOut();
        localEnds = new NoRoom<>();
        served.clear();
        exits = new NoRoom<>();
        refusal = Optional.empty();
        change(tunnels.all());
    }

    @Override
    public void refresh(Collection<Ipv4> homes) {
        homes.forEach(this::bind);
    }

    @Override
    public Optional<Ipv4> homeAt(Ipv4 exit) {
        return tunnels.plainHomeAt(exit);
    }

    @Override
    public OptionalInt hops(Ipv4 home, Ipv4 exit) {
        return homeAt(exit).equals(Optional.of(home))
                ? maps.timeToLiveHeard(home).map(PathState::hopsOf).orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    @Override
    public void routesChanged() {
        // The kernel looks up the route of each packet.
    }

    /**
     * Makes the kernel's maps say what is so now. Where a node was is left to the tun dataplane to judge before the node is elsewhere, which is the
     * switch that everybody waits for; so where it is now is let in after that. Who is not let in any more goes last.
     */
    private void change(PlainTunnels.Touched touched) {
        if (isPaused) {
            return;
        }
        for (Ipv4 end : touched.localEnds()) {
            if (tunnels.isLocalEnd(end)) {
                serve(end);
            }
        }
        letIn(touched, PlainTunnels.Exit.GUARDED);
        for (Ipv4 home : touched.homes()) {
            bind(home);
        }
        letIn(touched, PlainTunnels.Exit.PLAIN);
        for (Ipv4 exit : touched.exits()) {
            if (tunnels.exit(exit) == PlainTunnels.Exit.UNKNOWN) {
                forget(exit);
            }
        }
        for (Ipv4 end : touched.localEnds()) {
            if (!tunnels.isLocalEnd(end)) {
                maps.removeLocalEnd(end);
                served.remove(end);
                localEnds.remove(end);
            }
        }
    }

    /** Where there is no room for it, what comes there is for the tun dataplane to judge. */
    private void serve(Ipv4 localEnd) {
        if (!served.contains(localEnd) && localEnds.put(localEnd, () -> maps.putLocalEnd(localEnd))) {
            served.add(localEnd);
        }
    }

    private void letIn(PlainTunnels.Touched touched, PlainTunnels.Exit which) {
        for (Ipv4 exit : touched.exits()) {
            if (tunnels.exit(exit) == which) {
                letIn(exit, which);
            }
        }
    }

    /** Where there is no room for one, nobody is a stranger for the kernel. */
    private void letIn(Ipv4 exit, PlainTunnels.Exit who) {
        if (who != PlainTunnels.Exit.UNKNOWN) {
            Optional<Ipv4> home = tunnels.plainHomeAt(exit);
            boolean isLeftOut = home.isPresent() && leftOut.contains(home.get());
            letIn(exit, who == PlainTunnels.Exit.PLAIN && !isLeftOut);
        }
    }

    private void letIn(Ipv4 exit, boolean isPlain) {
        if (!exits.put(exit, () -> maps.putExit(exit, isPlain))) {
            maps.configure(true);
            maps.removeExit(exit); // What it said before is not so any more.
        }
        maps.configure(!exits.isEmpty());
    }

    private void forget(Ipv4 exit) {
        maps.removeExit(exit);
        exits.remove(exit);
        maps.configure(!exits.isEmpty());
    }

    private void bind(Ipv4 home) {
        if (isPaused) {
            return;
        }
        Optional<PlainTunnels.Plain> plain = tunnels.plain(home);
        Optional<TunnelMaps.Binding> wanted =
                plain.isPresent() ? Optional.of(binding(home, plain.get())) : Optional.empty();
        Optional<HostException> withoutEnd =
                plain.isPresent() ? localEnds.refusal(plain.get().localEnd()) : Optional.empty();
        if (wanted.isEmpty()) {
            leftOut.remove(home);
            unbind(home);
        } else if (withoutEnd.isPresent()) {
            leaveOut(home, wanted.get(), withoutEnd.get());
        } else if (!wanted.equals(bindings.of(home))) {
            try {
                tell(home, wanted.get());
            } catch (HostException refused) {
                if (!NoRoom.isSaidBy(refused)) {
                    throw refused;
                }
                refusal = Optional.of(refused);
                leaveOut(home, wanted.get(), refused);
            }
        }
    }

    private void unbind(Ipv4 home) {
        if (bindings.remove(home)) {
            maps.removeBinding(home);
        }
    }

    private void tell(Ipv4 home, TunnelMaps.Binding binding) {
        if (refusal.isPresent() && bindings.of(home).isEmpty()) {
            throw refusal.get();
        }
        maps.countFor(home);
        maps.putBinding(home, binding);
        bindings.put(home, binding);
        if (leftOut.contains(home)) {
            leftOut.remove(home);
            letIn(binding.farEnd(), tunnels.exit(binding.farEnd()));
        }
    }

    /** From now on the kernel passes its packets on, of both directions. */
    private void leaveOut(Ipv4 home, TunnelMaps.Binding binding, HostException why) {
        letIn(binding.farEnd(), false);
        unbind(home);
        leftOut.add(home, why);
    }

    @Override
    public boolean retry() {
        refusal = Optional.empty();
        localEnds.some(MOST_RETRIED).forEach(this::serve);
        exits.some(MOST_RETRIED).forEach(exit -> letIn(exit, tunnels.exit(exit)));
        int most = Math.min(MOST_RETRIED, leftOut.size());
        for (int i = 0; i < most && refusal.isEmpty(); i++) {
            leftOut.first().ifPresent(home -> {
                leftOut.putLast(home);
                bind(home);
            });
        }
        return shortage().isPresent();
    }

    @Override
    public Optional<String> shortage() {
        Optional<String> ofTunnels = leftOut.shortage()
                .map(why ->
                        "no room for " + leftOut.size() + " of the tunnels that it could carry: " + why.getMessage());
        return ofTunnels.or(() -> exits.shortage()
                .map(why -> "no room for " + exits.size() + " of the places that nodes are at: " + why.getMessage()));
    }

    @Override
    public Optional<String> leftToTun() {
        int all = tunnels.size();
        int left = all - bindings.size() - leftOut.size();
        return left == 0 || isPaused
                ? Optional.empty()
                : Optional.of("tun carries " + left + " of " + all + " tunnels, which are more than plain IP in IP");
    }

    private TunnelMaps.Binding binding(Ipv4 home, PlainTunnels.Plain plain) {
        Optional<PathState> known = states.apply(home, plain.careOf());
        int mtu = known.isPresent() ? known.get().mtu() + OVERHEAD : UNBOUNDED;
        boolean isTroubled = known.isPresent() && !known.get().reachable();
        return new TunnelMaps.Binding(plain.careOf(), plain.localEnd(), mtu, isTroubled);
    }
}
