package org.mobileip.homeagent.daemon;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.net.Ipv4Prefix;

/**
 * What other programs do to addresses and routes of this machine that a home agent goes by. Heard of from the beginning, so that nothing is
 * missed between a look at them and the next change; acted upon by the event loop.
 */
final class Surroundings implements AutoCloseable {

    private final NetworkMonitor addresses;
    private final NetworkMonitor lostRoutes;

    /** Where the home network is virtual: of those that others put into it. */
    private final Optional<NetworkMonitor> otherRoutes;

    /**
     * Begins to hear.
     *
     * @param virtual the home network, where it is no link
     */
    Surroundings(Optional<Ipv4Prefix> virtual) {
        addresses = NetworkMonitor.openForAddresses();
        try {
            otherRoutes =
                    virtual.map(network -> NetworkMonitor.openForDestinationsWithin(network, Tunnels.ROUTE_PROTOCOL));
        } catch (RuntimeException refused) {
            addresses.close();
            throw refused;
        }
        try {
            lostRoutes = NetworkMonitor.openForRemovedRoutes(Tunnels.ROUTE_PROTOCOL);
        } catch (RuntimeException refused) {
            otherRoutes.ifPresent(NetworkMonitor::close);
            addresses.close();
            throw refused;
        }
    }

    /**
     * Has the loop do what follows from each change.
     *
     * @param areAnothers whether the tunnels and routes are another home agent's by now
     * @param addressesChanged looks at the addresses of this machine again
     */
    void attend(
            EventLoop loop, BooleanSupplier areAnothers, Runnable addressesChanged, Tunnels tunnels, Journal journal) {
        loop.onReadable(addresses.fd(), () -> {
            if (!addresses.read().isEmpty() && !areAnothers.getAsBoolean()) {
                addressesChanged.run();
            }
        });
        loop.onReadable(lostRoutes.fd(), () -> {
            List<NetworkChange> changes = lostRoutes.read();
            if (!areAnothers.getAsBoolean()) { // Else it was he who removed them.
                restore(changes, tunnels, journal);
            }
        });
        otherRoutes.ifPresent(monitor -> loop.onReadable(monitor.fd(), () -> {
            List<NetworkChange> changes = monitor.read();
            if (!areAnothers.getAsBoolean()) {
                yieldTo(changes, tunnels, journal);
            }
        }));
    }

    /** By a program that tidies up what it does not know; a node would be cut off until it registers again. */
    private static void restore(List<NetworkChange> changes, Tunnels tunnels, Journal journal) {
        int restored = tunnels.restore(changes);
        if (restored > 0) {
            journal.failure(
                    "routes-restored", new IllegalStateException(restored + " of our routes were removed by somebody"));
        }
    }

    /** One of them is better than the one to all home addresses: the nodes behind it have routes of their own by now. */
    private static void yieldTo(List<NetworkChange> changes, Tunnels tunnels, Journal journal) {
        try {
            if (tunnels.yieldTo(changes)) {
                journal.warn(
                        "somebody has put a route into the home network: nodes in there have routes of their own now");
            }
        } catch (HostException refused) {
            journal.failure("effect-failed effect=Forward", refused);
        }
    }

    @Override
    public void close() {
        lostRoutes.close();
        otherRoutes.ifPresent(NetworkMonitor::close);
        addresses.close();
    }
}
