package org.mobileip.host.linux;

/**
 * Puts a thread before those that compute, as long as it mostly waits: an event or a packet then is looked at within
 * microseconds, on a busy machine instead of milliseconds. A thread that has not rested for a while is flooded, and takes its
 * turn with all others until it rests again, so that a flood cannot starve what else the machine does.
 *
 * <p>For one thread. Times are in nanoseconds of one monotonic clock.
 */
public final class Urgency {

    /** Waiting for longer than this is rest. */
    static final long REST = 200_000;

    /** Without rest for longer than this is a flood. */
    static final long PATIENCE = 20_000_000;

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
    private boolean hurries;

    Urgency(Scheduler scheduler, long now) {
        this.scheduler = scheduler;
        restedAt = now;
        hurry();
    }

    /** Of the calling thread, from now on. */
    public static Urgency ofThisThread() {
        return new Urgency(KERNEL, System.nanoTime());
    }

    /** It has waited from {@code begin} to {@code end}; both are now for a thread that goes on without having waited. */
    public void waited(long begin, long end) {
        if (end - begin > REST) {
            restedAt = end;
            if (!hurries) {
                hurry();
            }
        } else if (hurries && end - restedAt > PATIENCE) {
            hurries = false;
            scheduler.queue();
        }
    }

    private void hurry() {
        hurries = true;
        scheduler.hurry();
    }
}
