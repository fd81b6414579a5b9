package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What was forwarded, each way. Each way has one thread that counts, or several that all say that they are; any thread may read: as
 * {@link Tally}, four of which would take four times as much room in a table of a million.
 */
public final class FlowCounters {

    private static final VarHandle ENCAPSULATED_PACKETS = handle("encapsulatedPackets", long.class);
    private static final VarHandle ENCAPSULATED_OCTETS = handle("encapsulatedOctets", long.class);
    private static final VarHandle DECAPSULATED_PACKETS = handle("decapsulatedPackets", long.class);
    private static final VarHandle DECAPSULATED_OCTETS = handle("decapsulatedOctets", long.class);
    private static final VarHandle BROADCASTS = handle("broadcasts", FlowCounters.class);

    private long encapsulatedPackets;
    private long encapsulatedOctets;
    private long decapsulatedPackets;
    private long decapsulatedOctets;
    private @Nullable FlowCounters broadcasts;

    /** Nothing was forwarded yet. */
    public FlowCounters() {}

    /** What the thread of broadcasts counts, which is counted here too; for that thread. */
    FlowCounters broadcasts() {
        FlowCounters theirs = broadcasts;
        if (theirs == null) {
            theirs = new FlowCounters();
            BROADCASTS.setRelease(this, theirs);
        }
        return theirs;
    }

    public void encapsulated(int octets) {
        ENCAPSULATED_PACKETS.setOpaque(this, encapsulatedPackets + 1);
        ENCAPSULATED_OCTETS.setOpaque(this, encapsulatedOctets + octets);
    }

    public void decapsulated(int octets) {
        decapsulated(1, octets);
    }

    /** So many packets came out, with so many octets in all. */
    public void decapsulated(int packets, int octets) {
        DECAPSULATED_PACKETS.setOpaque(this, decapsulatedPackets + packets);
        DECAPSULATED_OCTETS.setOpaque(this, decapsulatedOctets + octets);
    }

    /** As {@link #encapsulated}, where other threads count at the same time. */
    void encapsulatedBesideOthers(int octets) {
        ENCAPSULATED_PACKETS.getAndAdd(this, 1L);
        ENCAPSULATED_OCTETS.getAndAdd(this, (long) octets);
    }

    /** As {@link #decapsulated(int, int)}, where other threads count at the same time. */
    void decapsulatedBesideOthers(int packets, int octets) {
        DECAPSULATED_PACKETS.getAndAdd(this, (long) packets);
        DECAPSULATED_OCTETS.getAndAdd(this, (long) octets);
    }

    public long encapsulatedPackets() {
        FlowCounters theirs = (FlowCounters) BROADCASTS.getAcquire(this);
        return (long) ENCAPSULATED_PACKETS.getOpaque(this) + (theirs == null ? 0 : theirs.encapsulatedPackets());
    }

    public long encapsulatedOctets() {
        FlowCounters theirs = (FlowCounters) BROADCASTS.getAcquire(this);
        return (long) ENCAPSULATED_OCTETS.getOpaque(this) + (theirs == null ? 0 : theirs.encapsulatedOctets());
    }

    public long decapsulatedPackets() {
        return (long) DECAPSULATED_PACKETS.getOpaque(this);
    }

    public long decapsulatedOctets() {
        return (long) DECAPSULATED_OCTETS.getOpaque(this);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(FlowCounters.class, field, type);
        } catch (ReflectiveOperationException ourOwnField) {
            throw new LinkageError(ourOwnField.getMessage(), ourOwnField);
        }
    }
}
