package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.time.Tick;

/**
 * Sends the probes of {@link PathProbe} through tunnels, and draws the conclusions: an echo request (RFC 792) from our end of
 * the tunnel to the other end's machine, as long as the packet that it stands for, with DF. For the thread that encapsulates.
 */
final class Prober {

    /** The Identifier of our echo requests. */
    static final int IDENTIFIER = 0x4d50;

    /** Octets of an echo message up to the end of the cookie. */
    static final int MESSAGE = 16;

    static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int TIME_TO_LIVE = 64;
    private static final int LEAST = PacketBuffer.HEADER + MESSAGE;

    private final TunnelEnd end;
    private final TunnelSender sender;
    private final TunnelIngress.Outlet outlet;
    private Tick now = Tick.NEVER;

    Prober(TunnelEnd end, TunnelSender sender, TunnelIngress.Outlet outlet) {
        this.end = end;
        this.sender = sender;
        this.outlet = outlet;
    }

    /**
     * A datagram of {@code octets} has gone along the paths of {@code flow}, or was to.
     *
     * @param room where probes may be written, over what is there
     */
    void look(PacketBuffer room, Flow flow, int octets) {
        for (FlowPath path : flow.paths()) {
            int length = octets + path.overhead();
            if (!path.exit().isContentWith(length)) {
                PathProbe probe = path.exit().probe();
                synchronized (probe) { // of several threads that encapsulate, one at a time
                    look(room, flow, path, length, probe);
                }
            }
        }
    }

    private void look(PacketBuffer room, Flow flow, FlowPath path, int length, PathProbe probe) {
        TunnelExit exit = path.exit();
        now = end.ticker().lately(now);
        switch (probe.verdict(now)) {
            case WIDE -> {
                exit.isWide(now);
                end.believed(exit);
            }
            case NARROW -> {
                exit.swallows(probe.best(), now);
                end.believed(exit);
                end.found(exit.address(), probe.best());
            }
            case NONE -> {}
        }
        if (probe.isDue(length, now)) {
            outlet.flush(); // what is in the room may be kept
            exit.linkTakes(TunnelSender.linkMtu(outlet, exit), now);
            probe.begin(probe.isBlackHole() ? exit.linkMtu() : exit.mtu(), now);
            for (int i = 0; i < probe.count(); i++) {
                if (send(room, flow, path, probe.length(i), probe.sequence(i)).isPresent()) {
                    probe.abandon(now);
                    return;
                }
            }
        }
    }

    /** What this machine itself does not send says nothing of the way. */
    private Optional<DropReason> send(PacketBuffer room, Flow flow, FlowPath path, int length, int sequence) {
        int start = room.start();
        long cookie = path.exit().probe().cookie();
        write(room, flow, path, LEAST, sequence, cookie);
        int overhead = path.overhead(room, flow.source());
        room.window(start, LEAST);
        write(room, flow, path, Math.max(LEAST, length - overhead), sequence, cookie);
        Optional<DropReason> refused = sender.send(room, flow, path);
        room.window(start, LEAST);
        return refused;
    }

    private void write(PacketBuffer room, Flow flow, FlowPath path, int size, int sequence, long cookie) {
        int message = size - PacketBuffer.HEADER;
        room.window(room.start() + PacketBuffer.HEADER, message);
        for (int at = 0; at < message; at++) {
            room.put8(at, 0);
        }
        room.put8(0, ECHO_REQUEST);
        room.put16(4, IDENTIFIER);
        room.put16(6, sequence);
        room.put32(8, (int) (cookie >>> 32));
        room.put32(12, (int) cookie);
        room.put16(2, ~InternetSum.fold(room.sum(0, message)));
        room.writeHeaderBefore(
                0,
                0x45 << 24 | size,
                sequence << 16 | PacketBuffer.DONT_FRAGMENT,
                TIME_TO_LIVE,
                IcmpError.PROTOCOL,
                end.probesFrom(flow),
                end.probesTo(flow, path));
        room.extend(PacketBuffer.HEADER);
    }

    /** Whether {@code inner}, which came out of a tunnel, answers a probe of {@code flow}; then that is remembered. */
    static void hear(PacketBuffer inner, Flow flow) {
        int at = inner.headerLength();
        if (inner.protocol() != IcmpError.PROTOCOL
                || inner.isFragment()
                || inner.length() < at + MESSAGE
                || inner.u8(at) != ECHO_REPLY
                || inner.u16(at + 4) != IDENTIFIER) {
            return;
        }
        long cookie = (long) inner.i32(at + 8) << 32 | (inner.i32(at + 12) & 0xffff_ffffL);
        for (FlowPath path : flow.paths()) {
            path.exit().probe().answered(inner.u16(at + 6), cookie);
        }
    }
}
