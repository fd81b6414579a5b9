package org.mobileip.host.linux;

/**
 * Puts a thread before those that compute, as long as it mostly waits: an event or a packet then is looked at within
 * microseconds, on a busy machine instead of milliseconds. A thread that has not rested for a while is flooded, and takes its
 * turn with all others until it rests again, so that a flood cannot starve what else the machine does. So has one with a stream
 * to handle: put before others it would be woken by each packet, before who sends could send the next, and handle every one by
 * itself.
 *
 * <p>For one thread. Times are in nanoseconds of one monotonic clock.
 */
public final class Urgency {

    /** Waiting for longer than this is rest. */
    static final long REST = 200_000;

    /** Without rest for longer than this is a flood. */
    static final long PATIENCE = 20_000_000;

    /** How much was done is looked at this often. */
    static final long LOOK = 10_000_000;

    /** More than so much in a {@link #LOOK} is a stream: packets of a fast download, not those of a voice. */
    static final int STREAM = 50;

    /** It is one until no more than this is done in a {@link #LOOK}. */
    static final int TRICKLE = 10;

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
    private long restedAt;
    private long lookedAt;
    private long done;
    private boolean isStream;
    private boolean hurries;

    Urgency(Scheduler scheduler, long now) {
        this.scheduler = scheduler;
        restedAt = now;
        lookedAt = now;
        hurry();
    }

    /** Of the calling thread, from now on. */
    public static Urgency ofThisThread() {
        return new Urgency(KERNEL, System.nanoTime());
    }

    /** It has handled so many packets since it said so last. */
    public void did(long packets) {
        done += packets;
    }

    /** How long it may wait, in milliseconds, until it must say {@link #waited} though nothing came; -1: as long as nothing comes. */
    public int patience() {
        return hurries ? -1 : LOOK_MILLIS;
    }

    /** It has waited from {@code begin} to {@code end}; both are now for a thread that goes on without having waited. */
    public void waited(long begin, long end) {
        boolean hasRested = end - begin > REST;
        if (hasRested) {
            restedAt = end;
        }
        if (end - lookedAt >= LOOK) {
            isStream = done * LOOK > (isStream ? TRICKLE : STREAM) * (end - lookedAt);
            done = 0;
            lookedAt = end;
        }
        if (hurries && (isStream || end - restedAt > PATIENCE)) {
            hurries = false;
            scheduler.queue();
        } else if (!hurries && !isStream && hasRested) {
            hurry();
        }
    }

    private void hurry() {
        hurries = true;
        scheduler.hurry();
    }
}
