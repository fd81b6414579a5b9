package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/** Where the datagrams of one home address go just now, and what went there. Immutable but for what its parts count. */
public final class Flow {

    private static final FlowPath[] NONE = {};
    private static final VarHandle COUNTERS = counters(MethodHandles.lookup());

    private final int home;
    private final int source;
    private final FlowPath[] paths;
    private final FlowPath[] former;
    private final Tick formerUntil;
    private @Nullable FlowCounters counters;
    private final @Nullable FlowLimit limit;
    private final @Nullable FlowChoice choice;

    /**
     * A flow that uses {@code paths}.
     *
     * @param source our end of its tunnels
     * @param former where the node was just before: what it sent from there is still let out until {@code formerUntil}
     * @param counters of what went there before; null: nothing did
     * @param limit how much may pass; null: as much as comes
     * @param choice which datagram takes which path; null: a copy of each takes each
     */
    Flow(
            int home,
            int source,
            FlowPath[] paths,
            FlowPath[] former,
            Tick formerUntil,
            @Nullable FlowCounters counters,
            @Nullable FlowLimit limit,
            @Nullable FlowChoice choice) {
        this.home = home;
        this.source = source;
        this.paths = paths;
        this.former = former;
        this.formerUntil = formerUntil;
        this.counters = counters;
        this.limit = limit;
        this.choice = choice;
    }

    /** One that was nowhere before. */
    Flow(int home, int source, FlowPath[] paths, @Nullable FlowCounters counters) {
        this(home, source, paths, NONE, Tick.NEVER, counters, null, null);
    }

    /** The same, of whose datagrams each takes one way. */
    Flow steered(FlowChoice by) {
        return new Flow(home, source, paths, former, formerUntil, counters(), limit, by);
    }

    /** What takes {@code path} alone, and is counted as this is. */
    Flow by(FlowPath path) {
        return new Flow(home, source, new FlowPath[] {path}, NONE, Tick.NEVER, counters(), limit, null);
    }

    /** How one of its datagrams goes; null: not at all. */
    @Nullable
    Flow wayOf(PacketBuffer datagram) {
        FlowChoice asked = choice;
        return asked == null ? this : asked.of(datagram);
    }

    /** Who says which of its datagrams goes which way; null: each goes all ways. */
    @Nullable
    FlowChoice choice() {
        return choice;
    }

    /** How many tunnels a datagram enters, one copy each; at least 1. */
    public int copies() {
        return paths.length;
    }

    /** Whether nothing was counted for it yet, nothing limits it, and nobody chooses. */
    boolean isUnused() {
        return countersIfAny() == null && limit == null && choice == null;
    }

    /** What was forwarded for this home address; there is nothing to count by until somebody asks: most nodes are silent. */
    public FlowCounters counters() {
        FlowCounters known = (FlowCounters) COUNTERS.getAcquire(this);
        return known == null ? firstCounters() : known;
    }

    /** The same; null: nobody has asked yet. */
    @Nullable
    FlowCounters countersIfAny() {
        return (FlowCounters) COUNTERS.getAcquire(this);
    }

    private synchronized FlowCounters firstCounters() {
        FlowCounters known = counters;
        if (known == null) {
            known = new FlowCounters();
            COUNTERS.setRelease(this, known);
        }
        return known;
    }

    private static VarHandle counters(MethodHandles.Lookup lookup) {
        try {
            return lookup.findVarHandle(Flow.class, "counters", FlowCounters.class);
        } catch (ReflectiveOperationException ourOwnField) {
            throw new LinkageError(ourOwnField.getMessage(), ourOwnField);
        }
    }

    @Nullable
    FlowLimit limit() {
        return limit;
    }

    /** The home address. */
    int home() {
        return home;
    }

    /** Our end of its tunnels. */
    int source() {
        return source;
    }

    FlowPath path(int copy) {
        return paths[copy];
    }

    FlowPath[] paths() {
        return paths;
    }

    FlowPath[] former() {
        return former;
    }

    Tick formerUntil() {
        return formerUntil;
    }

    boolean leadsTo(int address) {
        return find(paths, address) != null;
    }

    /** The tunnel to {@code address}; null: there is none. */
    @Nullable
    FlowPath pathTo(int address) {
        return find(paths, address);
    }

    /** Whether one of its tunnels leads to {@code address}, or did a moment ago. */
    boolean leadsOrLed(int address, Ticker ticker) {
        return leadsTo(address) || (find(former, address) != null && !formerUntil.hasCome(ticker.now()));
    }

    /**
     * The tunnel that {@code packet} came by: of those from its source the one with its ports (RFC 3519 §4.3); null: by none.
     *
     * @param received as what it is wrapped
     */
    @Nullable
    FlowPath pathOf(PacketBuffer packet, Wrapper received, Ticker ticker) {
        FlowPath current = find(paths, packet);
        if (current != null) {
            return current;
        }
        for (FlowPath path : paths) {
            if (path.exit().bits() == packet.source() && tellsItsPort(path, packet, received)) {
                return path;
            }
        }
        return formerUntil.hasCome(ticker.now()) ? null : find(former, packet);
    }

    /**
     * Whether this is the first keepalive of a half-bound tunnel, which tells the port, once: from where the registration came
     * from, of the home address, to the home agent (RFC 3519 §4.6).
     */
    private boolean tellsItsPort(FlowPath path, PacketBuffer packet, Wrapper received) {
        UdpPorts ports = path.udp();
        boolean tells = ports != null
                && ports.awaitTelling(packet)
                && received.innerSource(packet) == home
                && received.innerDestination(packet) == source;
        if (ports != null && tells) {
            ports.told(packet.udpSource());
        }
        return tells;
    }

    private static @Nullable FlowPath find(FlowPath[] among, PacketBuffer packet) {
        for (FlowPath path : among) {
            if (path.exit().bits() == packet.source() && path.isWayOf(packet)) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable FlowPath find(FlowPath[] among, int address) {
        for (FlowPath path : among) {
            if (path.exit().bits() == address) {
                return path;
            }
        }
        return null;
    }

    /** The longest datagram that all of its tunnels take, as far as it is known. */
    int mtu() {
        int least = PacketBuffer.LONGEST;
        for (FlowPath path : paths) {
            least = Math.min(least, path.mtu());
        }
        return least;
    }
}
