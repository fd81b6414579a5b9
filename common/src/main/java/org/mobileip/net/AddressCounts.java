package org.mobileip.net;

import java.util.HashMap;
import java.util.Map;

/**
 * How often each address was added: where that is once, as nearly always, it takes the octets of an {@link AddressSet}. For one writer
 * and many readers, who take no lock.
 */
public final class AddressCounts {

    private static final int TWICE = 2;

    private final AddressSet hosts = new AddressSet();

    /** The two addresses that are none of a host. */
    private volatile boolean hasUnspecified;

    private volatile boolean hasBroadcast;

    /** Of those that were added more than once; for the writer. */
    private final Map<Integer, Integer> several = new HashMap<>();

    /** Whether {@code address} was added more often than taken away; for any thread. */
    public boolean has(int address) {
        if (AddressSet.suits(address)) {
            return hosts.has(address);
        }
        return address == 0 ? hasUnspecified : hasBroadcast;
    }

    /** Whether it was added exactly once more than it was taken away; for the writer. */
    public boolean hasOnce(int address) {
        return has(address) && !several.containsKey(address);
    }

    /** Adds {@code address} once more; for the writer. */
    public void add(int address) {
        if (has(address)) {
            several.merge(address, TWICE, (count, two) -> count + 1);
        } else {
            set(address, true);
        }
    }

    /**
     * Takes {@code address}, which is there, away once; for the writer.
     *
     * @return whether it was the last time
     */
    public boolean remove(int address) {
        if (several.containsKey(address)) {
            several.computeIfPresent(address, (same, count) -> count == TWICE ? null : count - 1);
            return false;
        }
        set(address, false);
        return true;
    }

    private void set(int address, boolean isThere) {
        if (!AddressSet.suits(address)) {
            hasUnspecified = address == 0 ? isThere : hasUnspecified;
            hasBroadcast = address == 0 ? hasBroadcast : isThere;
        } else if (isThere) {
            hosts.add(address);
        } else {
            hosts.remove(address);
        }
    }
}
