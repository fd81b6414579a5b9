package org.mobileip.scenarios.sim;

import org.mobileip.scenarios.sim.machine.Timeline;

/** Does something every so often, at moments that do not drift. */
final class Beat {

    private final Timeline timeline;
    private final long offset;
    private final long interval;
    private final Runnable deed;
    private long first;
    private long count;
    private boolean isOver;

    /**
     * A beat that has yet to begin.
     *
     * @param offset nanoseconds from its beginning to the first moment
     */
    Beat(Timeline timeline, long offset, long interval, Runnable deed) {
        this.timeline = timeline;
        this.offset = offset;
        this.interval = interval;
        this.deed = deed;
    }

    void start() {
        first = timeline.nanos() + offset;
        timeline.at(first, this::beat);
    }

    void stop() {
        isOver = true;
    }

    private void beat() {
        if (!isOver) {
            deed.run();
            count++;
            timeline.at(first + count * interval, this::beat);
        }
    }
}
