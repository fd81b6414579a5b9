package org.mobileip.scenarios.wire;

/**
 * Decides what becomes of each frame in one direction: a function of the seed, of the frames before it and of its moment. Every
 * frame takes as many random numbers whatever the impairment, so that a change of one thing leaves the others as they were.
 *
 * <pre>
 *   arrives --> queue, drop-tail --rate--> lost? --delay + jitter--> departs, once or twice
 *                                             `--and held back--> departs behind later ones
 * </pre>
 */
public final class WireModel {

    /** The frame does not depart. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS = 1_000_000_000L;
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;
    private Impairment impairment;
    private long delay;
    private long jitter;
    private long heldBack;
    private double nanosPerOctet;
    private long queueOctets;
    private long free = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private long latestHeldBack = Long.MIN_VALUE;
    private boolean twice;
    private boolean behind;
    private boolean queueFull;

    /** Both are for one direction; {@code seed} is that of its chances. */
    public WireModel(long seed, Impairment impairment) {
        this.state = seed;
        this.impairment = impairment;
        take(impairment);
    }

    private void take(Impairment next) {
        impairment = next;
        delay = next.delay().toNanos();
        jitter = next.jitter().toNanos();
        heldBack = next.reorderingBy().toNanos();
        nanosPerOctet = next.bitsPerSecond().isPresent()
                ? 8.0 * NANOS / next.bitsPerSecond().getAsLong()
                : 0;
        queueOctets = next.queueOctets();
    }

    /** From {@code now} on; what waits already is sent at the new rate. */
    public void change(long now, Impairment next) {
        double waiting = nanosPerOctet == 0 ? 0 : Math.max(0, free - now) / nanosPerOctet;
        take(next);
        free = now + (long) (waiting * nanosPerOctet);
    }

    /**
     * A frame arrives.
     *
     * @param now not before the one before
     * @param octets its length from the IP header on
     * @return when it departs, or {@link #NEVER}; the methods below tell how
     */
    public long departure(long now, int octets) {
        boolean lost = random() < impairment.loss();
        double late = random();
        twice = random() < impairment.duplication();
        behind = random() < impairment.reordering();
        long begin = Math.max(free, now);
        queueFull = nanosPerOctet > 0 && (begin - now) / nanosPerOctet + octets > queueOctets;
        if (queueFull) {
            return NEVER;
        }
        free = begin + (long) (octets * nanosPerOctet);
        if (lost) {
            return NEVER;
        }
        long arrives = free + delay + (long) (late * jitter);
        if (behind) {
            latestHeldBack = Math.max(latestHeldBack, arrives + heldBack);
            return latestHeldBack;
        }
        latest = Math.max(latest, arrives);
        return latest;
    }

    /** It departs twice. */
    public boolean isTwice() {
        return twice;
    }

    /** It is not in its place any more; those that are like that keep their order among themselves. */
    public boolean isBehind() {
        return behind;
    }

    /** It did not fit into the queue. */
    public boolean isQueueFull() {
        return queueFull;
    }

    /** SplitMix64, and the 53 bits of it that a double has. */
    private double random() {
        state += STEP;
        long mixed = (state ^ (state >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * UNIT;
    }
}
