package org.mobileip.host.linux;

/**
 * Puts the thread of an event loop before those that compute, as long as it mostly waits: an event then is looked at within
 * microseconds, on a busy machine instead of milliseconds. A loop that has not rested for a while is flooded, and takes its
 * turn with all others until it rests again, so that a flood cannot starve what else the machine does.
 *
 * <p>For one thread. Times are in nanoseconds of one monotonic clock.
 */
final class Urgency {

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

    /** The loop has waited from {@code begin} to {@code end}. */
    void waited(long begin, long end) {
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
