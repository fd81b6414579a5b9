package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.function.Supplier;
import org.mobileip.scenarios.measure.ScriptTime;
import org.mobileip.scenarios.sim.machine.Timeline;

/** Where an invariant that does not hold is brought: it is a fault of ours and ends the run, with the seed that repeats it. */
final class Court {

    private final Timeline timeline;
    private final long seed;

    Court(Timeline timeline, long seed) {
        this.timeline = timeline;
        this.seed = seed;
    }

    /**
     * Ends the run unless {@code holds}.
     *
     * @param which the name of the invariant, such as {@code I4}
     * @throws AssertionError with {@code what}, when and the seed
     */
    void check(String which, boolean holds, Supplier<String> what) {
        if (!holds) {
            String when = ScriptTime.of(Duration.ofNanos(timeline.nanos()));
            throw new AssertionError(
                    which + " is broken " + when + " after the beginning, with seed " + seed + ": " + what.get());
        }
    }
}
