package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * What becomes of a datagram that is to enter tunnels: one copy for each, wrapped as was agreed on, in fragments where it does
 * not fit and may be cut; and what its sender is told about it. Every packet is counted once, as forwarded or by the reason why
 * not. For one thread; the end may be shared with others.
 *
 * <p>RFC 2003 §3 and §5, RFC 1191: a datagram with DF that is longer than the tunnel takes is answered with the right MTU; one
 * without, or any where DF is not heeded, is cut before it is wrapped, so that the other end need not put anything together. While the tunnel's end is said to
 * be out of reach, the sender is told, and the datagram is sent all the same.
 */
public final class TunnelIngress {

    /** Where packets go. */
    public interface Outlet {

        /**
         * Sends {@code outer} to the tunnel's exit, now, and before it what is kept.
         *
         * @return empty: it was sent; {@link DropReason#EXCEEDS_PATH_MTU}: it is longer than the link takes
         */
        Optional<DropReason> send(PacketBuffer outer, Ipv4 exit);

        /** The same by the interface with that index, whatever the routes say. */
        default Optional<DropReason> send(PacketBuffer outer, Ipv4 exit, int link) {
            throw new UnsupportedOperationException("one way out");
        }

        /** Whether it {@link #keep}s packets, to send many with one call. */
        default boolean keeps() {
            return false;
        }

        /**
         * Keeps {@code outer}, whose octets stay as they are until it is sent, which is soon; then {@link TunnelIngress#sent} or
         * {@link TunnelIngress#refused} is told. It is no longer than another one that the link has taken.
         *
         * @param flow whose it is
         * @param path where it goes
         * @param octets how long it was before it was wrapped
         */
        default void keep(PacketBuffer outer, Flow flow, FlowPath path, int octets) {
            throw new UnsupportedOperationException();
        }

        /** Sends what is kept. */
        default void flush() {}

        /** Sends an ICMP error. */
        void answer(PacketBuffer error, Ipv4 to);

        /** How long a packet to the tunnel's exit may be, for all that this machine knows, in octets. */
        int linkMtu(Ipv4 exit);

        /** The same by the interface with that index, whatever the routes say. */
        default int linkMtu(Ipv4 exit, int link) {
            throw new UnsupportedOperationException("one way out");
        }
    }

    /** Whether whoever handed over the datagram has taken the hop into the tunnel off its time to live. */
    public enum Hop {
        /** It has: the kernel routed it to our interface. Or there was no hop: it was made on this machine. */
        COUNTED,
        /** It has not: it is as it arrived on a link. */
        TO_BE_COUNTED
    }

    private static final int ERRORS_A_SECOND = 1000;
    private static final int ERRORS_AT_ONCE = 100;

    private final TunnelEnd end;
    private final Outlet outlet;
    private final TunnelSender sender;
    private final PacketBuffer error;
    private final SegmentLimit segments;
    private final TokenBucket errors = new TokenBucket(ERRORS_A_SECOND, ERRORS_AT_ONCE);

    /** Whoever tries one address after the other does not use up what others are told by. */
    private final TokenBucket ofNobody = new TokenBucket(ERRORS_A_SECOND, ERRORS_AT_ONCE);

    private final Fragmenter fragmenter = new Fragmenter();
    private final PathCounters counters = new PathCounters();
    private final boolean isForMany;
    private final boolean isBesideOthers;
    private final Prober prober;
    private @Nullable PacketBuffer spare;
    private int errorIdentification;

    /**
     * A way into the tunnels of {@code end}.
     *
     * @param error room for an ICMP error, {@link PacketBuffer#HEADROOM} and 576 octets
     * @param segments what is done about the size of TCP segments
     */
    public TunnelIngress(TunnelEnd end, Outlet outlet, PacketBuffer error, SegmentLimit segments) {
        this(end, outlet, error, segments, false);
    }

    /** @param isForMany whether it is the way of broadcasts, which is on a thread of its own */
    TunnelIngress(TunnelEnd end, Outlet outlet, PacketBuffer error, SegmentLimit segments, boolean isForMany) {
        this.isForMany = isForMany;
        this.isBesideOthers = end.servesSeveralThreads();
        this.sender = new TunnelSender(outlet);
        this.prober = new Prober(end, sender, outlet);
        this.end = end;
        this.outlet = outlet;
        this.error = error;
        this.segments = segments;
    }

    public PathCounters counters() {
        return counters;
    }

    /**
     * Takes one datagram to its end.
     *
     * @param datagram with {@link PacketBuffer#HEADROOM} octets before it, which may be written as it may itself
     * @throws RuntimeException a fault of ours or of the machine; the packet is counted even then
     */
    public void enter(PacketBuffer datagram, Hop hop) {
        counters.received(1);
        try {
            Optional<DropReason> refused = end.route(datagram);
            if (refused.isEmpty() && hop == Hop.TO_BE_COUNTED) {
                refused = countHop(datagram);
            }
            if (refused.isPresent()) {
                counters.dropped(refused.get());
                if (refused.get() == DropReason.NO_BINDING) {
                    tellOfNobody(datagram);
                }
            } else {
                enterAll(datagram, datagram.flow());
            }
        } catch (RuntimeException | Error fault) {
            counters.dropped(DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    private Optional<DropReason> countHop(PacketBuffer datagram) {
        if (datagram.timeToLive() == 1) { // RFC 2003 §3.1
            tell(datagram, IcmpError.TIME_EXCEEDED, 0, 0);
            return DropReason.TTL_EXCEEDED.verdict();
        }
        datagram.decrementTimeToLive();
        return Optional.empty();
    }

    private void enterAll(PacketBuffer datagram, Flow flow) {
        segments.apply(datagram, flow, true);
        int copies = flow.copies();
        int octets = datagram.length();
        for (int copy = 0; copy < copies; copy++) {
            if (copy > 0) {
                counters.received(1);
            }
            FlowPath path = flow.path(copy);
            if (path.udp() == null && datagram.source() == path.exit().bits()) { // RFC 2003 §3.2, the second rule
                counters.dropped(DropReason.SOURCE_IS_TUNNEL_EXIT);
            } else {
                forward(datagram, flow, path, copy + 1 < copies);
            }
        }
        if (end.probesPaths()) {
            prober.look(datagram, flow, octets);
        }
    }

    /**
     * Sends one copy of {@code datagram} along {@code path}, whole or in pieces, and counts what comes of it; received it was
     * before.
     *
     * @param isNeededAgain whether it must be afterwards what it was
     */
    void forward(PacketBuffer datagram, Flow flow, FlowPath path, boolean isNeededAgain) {
        TunnelExit exit = path.exit();
        if (exit.isInTrouble()) {
            OptionalInt code = exit.troubleAt(end.ticker().now());
            if (code.isPresent()) { // RFC 2003 §5
                tell(datagram, IcmpError.DESTINATION_UNREACHABLE, code.getAsInt(), 0);
            }
        }
        int length = datagram.length() + TunnelSender.overhead(datagram, flow, path);
        if (length <= exit.mtu() || length <= widened(exit)) {
            if (!isNeededAgain && sender.sendSoon(datagram, flow, path, length)) {
                return;
            }
            Optional<DropReason> refused = sender.send(datagram, flow, path);
            if (refused.isEmpty()) {
                exit.took(length);
            }
            if (refused.isEmpty() || refused.get() != DropReason.EXCEEDS_PATH_MTU || !isNarrower(exit, length)) {
                count(refused, datagram.length(), flow);
                return;
            }
        }
        if (datagram.dontFragment() && !segments.cutsAll()) {
            refuse(datagram, flow, path);
        } else {
            forwardPieces(datagram, flow, path, isNeededAgain);
        }
    }

    /** The MTU, after what is said of it has been looked at again. */
    private int widened(TunnelExit exit) {
        Tick now = end.ticker().now();
        exit.reconsider(now);
        if (exit.wantsLinkAsked(now)) {
            exit.linkTakes(TunnelSender.linkMtu(outlet, exit), now);
        }
        return exit.mtu();
    }

    /** The link did not take a packet of that length: whether it is known now what it takes. */
    private boolean isNarrower(TunnelExit exit, int length) {
        exit.linkTakes(TunnelSender.linkMtu(outlet, exit), end.ticker().now());
        return exit.mtu() < length;
    }

    /**
     * A packet that the outlet has kept was sent.
     *
     * @param octets as it was told
     */
    public void sent(Flow flow, int octets) {
        count(Optional.empty(), octets, flow);
    }

    /**
     * A packet that the outlet has kept was not sent. Where the link has become narrower, its sender is told, or it is cut.
     *
     * @param outer what was kept, in its place
     */
    public void refused(PacketBuffer outer, Flow flow, FlowPath path, int octets, DropReason reason) {
        boolean isUnchanged = path.wrapper() != MinimalForwarding.WRAPPER;
        boolean isTooLong = reason == DropReason.EXCEEDS_PATH_MTU;
        if (isTooLong && !isUnchanged) { // then the next one's sender is told
            isNarrower(path.exit(), outer.length());
        }
        if (!isTooLong || !isUnchanged) {
            count(reason.verdict(), octets, flow);
            return;
        }
        outer.strip(outer.length() - octets);
        outer.assign(flow);
        forward(outer, flow, path, false);
    }

    private void count(Optional<DropReason> refused, int octets, Flow flow) {
        if (refused.isPresent()) {
            counters.dropped(refused.get());
        } else {
            counters.forwarded().encapsulated(octets);
            count(flow.counters(), octets);
        }
    }

    private void count(FlowCounters ofFlow, int octets) {
        if (isForMany) {
            ofFlow.broadcasts().encapsulated(octets);
        } else if (isBesideOthers) {
            ofFlow.encapsulatedBesideOthers(octets);
        } else {
            ofFlow.encapsulated(octets);
        }
    }

    private void refuse(PacketBuffer datagram, Flow flow, FlowPath path) {
        int overhead = TunnelSender.overhead(datagram, flow, path);
        tell(
                datagram,
                IcmpError.DESTINATION_UNREACHABLE,
                IcmpError.FRAGMENTATION_NEEDED,
                path.exit().mtu() - overhead);
        counters.dropped(DropReason.EXCEEDS_PATH_MTU);
    }

    private void forwardPieces(PacketBuffer datagram, Flow flow, FlowPath path, boolean isNeededAgain) {
        int start = datagram.start();
        int length = datagram.length();
        if (isNeededAgain) {
            spare().window(0, length);
            spare().copyFrom(datagram, 0, 0, length);
        }
        if (datagram.dontFragment()) {
            datagram.mayBeCut(path.exit().nextIdentification(false));
        }
        // no fragment is wrapped in less than IP
        int agreed = Math.max(path.wrapper().overhead(), PacketBuffer.HEADER) + path.udpOverhead();
        int overhead = Math.max(agreed, TunnelSender.overhead(datagram, flow, path));
        if (!fragmenter.begin(datagram, path.exit().mtu() - overhead)) {
            counters.dropped(DropReason.TOO_BIG);
            return;
        }
        for (int piece = 0; fragmenter.next(datagram); piece++) {
            if (piece > 0) {
                counters.received(1);
            }
            int octets = datagram.length();
            count(sender.send(datagram, flow, path), octets, flow);
        }
        datagram.window(start, length);
        datagram.assign(flow);
        if (isNeededAgain) {
            datagram.copyFrom(spare(), 0, 0, length);
        }
    }

    private PacketBuffer spare() {
        PacketBuffer made = spare;
        if (made == null) {
            made = new PacketBuffer(ByteBuffer.allocate(PacketBuffer.LONGEST));
            spare = made;
        }
        return made;
    }

    /** RFC 1812 §5.2.7.1: the last router of a home network that is nowhere a link knows that the host is not to be reached. */
    private void tellOfNobody(PacketBuffer datagram) {
        OptionalInt router = end.lastRouterOf(datagram.destination());
        if (router.isPresent()) {
            tell(
                    datagram,
                    ofNobody,
                    router.getAsInt(),
                    IcmpError.DESTINATION_UNREACHABLE,
                    IcmpError.HOST_UNREACHABLE,
                    0);
        }
    }

    private void tell(PacketBuffer datagram, int type, int code, int rest) {
        tell(datagram, errors, end.answersFrom(datagram.flow()), type, code, rest);
    }

    private void tell(PacketBuffer datagram, TokenBucket allowance, int source, int type, int code, int rest) {
        if (!IcmpError.mayBeSentAbout(datagram) || !allowance.take(end.ticker().now())) {
            return;
        }
        IcmpError.write(error, datagram, source, type, code, rest, ++errorIdentification & 0xffff);
        outlet.answer(error, new Ipv4(error.destination()));
    }
}
