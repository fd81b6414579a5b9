package org.mobileip.host.linux.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;

/**
 * What the kernel has been told of the tunnels. A change is one system call, or two where something goes; who is let in comes first,
 * and who is not any more goes last. For one thread at a time.
 */
final class KernelTable {

    private final NetlinkBatch kernel;
    private final Counters counters;
    private final IntoTunnels into;
    private final OutOfTunnels outOf;

    /** @param mtu the longest datagram for the tunnel of a home address to a far end; empty: as the device */
    KernelTable(
            NetlinkBatch kernel,
            Map<Kind, TunnelDevice> devices,
            RoutingRules rules,
            Ipv4 localEnd,
            Counters counters,
            BiFunction<Ipv4, Ipv4, OptionalInt> mtu) {
        this.kernel = kernel;
        this.counters = counters;
        into = new IntoTunnels(kernel, devices, rules, localEnd, counters, mtu);
        outOf = new OutOfTunnels(kernel, devices, localEnd, counters);
    }

    /**
     * Makes the kernel have what is wanted now.
     *
     * @param between done after somebody is let in, and before somebody is let in no more
     * @param now by {@link System#nanoTime}
     * @return whether {@link #lookAfter} has something to do later
     */
    boolean change(Apportionment.Touched touched, Apportionment wanted, long now, Runnable between) {
        Set<Ipv4> exits = Set.copyOf(touched.exits());
        for (Ipv4 home : touched.homes()) {
            wanted.carried(home).ifPresent(carried -> {
                outOf.letIn(home, carried);
                into.route(home, carried);
            });
        }
        exits.forEach(exit -> outOf.know(exit, wanted::isKept));
        kernel.perform();
        between.run();
        for (Ipv4 home : touched.homes()) {
            Optional<Carried> carried = wanted.carried(home);
            outOf.letInOnly(home, carried, wanted::isKept, now);
            if (carried.isEmpty()) {
                into.unroute(home);
                forgetIfGone(home);
            }
        }
        exits.forEach(exit -> outOf.know(exit, wanted::isKept));
        kernel.perform();
        return outOf.isLeaving();
    }

    /** The counters last as long as somebody may still be let in. */
    private void forgetIfGone(Ipv4 home) {
        if (!into.isRouted(home) && !outOf.letsIn(home)) {
            into.forget(home);
        }
    }

    /** Nothing of {@code home} is let out from now on, wherever it comes from. */
    void stop(Ipv4 home, Apportionment wanted) {
        outOf.stop(home, wanted::isKept);
        forgetIfGone(home);
        kernel.perform();
        counters.forget(home);
    }

    /**
     * Lets out no more what has had its while.
     *
     * @return whether there is more to do later
     */
    boolean lookAfter(Apportionment wanted, long now) {
        outOf.lookAfter(wanted::isKept, now).forEach(this::forgetIfGone);
        kernel.perform();
        return outOf.isLeaving();
    }
}
