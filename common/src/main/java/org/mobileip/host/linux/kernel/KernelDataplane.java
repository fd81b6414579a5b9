package org.mobileip.host.linux.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.Watch;
import org.mobileip.host.linux.netlink.AddressMessages;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.BlackHole;
import org.mobileip.tunnel.PathState;

/**
 * Tunnels with the plain case in the kernel's own ipip device. The tun dataplane is told of every tunnel first, and carries
 * whatever is not plain: so where the kernel refuses something, or somebody takes the device away, it carries all of them from
 * the next packet on, and no binding is lost.
 */
public final class KernelDataplane implements Dataplane {

    private static final String STRICT = "1";
    private static final String LOOSE = "2";

    private final TunDataplane slow;
    private final TunDataplane.Options options;
    private final NetlinkBatch kernel;
    private final TunnelDevice device;
    private final Counters counters;
    private final Watch watch;

    /** All below: guarded by this. */
    private final Apportionment apportionment = new Apportionment();

    private final Set<Ipv4> steered = new HashSet<>();
    private Optional<Ipv4> served = Optional.empty();
    private Optional<KernelTable> table = Optional.empty();
    private volatile boolean isStandingAside;
    private boolean isClosed;

    private KernelDataplane(TunDataplane slow, TunDataplane.Options options, NetlinkBatch kernel) {
        this.slow = slow;
        this.options = options;
        this.kernel = kernel;
        TunnelDevice.removeLeftovers(kernel);
        device = TunnelDevice.make(kernel, slow.interfaceName(), slow.interfaceIndex(), options.mtu());
        try {
            loosenReversePathFilter(slow.interfaceName());
            SelfTest.pass(kernel, device);
            counters = new Counters(kernel);
            NetworkMonitor heard = NetworkMonitor.openForLinksAndRules();
            watch = new Watch(device.name() + " watch", heard, new Duties(), options.onFault());
        } catch (RuntimeException | Error refused) {
            device.close();
            throw refused;
        }
        watch.start();
    }

    /** What takes the tun dataplane comes by the TUN device from home addresses whose routes lead to ours: strict filters drop that. */
    private static void loosenReversePathFilter(String tunName) {
        String ofTun = "net/ipv4/conf/" + tunName + "/rp_filter";
        boolean isStrict = Sysctl.read(ofTun).equals(STRICT)
                || Sysctl.read("net/ipv4/conf/all/rp_filter").equals(STRICT);
        if (isStrict) {
            Sysctl.write(ofTun, LOOSE);
        }
    }

    /**
     * Puts the kernel's device before {@code slow}, which is closed when this is.
     *
     * @param slow a dataplane of a home agent without tunnels
     * @param options those that it was opened with
     * @throws HostException when the kernel refuses: it has no ipip, no flower filters, or somebody has such a device already; or
     *     when it does not do what it must; then {@code slow} is as it was
     */
    public static KernelDataplane ofHomeAgent(TunDataplane slow, TunDataplane.Options options) {
        if (options.cutsAll()) {
            throw new HostException("the kernel does not cut what has DF set", Errno.ENOSYS);
        }
        NetlinkBatch kernel = NetlinkBatch.open();
        try {
            return new KernelDataplane(slow, options, kernel);
        } catch (RuntimeException | Error refused) {
            kernel.close();
            throw refused;
        }
    }

    @Override
    public String name() {
        return isStandingAside ? slow.name() : "kernel";
    }

    @Override
    public String why() {
        return isStandingAside ? slow.why() : "the kernel has ipip and flower filters, and they passed the self-test";
    }

    @Override
    public String interfaceName() {
        return slow.interfaceName();
    }

    @Override
    public int interfaceIndex() {
        return slow.interfaceIndex();
    }

    @Override
    public synchronized void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        if (paths.isEmpty()) {
            stop(home);
            return;
        }
        slow.forward(home, localEnd, paths, networks);
        if (isStandingAside) {
            return;
        }
        boolean isMore = !networks.isEmpty() || steered.contains(home) || !serves(localEnd);
        tell(() -> change(apportionment.forward(home, localEnd, paths, isMore)));
    }

    /** The kernel serves the first address of this machine that tunnels begin at; a home agent has no other. */
    private boolean serves(Ipv4 localEnd) {
        if (served.isEmpty() && isOurs(localEnd)) {
            tell(() -> {
                device.serve(localEnd, options.clampsSegments());
                served = Optional.of(localEnd);
                table = Optional.of(new KernelTable(kernel, device, localEnd, counters, this::narrowness));
                share();
            });
        }
        return served.equals(Optional.of(localEnd));
    }

    private boolean isOurs(Ipv4 address) {
        return kernel.dump("read addresses", AddressMessages.dump()).stream()
                .flatMap(answer -> AddressMessages.decode(answer.payload()).stream())
                .anyMatch(each -> each.address().address().equals(address));
    }

    private OptionalInt narrowness(Ipv4 home, Ipv4 careOf) {
        return slow.state(home, careOf)
                .map(PathState::mtu)
                .filter(known -> known < options.mtu())
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private void change(Apportionment.Touched touched) {
        table.ifPresent(known -> {
            if (known.change(touched, apportionment, System.nanoTime(), this::share)) {
                watch.wake();
            }
        });
    }

    /** The tun dataplane receives what the kernel does not take. With too many exceptions it receives all, and the kernel nothing. */
    private void share() {
        Set<Ipv4> kept = apportionment.kept();
        boolean areTooMany = kept.size() > KernelShare.MOST_KEPT;
        device.letIn(!areTooMany);
        slow.leaveToKernel(
                areTooMany
                        ? Optional.empty()
                        : served.map(end -> new KernelShare(end, kept, options.clampsSegments())));
    }

    /** Flows are told apart by the tun dataplane alone. */
    @Override
    public synchronized void steer(Ipv4 home, Optional<Steering> how) {
        slow.steer(home, how);
        if (how.isPresent()) {
            steered.add(home);
        } else {
            steered.remove(home);
        }
    }

    @Override
    public synchronized void stop(Ipv4 home) {
        tell(() -> {
            change(apportionment.forward(home, Ipv4.UNSPECIFIED, List.of(), false));
            table.ifPresent(known -> known.stop(home, apportionment));
        });
        slow.stop(home);
        steered.remove(home);
    }

    private void tell(Runnable news) {
        if (isStandingAside) {
            return;
        }
        try {
            news.run();
        } catch (HostException refused) {
            standAside(String.valueOf(refused.getMessage()), refused.errno());
        }
    }

    /** The kernel does not do what it must: from now on it does nothing, and the tun dataplane carries everything. */
    private void standAside(String reason, int errno) {
        slow.because("kernel was refused while it carried them: " + reason);
        isStandingAside = true;
        slow.leaveToKernel(Optional.empty());
        try {
            device.switchOff();
        } catch (HostException itIsGone) {
            attempt(device::close);
        }
        options.onFault()
                .accept(new HostException(
                        "the tun dataplane carries the tunnels from now on, since kernel is refused: " + reason,
                        errno));
    }

    private static void attempt(Runnable undoing) {
        try {
            undoing.run();
        } catch (HostException itWasUndoneBySomebody) {
            // Then there is nothing to undo.
        }
    }

    @Override
    public synchronized void tunnelHome(Optional<HomeTunnel> tunnel) {
        slow.tunnelHome(tunnel);
    }

    @Override
    public void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        slow.agree(home, careOf, keys);
    }

    @Override
    public OptionalInt answeredKeepalive() {
        return slow.answeredKeepalive();
    }

    @Override
    public OptionalInt toldPort(Ipv4 home, Ipv4 address) {
        return slow.toldPort(home, address);
    }

    @Override
    public Optional<BlackHole> blackHole() {
        return slow.blackHole();
    }

    @Override
    public synchronized TunnelCounters total() {
        return slow.total().plus(counted(counters::total, counters.last()));
    }

    @Override
    public synchronized TunnelCounters of(Ipv4 home) {
        return slow.of(home).plus(counted(() -> counters.of(home), counters.past(home)));
    }

    private TunnelCounters counted(Supplier<TunnelCounters> now, TunnelCounters last) {
        if (isClosed) {
            return last;
        }
        try {
            return now.get();
        } catch (HostException unreadable) {
            return last;
        }
    }

    @Override
    public Optional<PathState> state(Ipv4 home, Ipv4 exit) {
        return slow.state(home, exit);
    }

    @Override
    public void rehearse() {
        slow.rehearse();
    }

    /** What becomes of the device, and of who has had his while. */
    private final class Duties implements Watch.Duties {

        @Override
        public void networkChanged(List<NetworkChange> changes) {
            synchronized (KernelDataplane.this) {
                if (!isStandingAside) {
                    changes.stream().takeWhile(each -> !isStandingAside).forEach(KernelDataplane.this::heard);
                }
            }
        }

        @Override
        public boolean lookAfter() {
            synchronized (KernelDataplane.this) {
                boolean[] again = {false};
                tell(() -> table.ifPresent(known -> again[0] = known.lookAfter(apportionment, System.nanoTime())));
                return again[0] && !isStandingAside;
            }
        }
    }

    private void heard(NetworkChange change) {
        boolean isGone = change instanceof NetworkChange.LinkRemoved gone && gone.index() == device.index();
        boolean isDown = change instanceof NetworkChange.LinkChanged changed
                && changed.link().index() == device.index()
                && !changed.link().up();
        if (isGone || isDown) {
            standAside("somebody has deleted " + device.name() + ", or set it down", Errno.ENETDOWN);
        } else if (change instanceof NetworkChange.RuleRemoved removed && TunnelDevice.isOurs(removed.rule())) {
            tell(device::putRule);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            counted(counters::total, counters.last());
            isClosed = true;
            isStandingAside = true;
            attempt(device::close);
        }
        slow.close();
        watch.close();
        kernel.close();
    }
}
