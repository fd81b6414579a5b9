package org.mobileip.host.linux.tun;

import org.mobileip.tunnel.PathCounters;

/**
 * Whether a packet thread that has taken what was there is to sleep for a moment before it waits: where many small packets come, each may
 * find it asleep again, and whoever delivers one pays for waking it up. A lone packet, and one that is answered before the next
 * is sent, never waits.
 *
 * <p>Not for long packets, of which fewer come: a thread that takes a fast download is best kept busy, so that it is not woken at all.
 *
 * <p>For one thread. Times are in nanoseconds of one monotonic clock.
 */
final class Gathering {

    /** How often it is looked at what comes. */
    static final long LOOK = 10_000_000;

    /** Two or three come meanwhile of a stream that just counts as {@link #MANY}. */
    static final long PAUSE = 50_000;

    /** More than so many in a {@link #LOOK}: neither a ball there and back is as quick, nor the acknowledgements of a download. */
    static final int MANY = 500;

    /** Octets that a small packet has at most, on average. */
    static final int SMALL = 200;

    private long lookedAt;
    private long packets;
    private long octets;
    private boolean areManySmall;

    Gathering(long now) {
        lookedAt = now;
    }

    /**
     * Its thread has nothing to do, and is about to wait.
     *
     * @param all what it has received since it began
     * @return for how long it should sleep before; 0: not at all
     */
    long pause(long now, PathCounters all) {
        long time = now - lookedAt;
        if (time >= LOOK) {
            long morePackets = all.received() - packets;
            long moreOctets = octets(all) - octets;
            areManySmall = morePackets * LOOK > MANY * time && moreOctets <= SMALL * morePackets;
            lookedAt = now;
            packets += morePackets;
            octets += moreOctets;
        }
        return areManySmall ? PAUSE : 0;
    }

    private static long octets(PathCounters all) {
        return all.forwarded().encapsulatedOctets() + all.forwarded().decapsulatedOctets();
    }
}
