package org.mobileip.host.linux.bpf;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * One end of tunnels as the kernel's maps know it. Each call makes them say what is so from now on, and throws a
 * {@link org.mobileip.host.HostException} where the kernel refuses. For one thread at a time.
 */
interface KernelEnd {

    /** As {@link org.mobileip.host.Dataplane#forward}, with one path at least. */
    default void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, boolean hasNetworks) {
        throw new AssertionError("not a home agent's");
    }

    /** As {@link org.mobileip.host.Dataplane#stop}. */
    default void stop(Ipv4 home) {
        throw new AssertionError("not a home agent's");
    }

    /** As {@link org.mobileip.host.Dataplane#tunnelHome}. */
    default void tunnelHome(Optional<HomeTunnel> tunnel) {
        throw new AssertionError("not a mobile node's");
    }

    /** From now on the kernel is told nothing, until {@link #startAgain}; what it should know is remembered. */
    void pause();

    /** Tells the kernel everything, whose maps are empty. */
    void startAgain();

    /** Tells the kernel what is known now of the paths of {@code homes}. */
    void refresh(Collection<Ipv4> homes);

    /**
     * Asks again for those that the kernel had no room for, until it has none again.
     *
     * @return whether some are still left out
     */
    default boolean retry() {
        return false;
    }

    /** Why tunnels are left to the tun dataplane that the kernel could carry; empty: none are. */
    default Optional<String> shortage() {
        return Optional.empty();
    }

    /** Of which tunnels the kernel is told nothing, since they are more than it does: a clause for people; empty: of none. */
    Optional<String> leftToTun();

    /** Tells the kernel what follows from the routes that there are now. */
    void routesChanged();

    /** The home address whose tunnel leads to {@code exit} and is in the kernel. */
    Optional<Ipv4> homeAt(Ipv4 exit);

    /** How many hops the last packet took that came to the kernel's end of the tunnel of {@code home}, if it is to {@code exit}. */
    OptionalInt hops(Ipv4 home, Ipv4 exit);
}
