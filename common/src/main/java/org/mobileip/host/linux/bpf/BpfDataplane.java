package org.mobileip.host.linux.bpf;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.BpfProgram.Hold;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.Watch;
import org.mobileip.host.linux.tun.BeforeTun;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.OtherSender;
import org.mobileip.tunnel.PathState;

/**
 * Tunnels with the plain case in the kernel. The programs stand before the tun dataplane, and pass on to it
 * whatever is not plain: without them every packet takes that path. So the tun dataplane is told of every tunnel, too.
 *
 * <p>Where the kernel refuses one tunnel, or the programs at one link, the tun dataplane carries what that is about. Where it
 * refuses anything else, all of it is the tun dataplane's, and is given back to the kernel when that takes it again.
 *
 * <p>The programs are attached by links of the kernel (TCX, Linux 6.6), which go with this process, however it ends; on older
 * kernels as filters (clsact), of which those at the links stay behind when it is killed, until the next one starts.
 */
public final class BpfDataplane extends BeforeTun {

    /** Somewhat longer than the tun dataplane believes what an ICMP error said (TunnelExit). */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(11).toNanos();

    private final Consumer<Throwable> onFault;
    private final Supplier<InKernel> attaching;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TunnelMaps maps;
    private final List<Integer> udpPorts;
    private final Watch watch;

    /** All below: guarded by this. */
    private final KernelEnd tunnels;

    private final Map<Ipv4, Long> watchedUntil = new HashMap<>();

    private final Set<Ipv4> steered = new HashSet<>();
    private final Patience patience = new Patience();
    private Optional<InKernel> programs;
    private boolean isShort;
    private boolean isGiving;
    private boolean isClosed;
    private volatile boolean isStandingAside;

    private BpfDataplane(TunDataplane slow, TunOptions options, TunnelPrograms.End end, Hold hold) {
        super(slow);
        this.onFault = options.onFault();
        this.udpPorts = options.udpPorts().all();
        int own = slow.interfaceIndex();
        try {
            TunnelPrograms loadable = opened(TunnelPrograms.open(end));
            maps = loadable.maps();
            maps.configure(own, options.clampsSegments(), options.mark().orElse(0));
            boolean isHomeAgent = end == TunnelPrograms.End.HOME_AGENT;
            tunnels = isHomeAgent ? new KernelTunnels(maps, slow::state) : homeTunnel(options);
            NetworkMonitor heard = isHomeAgent
                    ? NetworkMonitor.openForLinksAndFilters()
                    : NetworkMonitor.openForLinksFiltersAndRoutes();
            watch = opened(new Watch(slow.interfaceName() + " links", heard, new Duties(), onFault));
            attaching = () -> new InKernel(loadable, end, hold, own, false, onFault);
            programs = Optional.of(new InKernel(loadable, end, hold, own, true, onFault));
            giveOrNot();
        } catch (RuntimeException | Error e) {
            InKernel.closeAll(opened);
            throw e;
        }
        slow.sharesTunnelsWith(new Kernel());
        watch.start();
        watch.wake();
    }

    private KernelHomeTunnel homeTunnel(TunOptions options) {
        RouteMtu routes = opened(RouteMtu.open(options.mark()));
        int own = slow().interfaceIndex();
        return new KernelHomeTunnel(
                maps, slow()::state, exit -> routes.wayTo(exit).filter(way -> way.linkIndex() != own));
    }

    /**
     * Puts the programs before {@code slow}, which it closes when it is closed.
     *
     * @param slow a dataplane of a home agent without tunnels
     * @param options those that it was opened with
     * @throws HostException when the kernel refuses: without CAP_BPF, before Linux 5.10, or because its verifier does not like
     *     the programs; then {@code slow} is as it was
     */
    public static BpfDataplane ofHomeAgent(TunDataplane slow, TunOptions options) {
        return ofHomeAgent(slow, options, Hold.BEST);
    }

    /** As {@link #ofHomeAgent}, before the dataplane of a mobile node. */
    public static BpfDataplane ofMobileNode(TunDataplane slow, TunOptions options) {
        return ofMobileNode(slow, options, Hold.BEST);
    }

    /** The same, with programs that are held so. */
    public static BpfDataplane ofHomeAgent(TunDataplane slow, TunOptions options, Hold hold) {
        return new BpfDataplane(slow, options, TunnelPrograms.End.HOME_AGENT, hold);
    }

    /** The same, with programs that are held so. */
    public static BpfDataplane ofMobileNode(TunDataplane slow, TunOptions options, Hold hold) {
        return new BpfDataplane(slow, options, TunnelPrograms.End.MOBILE_NODE, hold);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public String name() {
        return isStandingAside ? slow().name() : "bpf";
    }

    @Override
    public synchronized String why() {
        return isStandingAside
                ? slow().why()
                : "the kernel takes its programs, and they passed the self-test"
                        + tunnels.leftToTun().map(left -> "; " + left).orElse("")
                        + tunnels.shortage().map(shortage -> "; " + shortage).orElse("");
    }

    @Override
    public synchronized void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        if (paths.isEmpty()) {
            stop(home);
            return;
        }
        boolean isForSlow = !networks.isEmpty() || steered.contains(home);
        tell(() -> tunnels.forward(home, localEnd, paths, isForSlow)); // First: it is what carries a handover.
        slow().forward(home, localEnd, paths, networks);
        tell(() -> tunnels.refresh(List.of(home))); // What the tun dataplane knows of the path.
    }

    /** Flows are told apart by the tun dataplane alone. */
    @Override
    public synchronized void steer(Ipv4 home, Optional<Steering> how) {
        slow().steer(home, how);
        if (how.isPresent()) {
            steered.add(home);
        } else {
            steered.remove(home);
        }
    }

    @Override
    public synchronized void stop(Ipv4 home) {
        if (tunnels instanceof KernelTunnels) {
            tell(() -> tunnels.stop(home));
        }
        slow().stop(home);
        steered.remove(home);
        watchedUntil.remove(home);
    }

    /**
     * As long as the programs are everywhere, they give the tun dataplane what is its, and it hears nothing else; since else each
     * packet that the machine forwards would pay for its listening. In an order in which what it hears is never given twice.
     */
    private void giveOrNot() {
        boolean wanted = programs.map(InKernel::areEverywhere).orElse(false);
        if (wanted == isGiving || isClosed) {
            return;
        }
        if (wanted) {
            maps.give(udpPorts);
        }
        slow().hearPrograms(wanted);
        isGiving = wanted;
        if (!wanted) {
            maps.giveNothing();
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
            giveOrNot();
            tellOfShortage();
        } catch (HostException refused) {
            standAside(refused);
        }
    }

    /** Once, until there was room for all of them again. */
    private void tellOfShortage() {
        Optional<String> shortage = tunnels.shortage();
        if (shortage.isPresent() && !isShort) {
            onFault.accept(new HostException(
                    "the tun dataplane carries some of the tunnels, as long as bpf has " + shortage.get(),
                    Errno.ENOMEM));
            watch.wake();
        }
        isShort = shortage.isPresent();
    }

    /** The kernel does not take what it must know: for a while it knows nothing, and the tun dataplane carries everything. */
    private void standAside(HostException refused) {
        slow().because("bpf was refused while it carried them, and is tried again: " + refused.getMessage());
        isStandingAside = true;
        tunnels.pause();
        Optional<InKernel> refusedToo = programs;
        programs = Optional.empty();
        tunHearsEverything();
        refusedToo.ifPresent(InKernel::close);
        isShort = false;
        if (patience.refused(System.nanoTime())) {
            onFault.accept(new HostException(
                    "the tun dataplane carries the tunnels, until bpf is not refused any more: " + refused.getMessage(),
                    refused.errno()));
        }
        watch.wake();
    }

    /** Before the programs are taken off. */
    private void tunHearsEverything() {
        try {
            giveOrNot();
        } catch (HostException refused) {
            onFault.accept(refused);
        }
    }

    /** Everything is said again before the programs run: they would drop what they do not know. */
    private void returnToKernel() {
        tell(() -> {
            maps.renew();
            tunnels.startAgain();
            programs = Optional.of(attaching.get());
            isStandingAside = false;
        });
    }

    @Override
    public synchronized void tunnelHome(Optional<HomeTunnel> tunnel) {
        slow().tunnelHome(tunnel);
        tell(() -> tunnels.tunnelHome(tunnel));
    }

    @Override
    public TunnelCounters total() {
        return slow().total().plus(maps.total());
    }

    @Override
    public TunnelCounters of(Ipv4 home) {
        return slow().of(home).plus(maps.of(home));
    }

    @Override
    public Optional<PathState> state(Ipv4 home, Ipv4 exit) {
        return slow().state(home, exit).map(known -> known.hops().isPresent() ? known : withHops(known, home, exit));
    }

    private synchronized PathState withHops(PathState known, Ipv4 home, Ipv4 exit) {
        return new PathState(
                known.encapsulation(), known.mtu(), known.reachable(), tunnels.hops(home, exit), known.isBlackHole());
    }

    /** The kernel, that sends what the tun dataplane hears errors about. */
    private final class Kernel implements OtherSender {

        @Override
        public boolean hasSent(Ipv4 exit, long sample) {
            synchronized (BpfDataplane.this) {
                return tunnels.homeAt(exit)
                        .map(home -> maps.hasSent(home, sample))
                        .orElse(false);
            }
        }

        @Override
        public void learn(Ipv4 exit) {
            if (refresh(exit)) {
                watch.wake();
            }
        }
    }

    private synchronized boolean refresh(Ipv4 exit) {
        Optional<Ipv4> home = tunnels.homeAt(exit);
        home.ifPresent(known -> {
            tell(() -> tunnels.refresh(List.of(known)));
            watchedUntil.put(known, System.nanoTime() + REMEMBERED_NANOS);
        });
        return home.isPresent();
    }

    /** What is known of a path grows old in the tun dataplane alone: so the kernel is told until there is nothing to tell. */
    private final class Duties implements Watch.Duties {

        @Override
        public void networkChanged(List<NetworkChange> changes) {
            synchronized (BpfDataplane.this) {
                tell(() -> {
                    programs.ifPresent(attached -> attached.heard(changes));
                    tunnels.routesChanged();
                });
            }
        }

        @Override
        public boolean lookAfter() {
            synchronized (BpfDataplane.this) {
                return !isClosed && BpfDataplane.this.lookAfter(System.nanoTime());
            }
        }
    }

    private boolean lookAfter(long now) {
        if (isStandingAside) {
            if (patience.isOver(now)) {
                returnToKernel();
            }
            return true;
        }
        boolean[] isRefused = {false};
        tell(() -> {
            tunnels.refresh(watchedUntil.keySet());
            if (isShort) {
                tunnels.retry();
            }
            isRefused[0] = programs.map(InKernel::retry).orElse(false);
        });
        watchedUntil.values().removeIf(until -> now - until > 0);
        return !watchedUntil.isEmpty() || isShort || isRefused[0] || isStandingAside;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            tunnels.pause();
            programs.ifPresent(InKernel::close);
            programs = Optional.empty();
        }
        slow().close();
        InKernel.closeAll(opened);
    }
}
