package org.mobileip.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.BlackHole;
import org.mobileip.tunnel.Foreseen;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.PathState;

/**
 * Moves datagrams into and out of tunnels. Every method that changes something names the wanted end and takes effect on
 * the next packet; calling it twice is harmless. One control thread calls the methods that change something; the counters
 * may be read by any thread.
 *
 * <p>A home agent uses {@link #forward} and {@link #stop}, a mobile node {@link #tunnelHome}, a foreign agent
 * those of {@link VisitorDataplane}; a dataplane opened for the one refuses the others' methods with an {@link IllegalStateException}. Until the first of these calls nothing is
 * encapsulated and nothing is decapsulated.
 */
public interface Dataplane extends AutoCloseable {

    /** The identifier of keepalives among echo requests (RFC 792). */
    int KEEPALIVE = MobileNodeEnd.KEEPALIVE;

    /** Its name in the configuration and in {@code status}: {@code tun}, {@code bpf} or {@code kernel}. */
    String name();

    /** Why it is this one, and none that may be faster: a clause for people. */
    default String why() {
        return "there is no other";
    }

    /** The interface that datagrams to be tunnelled are routed to, such as {@code mip0}; it is up. */
    String interfaceName();

    /** The index of that interface, 1 and up. */
    int interfaceIndex();

    /**
     * Home agent: tunnels what is sent to {@code home} along each of {@code paths}, one copy each, and lets datagrams with
     * the source {@code home} out of tunnels from exactly their care-of addresses. Replaces what was said for {@code home}
     * before: once this has returned nothing is sent the old way any more, not even what was on its way through this
     * machine, unless that gets no processor for milliseconds. The route to {@code home} through {@link #interfaceName()} is
     * the caller's business.
     *
     * @param localEnd our end of the tunnel: the address the registration reply gives as Home Agent (RFC 5944 §4.2.3)
     * @param paths one for each current care-of address; an empty list is {@link #stop}
     * @param networks those behind the node: what is sent to and from their addresses is treated as if it were {@code home}
     *     (RFC 5177 §6.5, §7); the routes to them are the caller's business too
     * @throws HostException when the kernel refuses to receive for {@code localEnd}; then nothing has changed
     */
    void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks);

    /** The same for a node with no network behind it. */
    default void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths) {
        forward(home, localEnd, paths, List.of());
    }

    /**
     * Home agent: the path of {@code home}, as {@link #forward} was told of it, with the port that a half-bound tunnel was told since.
     * Empty: there is none, or several. For the control thread, at no more cost than a look-up.
     */
    Optional<TunnelPath> path(Ipv4 home);

    /** Home agent: all home addresses that are tunnelled to at this moment, in no order. For the control thread. */
    Stream<Ipv4> homes();

    /**
     * Home agent: tunnels what is sent to a home address of which neither {@link #forward} nor {@link #stop} has said anything since, as
     * {@code what} says when something comes for it, and lets out of such a tunnel what comes from its far end. Empty: nothing is foreseen
     * any more, and what was not asked for is not there. A dataplane that is told of everything soon may leave this out.
     *
     * @param localEnd our end of these tunnels
     * @throws HostException when the kernel refuses to receive for {@code localEnd}; then nothing has changed
     */
    default void foresee(Ipv4 localEnd, Optional<Foreseen> what) {}

    /**
     * Home agent: this machine is the last router of {@code network}, which is no link, from now on: who sends to one of its hosts that has no
     * tunnel is told by {@code from} that it is unreachable (RFC 1812 §5.2.7.1). Before, nobody is told.
     */
    default void beLastRouter(Ipv4 from, Ipv4Prefix network) {}

    /**
     * Home agent: from the next {@link #forward} of {@code home} on, the GRE tunnel to {@code careOf} has these keys; empty:
     * none. {@link #stop} forgets them.
     */
    default void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        throw new UnsupportedOperationException("a dataplane without keys: " + name());
    }

    /**
     * Home agent: from the next {@link #forward} of {@code home} on, each datagram takes one of its paths, as {@code how} says of
     * them in their order (RFC 7629 §4.2); empty: a copy takes each. {@link #stop} forgets that.
     */
    default void steer(Ipv4 home, Optional<Steering> how) {
        throw new UnsupportedOperationException("a dataplane that does not tell flows apart: " + name());
    }

    /**
     * Home agent: neither encapsulates nor decapsulates for {@code home} any more, as after {@link #forward}, and forgets its
     * counters.
     */
    void stop(Ipv4 home);

    /**
     * Mobile node: tunnels everything from the home address to the home agent, and lets out of tunnels what the home agent
     * sends to the home address; empty: nothing either way.
     *
     * @throws HostException when the kernel refuses to receive for the care-of address; then nothing has changed
     */
    void tunnelHome(Optional<HomeTunnel> tunnel);

    /**
     * Mobile node: the sequence number of the keepalive (RFC 3519 §4.9) that the home agent answered last, 1 to 65535; empty:
     * none yet.
     */
    OptionalInt answeredKeepalive();

    /**
     * Home agent: the UDP port at {@code address} that the half-bound tunnel of {@code home} was told; empty: none yet, or there
     * is no such tunnel.
     */
    OptionalInt toldPort(Ipv4 home, Ipv4 address);

    /** Everything since this dataplane was opened. */
    TunnelCounters total();

    /** What was forwarded to and from {@code home} since its first {@link #forward}; all zero if it has none. */
    TunnelCounters of(Ipv4 home);

    /** What is known of the tunnel of {@code home} to {@code exit}; empty: there is none. */
    Optional<PathState> state(Ipv4 home, Ipv4 exit);

    /** The way that was found last on which long packets vanish without a word; empty: none was since this was opened. */
    default Optional<BlackHole> blackHole() {
        return Optional.empty();
    }

    /**
     * Runs the packet path in memory, on tables and descriptors that lead nowhere, until its classes are loaded and its
     * loops compiled, so that the first handover does not pay for that. Call it before saying that the daemon is ready.
     */
    void rehearse();

    /** Stops forwarding, ends its threads and removes its interface. */
    @Override
    void close();
}
