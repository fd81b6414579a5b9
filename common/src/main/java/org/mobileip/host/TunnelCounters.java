package org.mobileip.host;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of packets. Octets are those of inner datagrams, headers included. A copy for a further care-of address is
 * a packet of its own; a packet that the kernel merged from several is one. Once no packet is on its way,
 * {@code received} is {@code encapsulatedPackets + decapsulatedPackets} and the sum of {@code dropped}.
 *
 * @param received packets read from either side
 * @param encapsulatedPackets packets sent into a tunnel
 * @param encapsulatedOctets their octets
 * @param decapsulatedPackets packets let out of a tunnel
 * @param decapsulatedOctets their octets
 * @param dropped packets that went nowhere, by the stable name of the reason ({@code no_binding}); reasons that did not
 *     occur are left out. Counted in the total only, empty in the counters of one home address
 */
public record TunnelCounters(
        long received,
        long encapsulatedPackets,
        long encapsulatedOctets,
        long decapsulatedPackets,
        long decapsulatedOctets,
        SortedMap<String, Long> dropped) {

    public static final TunnelCounters ZERO = new TunnelCounters(0, 0, 0, 0, 0, new TreeMap<>());

    public TunnelCounters {
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    /** What both count together. */
    public TunnelCounters plus(TunnelCounters other) {
        SortedMap<String, Long> drops = new TreeMap<>(dropped);
        other.dropped.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        return new TunnelCounters(
                received + other.received,
                encapsulatedPackets + other.encapsulatedPackets,
                encapsulatedOctets + other.encapsulatedOctets,
                decapsulatedPackets + other.decapsulatedPackets,
                decapsulatedOctets + other.decapsulatedOctets,
                drops);
    }

    /** The sum over all reasons. */
    public long droppedPackets() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Packets dropped for the reason of that name. */
    public long dropped(String reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
