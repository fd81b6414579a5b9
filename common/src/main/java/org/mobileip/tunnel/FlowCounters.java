package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;

/** What was forwarded, each way. Each way has one thread that counts; any thread may read. */
public final class FlowCounters {

    private final @Nullable FlowCounters broadcasts;
    private final Tally encapsulatedPackets = new Tally();
    private final Tally encapsulatedOctets = new Tally();
    private final Tally decapsulatedPackets = new Tally();
    private final Tally decapsulatedOctets = new Tally();

    /** Nothing was forwarded yet. */
    public FlowCounters() {
        this(new FlowCounters(null));
    }

    private FlowCounters(@Nullable FlowCounters broadcasts) {
        this.broadcasts = broadcasts;
    }

    /** What the thread of broadcasts counts, which is counted here too. */
    FlowCounters broadcasts() {
        return broadcasts == null ? this : broadcasts;
    }

    public void encapsulated(int octets) {
        encapsulatedPackets.add(1);
        encapsulatedOctets.add(octets);
    }

    public void decapsulated(int octets) {
        decapsulated(1, octets);
    }

    /** So many packets came out, with so many octets in all. */
    public void decapsulated(int packets, int octets) {
        decapsulatedPackets.add(packets);
        decapsulatedOctets.add(octets);
    }

    public long encapsulatedPackets() {
        return encapsulatedPackets.value() + (broadcasts == null ? 0 : broadcasts.encapsulatedPackets());
    }

    public long encapsulatedOctets() {
        return encapsulatedOctets.value() + (broadcasts == null ? 0 : broadcasts.encapsulatedOctets());
    }

    public long decapsulatedPackets() {
        return decapsulatedPackets.value();
    }

    public long decapsulatedOctets() {
        return decapsulatedOctets.value();
    }
}
