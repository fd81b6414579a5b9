package org.mobileip.tunnel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What one direction of the packet path received and dropped; one thread counts, any thread reads. The path keeps the
 * invariant: every packet received is forwarded or counted by exactly one reason.
 */
public final class PathCounters {

    private final Tally received = new Tally();
    private final FlowCounters forwarded = new FlowCounters();
    private final Map<DropReason, Tally> dropped = new EnumMap<>(DropReason.class);

    public PathCounters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new Tally());
        }
    }

    /** One packet was read; or one more copy of it is on its way. */
    public void received(int packets) {
        received.add(packets);
    }

    public void dropped(DropReason reason) {
        dropped(reason, 1);
    }

    void dropped(DropReason reason, int packets) {
        Objects.requireNonNull(dropped.get(reason)).add(packets);
    }

    /** Everything that was forwarded. */
    public FlowCounters forwarded() {
        return forwarded;
    }

    public long received() {
        return received.value();
    }

    /** Packets that were dropped, for whatever reason. */
    public long dropped() {
        long packets = 0;
        for (Tally tally : dropped.values()) {
            packets += tally.value();
        }
        return packets;
    }

    /** Adds the reasons that occurred to {@code sums}, by {@link DropReason#word}. */
    public void addDropsTo(SortedMap<String, Long> sums) {
        dropped.forEach((reason, tally) -> {
            long value = tally.value();
            if (value != 0) {
                sums.merge(reason.word(), value, Long::sum);
            }
        });
    }
}
