package org.mobileip.tunnel;

/** What was forwarded, each way. Each way has one thread that counts; any thread may read. */
public final class FlowCounters {

    private final Tally encapsulatedPackets = new Tally();
    private final Tally encapsulatedOctets = new Tally();
    private final Tally decapsulatedPackets = new Tally();
    private final Tally decapsulatedOctets = new Tally();

    public void encapsulated(int octets) {
        encapsulatedPackets.add(1);
        encapsulatedOctets.add(octets);
    }

    public void decapsulated(int octets) {
        decapsulatedPackets.add(1);
        decapsulatedOctets.add(octets);
    }

    public long encapsulatedPackets() {
        return encapsulatedPackets.value();
    }

    public long encapsulatedOctets() {
        return encapsulatedOctets.value();
    }

    public long decapsulatedPackets() {
        return decapsulatedPackets.value();
    }

    public long decapsulatedOctets() {
        return decapsulatedOctets.value();
    }
}
