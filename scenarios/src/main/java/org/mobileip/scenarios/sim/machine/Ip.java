package org.mobileip.scenarios.sim.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.Route;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/** IPv4: what arrives is for this machine, or goes on, or nowhere. */
final class Ip {

    private static final long BELIEVED_FOR = 600_000_000_000L;
    private static final int LEAST_MTU = 576;

    private final Machine machine;
    private final Fragments fragments;
    private final Map<Integer, PathMtu> paths = new HashMap<>();
    private Optional<Nat> nat = Optional.empty();
    private int identification;

    private record PathMtu(int octets, long until) {}

    /** What became of a datagram that a program sent. */
    enum Sent {
        SENT,
        TOO_LONG,
        NO_ROUTE
    }

    Ip(Machine machine) {
        this.machine = machine;
        this.fragments = new Fragments(machine);
    }

    /** Translates what passes between the interface of {@code nat} and all others. */
    void translateBy(Nat translator) {
        nat = Optional.of(translator);
    }

    void receive(Nic nic, byte[] frame) {
        if (machine.tables().isLocal(Packet.source(frame))) {
            return;
        }
        if (nat.isPresent() && nat.get().isOutside(nic) && !nat.get().comesIn(frame)) {
            return;
        }
        int destination = Packet.destination(frame);
        boolean isForMany = destination >>> 28 == 0xe || machine.tables().isBroadcast(destination);
        if (isForMany || machine.tables().isLocal(destination)) {
            deliver(nic, frame);
        } else if (machine.forwards() || machine.setting(nic.name(), Machine.FORWARDING) != 0) {
            forward(nic, frame);
        }
    }

    private void deliver(Nic nic, byte[] frame) {
        boolean isPiece = Packet.isFragment(frame) && !machine.sockets().takesFragments(frame);
        Optional<byte[]> whole = isPiece ? fragments.add(frame) : Optional.of(frame);
        whole.ifPresent(complete -> machine.sockets().deliver(nic.index(), complete));
    }

    private void forward(Nic in, byte[] frame) {
        if (Packet.timeToLive(frame) <= 1) {
            IcmpErrors.tell(machine, frame, IcmpErrors.TIME_EXCEEDED, 0, 0);
            return;
        }
        Packet.decrementTimeToLive(frame);
        Optional<Route> route = machine.tables()
                .find(new Tables.Question(Packet.destination(frame), Packet.source(frame), 0, 0, in.name()));
        Optional<Nic> out = route.flatMap(found -> machine.nic(found.linkIndex()));
        if (out.isEmpty()) {
            int code = machine.tables().isUnreachable(Packet.destination(frame))
                    ? IcmpErrors.HOST_UNREACHABLE
                    : IcmpErrors.NETWORK_UNREACHABLE;
            IcmpErrors.tell(machine, frame, IcmpErrors.UNREACHABLE, code, 0);
            return;
        }
        int mtu = mtu(out.get(), route);
        if (Packet.totalLength(frame) > mtu && Packet.dontFragment(frame)) {
            IcmpErrors.tell(machine, frame, IcmpErrors.UNREACHABLE, IcmpErrors.FRAGMENTATION_NEEDED, mtu);
            return;
        }
        if (nat.isPresent() && nat.get().isOutside(out.get()) && !nat.get().goesOut(frame)) {
            return;
        }
        leave(out.get(), route.get(), frame, mtu);
    }

    /** What the route takes, else its interface. */
    private static int mtu(Nic out, Optional<Route> route) {
        return route.map(Route::mtu).orElse(OptionalInt.empty()).orElse(out.mtu());
    }

    private Optional<Route> route(byte[] frame, int mark, int onto) {
        return machine.tables().find(new Tables.Question(Packet.destination(frame), Packet.source(frame), mark, onto));
    }

    /** The next datagram's. */
    int nextIdentification() {
        identification = (identification + 1) & 0xffff;
        return identification;
    }

    /**
     * Sends what a program has made, whose checksums above IP are right.
     *
     * @param mark of the socket
     * @param onto the index of the interface it must leave by; 0: any
     * @param asItIs the header is the program's own: what does not fit is refused
     */
    Sent send(byte[] frame, int mark, int onto, boolean asItIs) {
        if (machine.tables().isLocal(Packet.destination(frame))) {
            Packet.finish(frame);
            machine.timeline().in(0, () -> machine.sockets().deliverLocally(frame));
            return Sent.SENT;
        }
        Optional<Route> route = route(frame, mark, onto);
        Optional<Nic> out = route.map(Route::linkIndex)
                .or(() -> onto == 0 ? Optional.empty() : Optional.of(onto))
                .flatMap(machine::nic);
        if (out.isEmpty() || !out.get().isUp()) {
            return Sent.NO_ROUTE;
        }
        int mtu = asItIs ? out.get().mtu() : Math.min(mtu(out.get(), route), pathMtu(Packet.destination(frame)));
        if (Packet.totalLength(frame) > mtu && Packet.dontFragment(frame)) {
            return Sent.TOO_LONG;
        }
        Packet.finish(frame);
        if (route.isPresent()) {
            leave(out.get(), route.get(), frame, mtu);
        } else {
            hand(out.get(), Packet.destination(frame), frame);
        }
        return Sent.SENT;
    }

    /** The address that a datagram to {@code destination} gets, which has none. */
    Optional<Integer> sourceTowards(int destination, int mark, int onto) {
        return machine.tables()
                .find(new Tables.Question(destination, 0, mark, onto))
                .flatMap(route -> route.source().or(() -> machine.tables().sourceOn(route.linkIndex())))
                .map(Ipv4::bits);
    }

    /** What the link towards {@code destination} takes. */
    int linkMtu(int destination, int mark) {
        return machine.tables()
                .find(new Tables.Question(destination, 0, mark, 0))
                .flatMap(route -> machine.nic(route.linkIndex()).map(out -> mtu(out, Optional.of(route))))
                .orElse(0xffff);
    }

    /** What the whole way takes, as far as it is known. */
    int mtuTowards(int destination) {
        return Math.min(linkMtu(destination, 0), pathMtu(destination));
    }

    private int pathMtu(int destination) {
        PathMtu known = paths.get(destination);
        return known == null || known.until < machine.timeline().nanos() ? 0xffff : known.octets;
    }

    /** Somebody on the way to {@code destination} says that his next link takes no more. */
    void learnMtu(int destination, int octets) {
        if (octets < mtuTowards(destination)) {
            long until = machine.timeline().nanos() + BELIEVED_FOR;
            paths.put(destination, new PathMtu(Math.max(LEAST_MTU, octets), until));
        }
    }

    private void leave(Nic out, Route route, byte[] frame, int mtu) {
        int nextHop = route.gateway().map(Ipv4::bits).orElse(Packet.destination(frame));
        if (Packet.totalLength(frame) <= mtu) {
            hand(out, nextHop, frame);
        } else {
            Fragments.cut(frame, mtu).forEach(piece -> hand(out, nextHop, piece));
        }
    }

    private void hand(Nic out, int nextHop, byte[] frame) {
        int destination = Packet.destination(frame);
        if (out.isTunnel()) {
            out.transmit(frame);
        } else if (destination >>> 28 == 0xe || machine.tables().isBroadcast(destination)) {
            Packet.address(frame, MacAddress.BROADCAST.bits(), out.mac().bits(), Packet.ETHERTYPE_IPV4);
            out.transmit(frame);
        } else {
            machine.neighbours().send(out, nextHop, frame);
        }
    }

    /** A neighbour did not answer ARP. */
    void cannotReach(byte[] frame) {
        if (!machine.tables().isLocal(Packet.source(frame))) {
            IcmpErrors.tell(machine, frame, IcmpErrors.UNREACHABLE, IcmpErrors.HOST_UNREACHABLE, 0);
        }
    }
}
