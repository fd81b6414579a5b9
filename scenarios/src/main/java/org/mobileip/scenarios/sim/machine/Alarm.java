package org.mobileip.scenarios.sim.machine;

import org.mobileip.time.Tick;

/** One deadline that may be moved: what a program waits for. */
public final class Alarm {

    private final Timeline timeline;
    private final Runnable deed;
    private long set = Long.MAX_VALUE;
    private long generation;

    /** An alarm that is not set. */
    public Alarm(Timeline timeline, Runnable deed) {
        this.timeline = timeline;
        this.deed = deed;
    }

    /** Replaces the deadline; {@link Tick#NEVER}: there is none. */
    public void set(Tick deadline) {
        set(deadline.nanos());
    }

    /** The same in nanoseconds; {@link Long#MAX_VALUE}: there is none. */
    public void set(long nanos) {
        if (nanos == set) {
            return;
        }
        set = nanos;
        long mine = ++generation;
        if (nanos != Long.MAX_VALUE) {
            timeline.at(nanos, () -> ring(mine));
        }
    }

    /** Whether it will ring. */
    public boolean isSet() {
        return set != Long.MAX_VALUE;
    }

    private void ring(long mine) {
        if (mine == generation) {
            set = Long.MAX_VALUE;
            deed.run();
        }
    }
}
