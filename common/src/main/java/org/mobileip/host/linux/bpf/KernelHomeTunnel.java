package org.mobileip.host.linux.bpf;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.PathState;

/**
 * What the kernel's maps must say of a mobile node's tunnel. On a machine that does not forward the kernel looks up no route for
 * a program: so it is told by which interface packets to the home agent leave, again whenever routes change.
 */
final class KernelHomeTunnel implements KernelEnd {

    private static final int OVERHEAD = Encapsulation.IPIP.overhead();

    private final TunnelMaps maps;
    private final BiFunction<Ipv4, Ipv4, Optional<PathState>> states;
    private final Function<Ipv4, Optional<RouteMtu.Way>> ways;
    private Optional<HomeTunnel> tunnel = Optional.empty();
    private Optional<TunnelMaps.Binding> binding = Optional.empty();
    private Optional<Ipv4> counted = Optional.empty();
    private Optional<String> leftToTun = Optional.empty();
    private boolean isPaused;

    /**
     * One without a tunnel.
     *
     * @param states what is known of the tunnel of a home address to its home agent
     * @param ways by which interface packets to an address leave; empty where they must not, or cannot
     */
    KernelHomeTunnel(
            TunnelMaps maps,
            BiFunction<Ipv4, Ipv4, Optional<PathState>> states,
            Function<Ipv4, Optional<RouteMtu.Way>> ways) {
        this.maps = maps;
        this.states = states;
        this.ways = ways;
    }

    /** Whether it is plain enough for the kernel: IP in IP to the home agent from one address that is only a care-of address. */
    static boolean isPlain(HomeTunnel tunnel) {
        return tunnel.encapsulation() == Encapsulation.IPIP
                && !tunnel.isInUdp()
                && tunnel.broadcasts().isEmpty()
                && tunnel.uplinks().isEmpty()
                && !tunnel.careOf().equals(tunnel.home())
                && !tunnel.homeAgent().equals(tunnel.home())
                && !tunnel.homeAgent().equals(tunnel.careOf());
    }

    /** Who is let in comes first, and who is not any more goes last: nothing that is meant for the tun dataplane is dropped. */
    @Override
    public void tunnelHome(Optional<HomeTunnel> wanted) {
        Optional<HomeTunnel> before = tunnel;
        tunnel = wanted.filter(KernelHomeTunnel::isPlain);
        leftToTun = wanted.filter(more -> !isPlain(more)).map(KernelHomeTunnel::leftToTun);
        countFor(wanted.map(HomeTunnel::home));
        if (!isPaused) {
            change(before);
        }
    }

    private void change(Optional<HomeTunnel> before) {
        tunnel.ifPresent(now -> maps.putExit(now.homeAgent(), false));
        if (!before.map(HomeTunnel::home).equals(tunnel.map(HomeTunnel::home))) {
            unbind(before);
        }
        bind();
        Set<Ipv4> endsBefore = localEnds(before);
        Set<Ipv4> ends = localEnds(tunnel);
        ends.stream().filter(end -> !endsBefore.contains(end)).forEach(maps::putLocalEnd);
        endsBefore.stream().filter(end -> !ends.contains(end)).forEach(maps::removeLocalEnd);
        before.map(HomeTunnel::homeAgent)
                .filter(agent -> !Optional.of(agent).equals(tunnel.map(HomeTunnel::homeAgent)))
                .ifPresent(maps::removeExit);
    }

    private static String leftToTun(HomeTunnel tunnel) {
        String more = tunnel.isInUdp() ? "within UDP" : "more than plain IP in IP";
        return "tun carries the tunnel, which is " + more;
    }

    @Override
    public Optional<String> leftToTun() {
        return leftToTun;
    }

    @Override
    public void pause() {
        isPaused = true;
        binding = Optional.empty();
    }

    @Override
    public void startAgain() {
        isPaused = false;
        change(Optional.empty());
    }

    private static Set<Ipv4> localEnds(Optional<HomeTunnel> tunnel) {
        Set<Ipv4> ends = new HashSet<>();
        tunnel.ifPresent(there -> {
            ends.add(there.careOf());
            ends.addAll(there.alsoReceivesAt());
            ends.remove(there.home());
        });
        return ends;
    }

    private void countFor(Optional<Ipv4> home) {
        if (!home.equals(counted)) {
            counted.ifPresent(maps::forget);
            home.ifPresent(maps::countFor);
            counted = home;
        }
    }

    private void bind() {
        if (isPaused) {
            return;
        }
        Optional<TunnelMaps.Binding> wanted = tunnel.flatMap(this::bindingOf);
        if (wanted.equals(binding)) {
            return;
        }
        if (wanted.isEmpty()) {
            unbind(tunnel);
        } else {
            maps.putBinding(tunnel.orElseThrow().home(), wanted.get());
            binding = wanted;
        }
    }

    private void unbind(Optional<HomeTunnel> bound) {
        bound.map(HomeTunnel::home).ifPresent(maps::removeBinding);
        binding = Optional.empty();
    }

    private Optional<TunnelMaps.Binding> bindingOf(HomeTunnel now) {
        Optional<PathState> known = states.apply(now.home(), now.homeAgent());
        int mtu = known.map(state -> state.mtu() + OVERHEAD).orElse(RouteMtu.UNKNOWN);
        boolean isTroubled = known.isPresent() && !known.get().reachable();
        return ways.apply(now.homeAgent())
                .map(way -> new TunnelMaps.Binding(
                        now.homeAgent(), now.careOf(), Math.min(mtu, way.mtu()), isTroubled, way.linkIndex()));
    }

    @Override
    public void refresh(Collection<Ipv4> homes) {
        bind();
    }

    @Override
    public void routesChanged() {
        bind();
    }

    @Override
    public Optional<Ipv4> homeAt(Ipv4 exit) {
        return binding.map(TunnelMaps.Binding::farEnd).equals(Optional.of(exit))
                ? tunnel.map(HomeTunnel::home)
                : Optional.empty();
    }

    @Override
    public OptionalInt hops(Ipv4 home, Ipv4 exit) {
        return homeAt(exit).equals(Optional.of(home))
                ? maps.timeToLiveHeard(home).map(PathState::hopsOf).orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }
}
