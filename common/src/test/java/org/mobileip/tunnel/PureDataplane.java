package org.mobileip.tunnel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** The pure packet path, with buffers for a network and an interface. */
public final class PureDataplane implements PacketTableContract.Subject, TunnelIngress.Outlet, BroadcastIngress.Outlet {

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(70_000);
    private final PacketBuffer packet = new PacketBuffer(buffer);
    private final ByteBuffer errorBuffer = ByteBuffer.allocate(PacketBuffer.HEADROOM + IcmpError.LONGEST);
    private final PacketBuffer error = new PacketBuffer(errorBuffer);
    private final TunnelIngress ingress;
    private final TunnelEgress egress;
    private final TunnelErrors errors;
    private final Optional<BroadcastIngress> broadcasts;
    private final List<String> results = new ArrayList<>();
    private final TreeMap<String, Long> told = new TreeMap<>();

    /** What the links take that the table does not say is narrow. */
    int linkMtu = 65_535;

    public PureDataplane(TunnelEnd end) {
        this(end, SegmentLimit.NONE);
    }

    PureDataplane(TunnelEnd end, SegmentLimit segments) {
        ingress = new TunnelIngress(end, this, error, segments);
        egress = new TunnelEgress(end, segments);
        errors = new TunnelErrors(end, this::answer, error);
        broadcasts = end instanceof HomeAgentEnd agent
                ? Optional.of(new BroadcastIngress(agent, PacketTable.POLICY, this))
                : Optional.empty();
    }

    @Override
    public List<String> into(Octets datagram) {
        return enter(datagram, TunnelIngress.Hop.COUNTED);
    }

    @Override
    public List<String> forward(Octets datagram) {
        return enter(datagram, TunnelIngress.Hop.TO_BE_COUNTED);
    }

    private List<String> enter(Octets datagram, TunnelIngress.Hop hop) {
        put(datagram);
        ingress.enter(packet, hop);
        return taken(ingress.counters());
    }

    @Override
    public List<String> outOf(Octets outer) {
        put(outer);
        TunnelEgress.Outcome outcome = egress.take(packet, true);
        if (outcome == TunnelEgress.Outcome.DELIVER) {
            egress.delivered(packet);
            results.add(octets(buffer, packet).toString());
        } else if (outcome == TunnelEgress.Outcome.HELD) {
            results.add("held");
        }
        return taken(egress.counters());
    }

    @Override
    public List<String> broadcast(Octets datagram) {
        put(datagram);
        broadcasts.orElseThrow().take(packet);
        return taken(broadcasts.orElseThrow().counters());
    }

    @Override
    public List<String> error(Octets message) {
        put(message);
        errors.hear(packet);
        return taken(new PathCounters());
    }

    private void put(Octets octets) {
        buffer.put(100, octets.toArray());
        packet.window(100, octets.size());
    }

    /** What came out, and then the reasons that were counted since the last time, which come one at a time. */
    private List<String> taken(PathCounters counters) {
        TreeMap<String, Long> now = new TreeMap<>();
        counters.addDropsTo(now);
        now.forEach((word, count) -> {
            for (long i = told.getOrDefault(word, 0L); i < count; i++) {
                results.add(word);
            }
        });
        told.putAll(now);
        List<String> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
        if (outer.length() > linkMtu(exit)) {
            return DropReason.EXCEEDS_PATH_MTU.verdict();
        }
        if (exit.bits() != outer.destination()) {
            throw new AssertionError(exit + " is not where the header leads");
        }
        results.add(octets(buffer, outer).toString());
        return Optional.empty();
    }

    @Override
    public int linkMtu(Ipv4 exit) {
        return TableWorld.isBehindNarrowLink(exit) ? 1000 : linkMtu;
    }

    @Override
    public void answer(PacketBuffer message, Ipv4 to) {
        results.add(PacketTable.answer(octets(errorBuffer, message)));
    }

    private static Octets octets(ByteBuffer of, PacketBuffer window) {
        return Octets.of(of.slice(window.start(), window.length()));
    }

    @Override
    public long unaccounted() {
        return unaccounted(ingress.counters())
                + unaccounted(egress.counters())
                + broadcasts.map(path -> unaccounted(path.counters())).orElse(0L);
    }

    private static long unaccounted(PathCounters counters) {
        TreeMap<String, Long> drops = new TreeMap<>();
        counters.addDropsTo(drops);
        return counters.received()
                - counters.forwarded().encapsulatedPackets()
                - counters.forwarded().decapsulatedPackets()
                - drops.values().stream().mapToLong(Long::longValue).sum();
    }
}
