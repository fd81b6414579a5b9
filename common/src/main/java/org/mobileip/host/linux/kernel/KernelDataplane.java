package org.mobileip.host.linux.kernel;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.PathState;

/**
 * Tunnels with the plain case in the kernel's own ipip and gre devices. The tun dataplane is told of every tunnel first, and carries
 * whatever is not plain: so where the kernel refuses something, or somebody takes the device away, it carries all of them from
 * the next packet on, and no binding is lost.
 */
public final class KernelDataplane extends CarriedByDevices {

    private static final String STRICT = "1";
    private static final String LOOSE = "2";

    private final NetlinkBatch kernel;
    private final Map<Kind, TunnelDevice> devices = new EnumMap<>(Kind.class);
    private final RoutingRules rules;
    private final String withoutGre;
    private final Counters counters;
    private final Watch watch;

    /** All below: guarded by this. */
    private final Apportionment apportionment;

    private final LeftToTun leftToTun = new LeftToTun();
    private Optional<Ipv4> served = Optional.empty();
    private Optional<KernelTable> table = Optional.empty();

    private KernelDataplane(TunDataplane slow, TunOptions options, NetlinkBatch kernel) {
        super(slow, options);
        this.kernel = kernel;
        TunnelDevice.removeLeftovers(kernel);
        rules = new RoutingRules(kernel);
        try {
            make(Kind.IPIP);
            withoutGre = options.encapsulations().contains(Encapsulation.GRE) ? refusalOfGre() : "";
            loosenReversePathFilter(slow.interfaceName());
            apportionment = new Apportionment(devices.keySet());
            counters = new Counters(kernel);
            NetworkMonitor heard = NetworkMonitor.openForLinksRulesAndFilterPlaces();
            watch = new Watch(slow.interfaceName() + " kernel watch", heard, new Duties(), options.onFault());
        } catch (RuntimeException | Error refused) {
            closeDevices();
            throw refused;
        }
        watch.start();
    }

    @Override
    void make(Kind kind) {
        TunnelDevice device = TunnelDevice.make(
                kernel, kind, interfaceName(), interfaceIndex(), options().mtu());
        try {
            rules.put(); // Not before: where another home agent has the device, these are its rules.
            SelfTest.pass(kernel, device);
            devices.put(kind, device);
        } catch (HostException refused) {
            device.close();
            throw refused;
        }
    }

    private void closeDevices() {
        attempt(rules::clear);
        devices.values().forEach(device -> attempt(device::close));
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
    public static KernelDataplane ofHomeAgent(TunDataplane slow, TunOptions options) {
        return opened(options, kernel -> new KernelDataplane(slow, options, kernel));
    }

    @Override
    public synchronized void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        if (paths.isEmpty()) {
            stop(home);
            return;
        }
        slow().forward(home, localEnd, paths, networks);
        if (isStandingAside()) {
            return;
        }
        boolean isMore = leftToTun.isAsked(home, paths) || !serves(localEnd);
        tell(() -> change(apportionment.forward(home, localEnd, paths, networks, isMore)));
    }

    /** The kernel serves the first address of this machine that tunnels begin at; a home agent has no other. */
    private boolean serves(Ipv4 localEnd) {
        if (served.isEmpty() && isOurs(localEnd)) {
            tell(() -> {
                devices.values()
                        .forEach(device -> device.serve(localEnd, options().clampsSegments()));
                served = Optional.of(localEnd);
                table = Optional.of(new KernelTable(kernel, devices, rules, localEnd, counters, this::narrowness));
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
        return slow().state(home, careOf)
                .map(PathState::mtu)
                .filter(known -> known < options().mtu())
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
        devices.values().forEach(device -> device.letIn(!areTooMany));
        slow().leaveToKernel(
                        areTooMany
                                ? Optional.empty()
                                : served.map(end -> KernelShare.ofHomeAgent(
                                        protocols(), end, kept, options().clampsSegments())));
    }

    private Set<Integer> protocols() {
        return devices.keySet().stream().map(Kind::protocol).collect(Collectors.toSet());
    }

    /** Keys of GRE are heeded by the tun dataplane alone. */
    @Override
    public synchronized void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        super.agree(home, careOf, keys);
        leftToTun.agree(home, careOf, keys);
    }

    /** Flows are told apart by the tun dataplane alone. */
    @Override
    public synchronized void steer(Ipv4 home, Optional<Steering> how) {
        super.steer(home, how);
        leftToTun.steer(home, how);
    }

    @Override
    public synchronized void stop(Ipv4 home) {
        tell(() -> {
            change(apportionment.forward(home, Ipv4.UNSPECIFIED, List.of(), List.of(), false));
            table.ifPresent(known -> known.stop(home, apportionment));
        });
        slow().stop(home);
        leftToTun.forget(home);
    }

    @Override
    public String why() {
        return isStandingAside() ? super.why() : super.why() + withoutGre;
    }

    /** Where somebody has taken a device away, what he put in its place is his. */
    @Override
    void letGo() {
        attempt(rules::clear);
        for (TunnelDevice device : devices.values()) {
            try {
                device.switchOff();
            } catch (HostException itIsGone) {
                attempt(device::close);
            }
        }
    }

    @Override
    TunnelCounters counted() {
        return counters.total(DropReason.SOURCE_NOT_HOME);
    }

    @Override
    TunnelCounters counted(Ipv4 home) {
        return counters.of(home);
    }

    @Override
    TunnelCounters countedLast() {
        return counters.last();
    }

    /** What becomes of the device, and of who has had his while. */
    private final class Duties implements Watch.Duties {

        @Override
        public void networkChanged(List<NetworkChange> changes) {
            synchronized (KernelDataplane.this) {
                changes.stream().takeWhile(each -> !isStandingAside()).forEach(KernelDataplane.this::heard);
            }
        }

        @Override
        public boolean lookAfter() {
            synchronized (KernelDataplane.this) {
                boolean[] again = {false};
                tell(() -> table.ifPresent(known -> again[0] = known.lookAfter(apportionment, System.nanoTime())));
                return again[0] && !isStandingAside();
            }
        }
    }

    private void heard(NetworkChange change) {
        if (change instanceof NetworkChange.RuleRemoved removed) {
            tell(() -> rules.restore(removed.rule()));
            return;
        }
        devices.values().stream()
                .filter(device -> isLost(change, link -> link == device.index()))
                .findFirst()
                .ifPresent(device -> standAside(
                        "somebody has deleted " + device.name() + " or its filters, or set it down", Errno.ENETDOWN));
    }

    @Override
    void closeKernel() {
        synchronized (this) {
            closeDevices();
        }
        watch.close();
        kernel.close();
    }
}
