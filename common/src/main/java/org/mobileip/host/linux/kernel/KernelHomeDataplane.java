package org.mobileip.host.linux.kernel;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.Watch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.tunnel.DropReason;

/**
 * The mobile node's end, its plain case in the kernel: what is routed to the TUN device is handed to a device of the kernel's own,
 * and what comes out of the tunnel is as if the TUN device had received it. So no route is touched, and whatever is not plain
 * takes the TUN device as ever.
 */
public final class KernelHomeDataplane extends CarriedByDevices {

    private final NetlinkBatch kernel;
    private final Map<Kind, HomeEnd> ends = new EnumMap<>(Kind.class);
    private final String withoutGre;
    private final Counters counters;
    private final Watch watch;

    /** Guarded by this. */
    private Optional<HomeTunnel> carried = Optional.empty();

    private Optional<Ipv4> lastHome = Optional.empty();

    private KernelHomeDataplane(TunDataplane slow, TunOptions options, NetlinkBatch kernel) {
        super(slow, options);
        this.kernel = kernel;
        TunnelDevice.removeLeftovers(kernel);
        try {
            make(Kind.IPIP);
            withoutGre = options.encapsulations().contains(Encapsulation.GRE) ? refusalOfGre() : "";
            counters = new Counters(kernel);
            watch = new Watch(
                    slow.interfaceName() + " kernel watch",
                    NetworkMonitor.openForLinksRulesAndFilterPlaces(),
                    new Duties(),
                    options.onFault());
        } catch (RuntimeException | Error refused) {
            closeDevices();
            throw refused;
        }
        watch.start();
    }

    @Override
    void make(Kind kind) {
        ends.put(kind, HomeEnd.make(kernel, kind, slow(), options()));
    }

    /**
     * Puts the kernel's devices before {@code slow}, which is closed when this is.
     *
     * @param slow a dataplane of a mobile node without a tunnel
     * @param options those that it was opened with
     * @throws HostException as {@link KernelDataplane#ofHomeAgent}; then {@code slow} is as it was
     */
    public static KernelHomeDataplane ofMobileNode(TunDataplane slow, TunOptions options) {
        return opened(options, kernel -> new KernelHomeDataplane(slow, options, kernel));
    }

    /** They are known by what is written beside them, also where only some of them have been made. */
    private void closeDevices() {
        ends.values().forEach(end -> attempt(end.receiver()::close));
        attempt(() -> HomeDevice.removeAll(kernel, interfaceIndex()));
    }

    /** Of a tunnel to the home agent from one address that is only a care-of address; empty: it is more than the kernel does. */
    private Optional<HomeEnd> end(HomeTunnel tunnel) {
        boolean isPlain = !tunnel.isInUdp()
                && tunnel.broadcasts().isEmpty()
                && tunnel.uplinks().isEmpty()
                && tunnel.receivesAt().stream().noneMatch(address -> isInner(address, tunnel))
                && !isInner(tunnel.homeAgent(), tunnel)
                && !tunnel.receivesAt().contains(tunnel.homeAgent());
        return isPlain ? kind(tunnel).map(ends::get) : Optional.empty();
    }

    private static Optional<Kind> kind(HomeTunnel tunnel) {
        return switch (tunnel.encapsulation()) {
            case IPIP -> Optional.of(Kind.IPIP);
            case GRE -> Optional.of(Kind.GRE);
            case MINIMAL, UDP -> Optional.empty();
        };
    }

    private static boolean isInner(Ipv4 address, HomeTunnel tunnel) {
        return HomeFilters.inner(tunnel).stream().anyMatch(prefix -> prefix.contains(address));
    }

    @Override
    public synchronized void tunnelHome(Optional<HomeTunnel> tunnel) {
        slow().tunnelHome(tunnel);
        tell(() -> carry(tunnel.filter(wanted -> end(wanted).isPresent())));
    }

    /** What comes out of the tunnel comes out twice for a moment, rather than not at all. */
    private void carry(Optional<HomeTunnel> wanted) {
        if (wanted.equals(carried)) {
            return;
        }
        boolean isAnother = carried.isPresent()
                && !carried.map(KernelHomeDataplane::essence).equals(wanted.map(KernelHomeDataplane::essence));
        if (wanted.isEmpty() || isAnother) {
            slow().leaveToKernel(Optional.empty());
            carried.flatMap(this::end).ifPresent(end -> end.filters().clear());
        }
        carried = wanted;
        wanted.ifPresent(tunnel -> end(tunnel).ifPresent(end -> carry(tunnel, end)));
    }

    /** What is the same before and after a handover. */
    private record Essence(Encapsulation encapsulation, Ipv4 homeAgent, Set<Ipv4Prefix> inner) {}

    private static Essence essence(HomeTunnel tunnel) {
        return new Essence(tunnel.encapsulation(), tunnel.homeAgent(), HomeFilters.inner(tunnel));
    }

    private void carry(HomeTunnel tunnel, HomeEnd end) {
        lastHome = Optional.of(tunnel.home());
        end.filters().letIn(tunnel);
        int protocol = tunnel.encapsulation().protocol();
        slow().leaveToKernel(Optional.of(
                KernelShare.ofMobileNode(protocol, tunnel.homeAgent(), options().clampsSegments())));
        end.filters().letInOnly(tunnel);
    }

    @Override
    public String why() {
        return isStandingAside() ? super.why() : super.why() + withoutGre;
    }

    /** Without the filters at the TUN device all of it is read by the tun dataplane. */
    @Override
    void letGo() {
        for (HomeEnd end : ends.values()) {
            attempt(end.filters()::clear);
            attempt(() -> TunnelDevice.removeDevice(kernel, end.sender().index()));
            attempt(end.receiver()::switchOff);
        }
    }

    @Override
    TunnelCounters counted() {
        return counters.total(DropReason.DESTINATION_NOT_HOME);
    }

    @Override
    TunnelCounters counted(Ipv4 home) {
        TunnelCounters all = counted();
        return lastHome.equals(Optional.of(home))
                ? new TunnelCounters(
                        all.encapsulatedPackets() + all.decapsulatedPackets(),
                        all.encapsulatedPackets(),
                        all.encapsulatedOctets(),
                        all.decapsulatedPackets(),
                        all.decapsulatedOctets(),
                        TunnelCounters.ZERO.dropped())
                : TunnelCounters.ZERO;
    }

    @Override
    TunnelCounters countedLast() {
        return counters.last();
    }

    /** What becomes of the devices. */
    private final class Duties implements Watch.Duties {

        @Override
        public void networkChanged(List<NetworkChange> changes) {
            synchronized (KernelHomeDataplane.this) {
                changes.stream().takeWhile(each -> !isStandingAside()).forEach(KernelHomeDataplane.this::heard);
            }
        }

        @Override
        public boolean lookAfter() {
            return false;
        }
    }

    private void heard(NetworkChange change) {
        ends.values().stream()
                .filter(end -> isLost(change, end::isMadeOf))
                .findFirst()
                .ifPresent(end -> standAside(
                        "somebody has deleted " + end.receiver().name() + " or "
                                + end.sender().name() + " or their filters, or set one down",
                        Errno.ENETDOWN));
    }

    @Override
    void closeKernel() {
        synchronized (this) {
            ends.values().forEach(end -> attempt(end.filters()::clear));
            closeDevices();
        }
        watch.close();
        kernel.close();
    }
}
