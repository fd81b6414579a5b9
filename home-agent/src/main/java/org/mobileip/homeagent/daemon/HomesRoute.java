package org.mobileip.homeagent.daemon;

import java.util.HashSet;
import java.util.Set;
import org.mobileip.host.Destination;
import org.mobileip.host.Route;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The one route into tunnels to all addresses of a virtual home network. Anybody else's route to the same network, or to a part of it, is
 * better, and stays: whoever has his home address in there needs a route of his own.
 */
final class HomesRoute {

    /** Any other route to the same network is better. */
    static final int METRIC = 1 << 30;

    /** Somebody who puts more than that into the home network cuts it to pieces: it is as if it were all his. */
    private static final int MOST_ELSEWHERE = 64;

    private final Route route;
    private final Set<Ipv4Prefix> elsewhere = new HashSet<>();

    HomesRoute(Route route) {
        this.route = route;
    }

    Route route() {
        return route;
    }

    /** Whether what is sent to {@code home} comes to the tunnels by it. */
    boolean leadsTo(Ipv4 home) {
        if (!route.destination().contains(home)) {
            return false;
        }
        for (Ipv4Prefix each : elsewhere) {
            if (each.contains(home)) {
                return false;
            }
        }
        return true;
    }

    /**
     * There is a route of somebody to {@code destination}; it is taken for one that stays.
     *
     * @return whether there may be some now whom this one led to, and does no more
     */
    boolean yieldTo(Destination destination) {
        boolean isBetter = destination.table() == Route.TABLE_MAIN
                && destination.protocol() != route.protocol()
                && route.destination().contains(destination.prefix())
                && elsewhere.stream().noneMatch(each -> each.contains(destination.prefix()));
        if (isBetter) {
            elsewhere.add(elsewhere.size() < MOST_ELSEWHERE ? destination.prefix() : route.destination());
        }
        return isBetter;
    }
}
