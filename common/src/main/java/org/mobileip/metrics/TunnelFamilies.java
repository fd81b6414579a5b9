package org.mobileip.metrics;

import java.util.Map;
import java.util.TreeMap;
import org.mobileip.host.TunnelCounters;
import org.mobileip.tunnel.DropReason;

/**
 * What became of packets, for either daemon: once none is on its way, {@code received} is what went both ways and the sum of what
 * was dropped.
 */
public final class TunnelFamilies {

    private TunnelFamilies() {}

    /**
     * Adds them to {@code exposition}.
     *
     * @param prefix of their names, like {@code mobileip_ha_}
     * @param into the direction of what goes into the tunnel, and {@code out} of what comes out of it
     */
    public static void add(Exposition exposition, String prefix, String into, String out, TunnelCounters counters) {
        exposition.counter(
                prefix + "tunnel_received_packets_total",
                "Packets that came to the tunnels from either side: forwarded or dropped.",
                counters.received());
        exposition.counters(
                prefix + "tunnel_packets_total",
                "Packets that went through the tunnels.",
                "direction",
                Map.of(into, counters.encapsulatedPackets(), out, counters.decapsulatedPackets()));
        exposition.counters(
                prefix + "tunnel_bytes_total",
                "Bytes of inner datagrams that went through the tunnels, headers included.",
                "direction",
                Map.of(into, counters.encapsulatedOctets(), out, counters.decapsulatedOctets()));
        exposition.counters(
                prefix + "tunnel_dropped_packets_total",
                "Packets that went nowhere, by the reason.",
                "reason",
                dropped(counters));
    }

    /** Those that did not occur are there too: a rate is known from the first one on. */
    private static Map<String, Long> dropped(TunnelCounters counters) {
        Map<String, Long> dropped = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason.word(), 0L);
        }
        dropped.putAll(counters.dropped());
        return dropped;
    }
}
