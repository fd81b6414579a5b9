package org.mobileip.homeagent.daemon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;

/** Routes on their way to the kernel: each at once, or, while they are held, many with one call. */
final class HeldRoutes {

    private static final int MOST = 1024;

    private final HostNetwork network;
    private final Consumer<Route> doubted;
    private final List<Route> held = new ArrayList<>();
    private boolean isHolding;

    /** Why some were not put, since {@link #hold}. */
    private Optional<HostException> refusal = Optional.empty();

    /** @param doubted hears of each that was put together with one that was refused, and may be there or not */
    HeldRoutes(HostNetwork network, Consumer<Route> doubted) {
        this.network = network;
        this.doubted = doubted;
    }

    /** From now on routes may be put later, until {@link #release}. */
    void hold() {
        isHolding = true;
    }

    /**
     * All of them are put, and from now on each at once.
     *
     * @throws HostException when one was refused since {@link #hold}
     */
    void release() {
        isHolding = false;
        try {
            settle();
        } finally {
            refusal = Optional.empty();
        }
    }

    /**
     * Those that wait are put now.
     *
     * @throws HostException as {@link #release}
     */
    void settle() {
        putHeld();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Whether one was refused since {@link #hold}. */
    boolean hasRefusal() {
        return refusal.isPresent();
    }

    /** @throws HostException when it is refused, and none are held */
    void put(Route route) {
        if (!isHolding) {
            network.putRoute(route);
            return;
        }
        held.add(route);
        if (held.size() >= MOST) {
            putHeld();
        }
    }

    /** After those that wait, one of which it may be. */
    void remove(Collection<Route> routes) {
        if (!routes.isEmpty()) {
            putHeld();
            routes.forEach(network::removeRoute);
        }
    }

    private void putHeld() {
        if (held.isEmpty()) {
            return;
        }
        List<Route> all = List.copyOf(held);
        held.clear();
        try {
            network.putRoutes(all);
        } catch (HostException refused) {
            refusal = Optional.of(refusal.orElse(refused));
            all.forEach(doubted);
        }
    }
}
