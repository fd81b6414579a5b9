package org.mobileip.host.linux.bpf;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.mobileip.host.HostException;
import org.mobileip.net.AddressIndex;
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
    private final ToldBindings bindings = new ToldBindings();

    private final LeftOut leftOut = new LeftOut();

    /** Why there is no use in asking for more room before the next {@link #retry}. */
    private Optional<HostException> refusal = Optional.empty();

    /** 1 for those that are counted. */
    private final AddressIndex counted = new AddressIndex();

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
        if (counted.get(home.bits()) != 0) {
            counted.remove(home.bits());
            maps.forget(home);
        }
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

    /** Makes the kernel's maps say what is so now: who is let in comes first, and who is not any more goes last. */
    private void change(PlainTunnels.Touched touched) {
        touched.localEnds().stream().filter(tunnels::isLocalEnd).forEach(maps::putLocalEnd);
        touched.exits().forEach(exit -> letIn(exit, tunnels.exit(exit)));
        touched.homes().forEach(this::bind);
        touched.exits().stream()
                .filter(exit -> tunnels.exit(exit) == PlainTunnels.Exit.UNKNOWN)
                .forEach(maps::removeExit);
        touched.localEnds().stream().filter(end -> !tunnels.isLocalEnd(end)).forEach(maps::removeLocalEnd);
    }

    private void letIn(Ipv4 exit, PlainTunnels.Exit who) {
        if (who != PlainTunnels.Exit.UNKNOWN) {
            boolean isLeftOut = tunnels.plainHomeAt(exit).map(leftOut::contains).orElse(false);
            maps.putExit(exit, who == PlainTunnels.Exit.PLAIN && !isLeftOut);
        }
    }

    private void bind(Ipv4 home) {
        Optional<TunnelMaps.Binding> wanted = tunnels.plain(home).map(plain -> binding(home, plain));
        if (wanted.isEmpty()) {
            leftOut.remove(home);
            unbind(home);
        } else if (!wanted.equals(bindings.of(home))) {
            try {
                tell(home, wanted.get());
            } catch (HostException refused) {
                if (!LeftOut.isShortage(refused)) {
                    throw refused;
                }
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
        if (counted.get(home.bits()) == 0) {
            maps.countFor(home);
            counted.put(home.bits(), 1);
        }
        maps.putBinding(home, binding);
        bindings.put(home, binding);
        if (leftOut.contains(home)) {
            leftOut.remove(home);
            letIn(binding.farEnd(), tunnels.exit(binding.farEnd()));
        }
    }

    /** From now on the kernel passes its packets on, of both directions. */
    private void leaveOut(Ipv4 home, TunnelMaps.Binding binding, HostException why) {
        refusal = Optional.of(why);
        maps.putExit(binding.farEnd(), false);
        unbind(home);
        leftOut.add(home, why);
    }

    @Override
    public boolean retry() {
        refusal = Optional.empty();
        for (int i = 0; i < MOST_RETRIED && leftOut.size() > 0 && refusal.isEmpty(); i++) {
            leftOut.first().ifPresent(this::bind);
        }
        return leftOut.size() > 0;
    }

    @Override
    public Optional<String> shortage() {
        return leftOut.shortage()
                .map(why ->
                        "no room for " + leftOut.size() + " of the tunnels that it could carry: " + why.getMessage());
    }

    private TunnelMaps.Binding binding(Ipv4 home, PlainTunnels.Plain plain) {
        Optional<PathState> known = states.apply(home, plain.careOf());
        int mtu = known.map(state -> state.mtu() + OVERHEAD).orElse(UNBOUNDED);
        boolean isTroubled = known.isPresent() && !known.get().reachable();
        return new TunnelMaps.Binding(plain.careOf(), plain.localEnd(), mtu, isTroubled);
    }
}
