package org.mobileip.host.linux;

/**
 * Puts a thread before those that compute, as long as it mostly waits: an event or a packet then is looked at within
 * microseconds, on a busy machine instead of milliseconds. A thread that has not rested for a while is flooded, and takes its
 * turn with all others until it rests again, so that a flood cannot starve what else the machine does.
 *
 * <p>In a stream a thread before others would be woken by each packet, before who sends could send the next, and handle every
 * one by itself. A thread of packets then takes its turn with all others too. A thread of requests makes {@linkplain #pause
 * pauses} instead, so that some come together: waiting its turn would let many come before it, now and then. Behind requests that
 * all came to nothing they are as long as they can be.
 *
 * <p>For one thread. Times are in nanoseconds of one monotonic clock.
 */
public final class Urgency {

    /** Waiting for longer than this is rest. */
    static final long REST = 200_000;

    /** For who makes pauses, waiting for longer than this is. */
    static final long SHORT_REST = 50_000;

    /** Without rest for longer than this is a flood. */
    static final long PATIENCE = 20_000_000;

    /** How much was done is looked at this often. */
    static final long LOOK = 10_000_000;

    /** More than so much in a {@link #LOOK} is a stream: packets of a fast download, not those of a voice. */
    static final int STREAM = 50;

    /** It is one until no more than this is done in a {@link #LOOK}. */
    static final int TRICKLE = 10;

    /** In a stream of requests it begins again this long after it began before, at the earliest. */
    static final long PACE = 250_000;

    /** And this long at most: the more there is to do, the less may each pause cost. */
    static final long LONGEST_PACE = 2_000_000;

    /** Above so much in a {@link #LOOK} pauses are longer in the same measure as it is more. */
    static final int RUSH = 200;

    /** And above so many times as much in the square of it: then what each pause costs is felt by all. */
    static final int GREAT_RUSH = 3;

    private static final int LOOK_MILLIS = (int) (LOOK / 1_000_000);

    /** Who puts the thread before others, and back. */
    interface Scheduler {
        void hurry();

        void queue();
    }

    /** The kernel. Where it may not be asked, the thread takes its turn as before. */
    static final Scheduler KERNEL = new Scheduler() {
        @Override
        public void hurry() {
            PunctualThread.become();
        }

        @Override
        public void queue() {
            PunctualThread.resign();
        }
    };

    private final Scheduler scheduler;
    private final boolean isPaced;
    private long begunAt;
    private long restedAt;
    private long lookedAt;
    private long done;
    private boolean isStream;
    private long pace = PACE;
    private boolean hurries;

    Urgency(Scheduler scheduler, boolean isPaced, long now) {
        this.scheduler = scheduler;
        this.isPaced = isPaced;
        restedAt = now;
        lookedAt = now;
        hurry();
    }

    /** Of the calling thread, which handles packets, from now on. */
    public static Urgency ofThisThread() {
        return new Urgency(KERNEL, false, System.nanoTime());
    }

    /** Of the calling thread, which handles requests and {@linkplain #pause pauses} in streams of them, from now on. */
    public static Urgency pacedOfThisThread() {
        return new Urgency(KERNEL, true, System.nanoTime());
    }

    /** It has handled so many packets since it said so last. */
    public void did(long packets) {
        done += packets;
    }

    /** How long it may wait, in milliseconds, until it must say {@link #waited} though nothing came; -1: as long as nothing comes. */
    public int patience() {
        return hurries ? -1 : LOOK_MILLIS;
    }

    /**
     * How long it should sleep now, before it waits, so that some of a stream come together; 0: not at all.
     *
     * @param isMoreThere it has handled as much as it takes at once, so that some more are there together already
     * @param wasInVain nothing that it has handled since it waited was of use to anybody: in a stream, who sends that is not to be served
     *     at once, nor at the price of being woken for each
     */
    public long pause(long now, boolean isMoreThere, boolean wasInVain) {
        long wanted = begunAt + (wasInVain ? LONGEST_PACE : pace) - now;
        return isPaced && isStream && hurries && !isMoreThere ? Math.max(0, wanted) : 0;
    }

    /** It has waited from {@code begin} to {@code end}; both are now for a thread that goes on without having waited. */
    public void waited(long begin, long end) {
        boolean hasRested = end - begin > (isPaced ? SHORT_REST : REST);
        begunAt = end;
        if (hasRested) {
            restedAt = end;
        }
        if (end - lookedAt >= LOOK) {
            isStream = done * LOOK > (isStream ? TRICKLE : STREAM) * (end - lookedAt);
            pace = paceFor(PACE * done / RUSH * LOOK / (end - lookedAt));
            done = 0;
            lookedAt = end;
        }
        boolean takesTurns = isStream && !isPaced;
        if (hurries && (takesTurns || end - restedAt > PATIENCE)) {
            hurries = false;
            scheduler.queue();
        } else if (!hurries && !takesTurns && hasRested) {
            hurry();
        }
    }

    /** @param measured in the same measure as there is more to do */
    private static long paceFor(long measured) {
        long squared = measured * measured / (GREAT_RUSH * PACE);
        return Math.max(PACE, Math.min(LONGEST_PACE, Math.max(measured, squared)));
    }

    private void hurry() {
        hurries = true;
        scheduler.hurry();
    }
}
