package org.mobileip.host.linux.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.host.linux.tun.BeforeTun;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.PathState;

/**
 * One end of tunnels, the plain case of which devices of the kernel carry; the tun dataplane carries all of them once the kernel has
 * refused something.
 */
abstract class CarriedByDevices extends BeforeTun {

    private final TunOptions options;
    private volatile boolean isStandingAside;
    /** Guarded by this. */
    private boolean isClosed;

    CarriedByDevices(TunDataplane slow, TunOptions options) {
        super(slow);
        this.options = options;
    }

    /**
     * What {@code opening} makes of the kernel, which is closed where that throws.
     *
     * @throws HostException where what is wanted is more than the kernel does
     */
    static <T> T opened(TunOptions options, Function<NetlinkBatch, T> opening) {
        if (options.cutsAll()) {
            throw new HostException("the kernel does not cut what has DF set", Errno.ENOSYS);
        }
        NetlinkBatch kernel = NetlinkBatch.open();
        try {
            return opening.apply(kernel);
        } catch (RuntimeException | Error refused) {
            kernel.close();
            throw refused;
        }
    }

    /** Whether somebody has deleted a link that {@code isOurs}, set it down, or taken its filters away. */
    static boolean isLost(NetworkChange change, IntPredicate isOurs) {
        if (change instanceof NetworkChange.LinkChanged changed) {
            return isOurs.test(changed.link().index()) && !changed.link().up();
        }
        if (change instanceof NetworkChange.FilterPlaceRemoved place) {
            return isOurs.test(place.linkIndex());
        }
        return change instanceof NetworkChange.LinkRemoved gone && isOurs.test(gone.index());
    }

    /**
     * Makes the device of one kind of tunnels.
     *
     * @throws HostException when the kernel refuses
     */
    abstract void make(Kind kind);

    /** Makes that of GRE, without which the others are of use too: why it takes tun, for people; empty: it does not. */
    final String refusalOfGre() {
        try {
            make(Kind.GRE);
            return "";
        } catch (HostException refused) {
            return "; GRE takes tun: " + refused.getMessage();
        }
    }

    /** Has the kernel carry nothing any more. */
    abstract void letGo();

    /** What the kernel has counted. */
    abstract TunnelCounters counted();

    /** The same for one home address. */
    abstract TunnelCounters counted(Ipv4 home);

    /** What is known of {@link #counted()} where the kernel cannot be asked. */
    abstract TunnelCounters countedLast();

    /** Closes what is open of the kernel's. */
    abstract void closeKernel();

    final TunOptions options() {
        return options;
    }

    final boolean isStandingAside() {
        return isStandingAside;
    }

    /** Tells the kernel something, and stands aside if it refuses. */
    final void tell(Runnable news) {
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
    final void standAside(String reason, int errno) {
        slow().because("kernel was refused while it carried them: " + reason);
        slow().leaveToKernel(Optional.empty());
        attempt(this::letGo);
        isStandingAside = true;
        options.onFault()
                .accept(new HostException(
                        "the tun dataplane carries the tunnels from now on, since kernel is refused: " + reason,
                        errno));
    }

    static void attempt(Runnable undoing) {
        try {
            undoing.run();
        } catch (HostException itWasUndoneBySomebody) {
            // Then there is nothing to undo.
        }
    }

    @Override
    public final String name() {
        return isStandingAside ? slow().name() : "kernel";
    }

    @Override
    public String why() {
        return isStandingAside ? slow().why() : "the kernel has ipip and flower filters, and they passed the self-test";
    }

    @Override
    public synchronized void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        slow().forward(home, localEnd, paths, networks);
    }

    @Override
    public synchronized void steer(Ipv4 home, Optional<Steering> how) {
        slow().steer(home, how);
    }

    @Override
    public synchronized void stop(Ipv4 home) {
        slow().stop(home);
    }

    @Override
    public synchronized void tunnelHome(Optional<HomeTunnel> tunnel) {
        slow().tunnelHome(tunnel);
    }

    @Override
    public final synchronized TunnelCounters total() {
        return slow().total().plus(readable(this::counted, this::countedLast));
    }

    @Override
    public final synchronized TunnelCounters of(Ipv4 home) {
        return slow().of(home).plus(readable(() -> counted(home), () -> TunnelCounters.ZERO));
    }

    private TunnelCounters readable(Supplier<TunnelCounters> now, Supplier<TunnelCounters> last) {
        if (isClosed) {
            return last.get();
        }
        try {
            return now.get();
        } catch (HostException unreadable) {
            return last.get();
        }
    }

    @Override
    public final Optional<PathState> state(Ipv4 home, Ipv4 exit) {
        return slow().state(home, exit);
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            readable(this::counted, this::countedLast);
            isClosed = true;
            isStandingAside = true;
            slow().leaveToKernel(Optional.empty());
        }
        closeKernel();
        slow().close();
    }
}
