package org.mobileip.host.linux.kernel;

import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.Watch;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;

/**
 * The mobile node's end, its plain case in the kernel: what is routed to the TUN device is handed to the kernel's own ipip device,
 * and what comes out of the tunnel is as if the TUN device had received it. So no route is touched, and whatever is not plain
 * takes the TUN device as ever.
 */
public final class KernelHomeDataplane extends BeforeTun {

    private final NetlinkBatch kernel;
    private final TunnelDevice receiver;
    private final HomeDevice sender;
    private final Counters counters;
    private final HomeFilters filters;
    private final Watch watch;

    /** Guarded by this. */
    private Optional<HomeTunnel> carried = Optional.empty();

    private Optional<Ipv4> lastHome = Optional.empty();

    private KernelHomeDataplane(TunDataplane slow, TunDataplane.Options options, NetlinkBatch kernel) {
        super(slow, options);
        this.kernel = kernel;
        TunnelDevice.removeLeftovers(kernel);
        receiver = TunnelDevice.make(kernel, slow.interfaceName(), slow.interfaceIndex(), options.mtu());
        try {
            SelfTest.pass(kernel, receiver);
            receiver.removeRule();
            sender = HomeDevice.make(
                    kernel,
                    slow.interfaceName(),
                    slow.interfaceIndex(),
                    options.mark().orElse(0));
            counters = new Counters(kernel);
            filters = new HomeFilters(kernel, receiver, sender, options.clampsSegments());
            watch = new Watch(
                    receiver.name() + " watch", NetworkMonitor.openForLinks(), new Duties(), options.onFault());
        } catch (RuntimeException | Error refused) {
            closeDevices();
            throw refused;
        }
        watch.start();
    }

    /**
     * Puts the kernel's devices before {@code slow}, which is closed when this is.
     *
     * @param slow a dataplane of a mobile node without a tunnel
     * @param options those that it was opened with
     * @throws HostException as {@link KernelDataplane#ofHomeAgent}; then {@code slow} is as it was
     */
    public static KernelHomeDataplane ofMobileNode(TunDataplane slow, TunDataplane.Options options) {
        return opened(options, kernel -> new KernelHomeDataplane(slow, options, kernel));
    }

    /** Both are known by what is written beside them, also where only one of them has been made. */
    private void closeDevices() {
        attempt(receiver::close);
        attempt(() -> HomeDevice.removeAll(kernel, interfaceIndex()));
    }

    /** IP in IP to the home agent from one address that is only a care-of address, and for this node alone. */
    private static boolean isPlain(HomeTunnel tunnel) {
        return tunnel.encapsulation() == Encapsulation.IPIP
                && !tunnel.isInUdp()
                && tunnel.broadcasts().isEmpty()
                && tunnel.uplinks().isEmpty()
                && tunnel.networks().isEmpty()
                && !tunnel.receivesAt().contains(tunnel.home())
                && !tunnel.homeAgent().equals(tunnel.home())
                && !tunnel.receivesAt().contains(tunnel.homeAgent());
    }

    @Override
    public synchronized void tunnelHome(Optional<HomeTunnel> tunnel) {
        slow().tunnelHome(tunnel);
        tell(() -> carry(tunnel.filter(KernelHomeDataplane::isPlain)));
    }

    /** What comes out of the tunnel comes out twice for a moment, rather than not at all. */
    private void carry(Optional<HomeTunnel> wanted) {
        if (wanted.equals(carried)) {
            return;
        }
        boolean isAnother =
                carried.isPresent() && !carried.map(HomeTunnel::home).equals(wanted.map(HomeTunnel::home));
        boolean isFromAnother =
                carried.isPresent() && !carried.map(HomeTunnel::homeAgent).equals(wanted.map(HomeTunnel::homeAgent));
        if (wanted.isEmpty() || isAnother || isFromAnother) {
            slow().leaveToKernel(Optional.empty());
            filters.clear();
        }
        carried = wanted;
        wanted.ifPresent(tunnel -> {
            lastHome = Optional.of(tunnel.home());
            filters.letIn(tunnel);
            slow().leaveToKernel(Optional.of(
                    KernelShare.ofMobileNode(tunnel.homeAgent(), options().clampsSegments())));
            filters.letInOnly(tunnel);
        });
    }

    /** Without the filters at the TUN device all of it is read by the tun dataplane. */
    @Override
    void letGo() {
        attempt(filters::clear);
        attempt(() -> TunnelDevice.removeDevice(kernel, sender.index()));
        receiver.switchOff();
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
        if (isLost(change, this::isOurs)) {
            String names = receiver.name() + " or " + sender.name();
            standAside("somebody has deleted " + names + ", or set it down", Errno.ENETDOWN);
        }
    }

    private boolean isOurs(int linkIndex) {
        return linkIndex == receiver.index() || linkIndex == sender.index();
    }

    @Override
    void closeKernel() {
        synchronized (this) {
            attempt(filters::clear);
            closeDevices();
        }
        watch.close();
        kernel.close();
    }
}
