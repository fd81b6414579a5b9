package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.AddressCounts;
import org.mobileip.net.Ipv4;

/**
 * The far ends of tunnels, as long as a tunnel leads there. What is known of the way to one is made when somebody asks: most nodes
 * are silent, and a far end that nothing was sent to takes a few octets. One thread acquires and releases; any may ask, and waits
 * for another only when it is the first that asks about an address.
 */
final class Exits {

    private final AddressCounts known = new AddressCounts();
    private final IntTable<TunnelExit> made = new IntTable<>();
    private int seed;

    /** @param seed where the Identifications of outer headers begin; nobody else should know */
    Exits(int seed) {
        this.seed = seed;
    }

    /** Whether a tunnel leads to {@code address}. */
    boolean has(int address) {
        return known.has(address);
    }

    /** What is known of the way to {@code address}; null: no tunnel leads there. */
    @Nullable
    TunnelExit get(int address) {
        TunnelExit exit = made.get(address);
        return exit != null || !known.has(address) ? exit : make(address);
    }

    private synchronized @Nullable TunnelExit make(int address) {
        TunnelExit exit = made.get(address);
        if (exit == null && known.has(address)) {
            exit = newExit(address);
            made.put(address, exit);
        }
        return exit;
    }

    private TunnelExit newExit(int address) {
        seed += TunnelExit.SEED_SPREAD;
        return new TunnelExit(new Ipv4(address), seed);
    }

    /** What is known of the way there, if somebody has asked before; null: all that is known is how it begins. */
    @Nullable
    TunnelExit ifMade(int address) {
        return made.get(address);
    }

    /** One tunnel more leads to {@code address}. */
    synchronized void acquire(int address) {
        known.add(address);
    }

    /** One tunnel less; with the last one all goes that is known. */
    synchronized void release(int address) {
        if (known.remove(address)) {
            made.remove(address);
        }
    }

    /** Forgets what is known of the way to {@code address} where that is no more than how it begins, and one tunnel leads there. */
    synchronized void forgetIfUnused(int address) {
        TunnelExit exit = made.get(address);
        if (exit != null && exit.isUnused() && known.hasOnce(address)) {
            made.remove(address);
        }
    }
}
