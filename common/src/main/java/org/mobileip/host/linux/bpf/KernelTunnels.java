package org.mobileip.host.linux.bpf;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.PathState;

/**
 * What the kernel's maps must say of a home agent's tunnels, and the calls that make them say it. One update of a map is what a
 * handover is here. For one thread at a time.
 */
final class KernelTunnels implements KernelEnd {

    private static final int OVERHEAD = Encapsulation.IPIP.overhead();
    private static final int UNBOUNDED = 0xffff;

    private final TunnelMaps maps;
    private final BiFunction<Ipv4, Ipv4, Optional<PathState>> states;
    private final PlainTunnels tunnels = new PlainTunnels();
    private final ToldBindings bindings = new ToldBindings();

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
            maps.putExit(exit, who == PlainTunnels.Exit.PLAIN);
        }
    }

    private void bind(Ipv4 home) {
        Optional<TunnelMaps.Binding> wanted = tunnels.plain(home).map(plain -> binding(home, plain));
        if (wanted.isEmpty()) {
            if (bindings.remove(home)) {
                maps.removeBinding(home);
            }
        } else if (!wanted.equals(bindings.of(home))) {
            if (counted.get(home.bits()) == 0) {
                counted.put(home.bits(), 1);
                maps.countFor(home);
            }
            maps.putBinding(home, wanted.get());
            bindings.put(home, wanted.get());
        }
    }

    private TunnelMaps.Binding binding(Ipv4 home, PlainTunnels.Plain plain) {
        Optional<PathState> known = states.apply(home, plain.careOf());
        int mtu = known.map(state -> state.mtu() + OVERHEAD).orElse(UNBOUNDED);
        boolean isTroubled = known.isPresent() && !known.get().reachable();
        return new TunnelMaps.Binding(plain.careOf(), plain.localEnd(), mtu, isTroubled);
    }
}
