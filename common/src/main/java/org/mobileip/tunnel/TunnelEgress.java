package org.mobileip.tunnel;

import java.util.Optional;

/**
 * What becomes of a packet that is to come out of a tunnel: put together, let through or refused by its end, and counted once,
 * as forwarded or by the reason why not. For one thread; the end may be shared with others.
 */
public final class TunnelEgress {

    /** What is to be done now. */
    public enum Outcome {
        /** Deliver the datagram in the window, and say whether that went well. */
        DELIVER,
        /** Nothing: it was dropped, and counted. */
        DROPPED,
        /** Nothing: it is a fragment of a packet that is not whole yet. */
        HELD
    }

    private final TunnelEnd end;
    private final SegmentLimit segments;
    private final PathCounters counters = new PathCounters();
    private final Reassembly reassembly = new Reassembly(counters);
    private final boolean isBesideOthers;

    /** @param segments what is done about the size of TCP segments */
    public TunnelEgress(TunnelEnd end, SegmentLimit segments) {
        this.end = end;
        this.segments = segments;
        this.isBesideOthers = end.servesSeveralThreads();
    }

    public PathCounters counters() {
        return counters;
    }

    /**
     * Judges a packet of a tunnel's protocol from anybody.
     *
     * @param packet an outer packet, or a fragment of one; there is room for 65535 octets where it begins
     * @param checksumIsComplete false: the kernel has left the inner checksum to whoever needs it
     * @throws RuntimeException a fault of ours; the packet is counted even then
     */
    public Outcome take(PacketBuffer packet, boolean checksumIsComplete) {
        Optional<DropReason> malformed = Decapsulation.checkOuter(packet);
        if (malformed.isEmpty() && packet.isFragment()) {
            return takeFragment(packet, checksumIsComplete);
        }
        counters.received(packet.packets());
        return malformed.isPresent() ? dropped(packet, malformed.get()) : takeWhole(packet, checksumIsComplete);
    }

    private Outcome takeFragment(PacketBuffer fragment, boolean checksumIsComplete) {
        Optional<DropReason> stranger = end.expects(fragment.source(), fragment.destination());
        if (stranger.isPresent()) {
            counters.received(1);
            return dropped(fragment, stranger.get());
        }
        return switch (reassembly.add(fragment, end.ticker().now())) {
            case KEPT -> Outcome.HELD;
            case DROPPED -> Outcome.DROPPED;
            case WHOLE -> {
                counters.received(1);
                yield takeWhole(fragment, checksumIsComplete);
            }
        };
    }

    private Outcome takeWhole(PacketBuffer packet, boolean checksumIsComplete) {
        try {
            Optional<DropReason> refused = end.admitWhole(packet, checksumIsComplete);
            if (refused.isPresent()) {
                return dropped(packet, refused.get());
            }
            segments.apply(packet, packet.flow(), checksumIsComplete);
            return Outcome.DELIVER;
        } catch (RuntimeException | Error fault) {
            dropped(packet, DropReason.INTERNAL_ERROR);
            throw fault;
        }
    }

    /** The datagram in the window was delivered. */
    public void delivered(PacketBuffer inner) {
        delivered(inner.flow(), inner.packets(), inner.octetsInAll());
    }

    /** So many packets of that flow, which were let out before, were delivered. */
    public void delivered(Flow flow, int packets, int octets) {
        counters.forwarded().decapsulated(packets, octets);
        if (isBesideOthers) {
            flow.counters().decapsulatedBesideOthers(packets, octets);
        } else {
            flow.counters().decapsulated(packets, octets);
        }
    }

    /** The packet in the window cannot be delivered. */
    public Outcome dropped(PacketBuffer packet, DropReason reason) {
        return dropped(packet.packets(), reason);
    }

    /** So many packets, which were let out before, cannot be delivered. */
    public Outcome dropped(int packets, DropReason reason) {
        counters.dropped(reason, packets);
        return Outcome.DROPPED;
    }
}
