package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.List;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** Told what happens in a run while it happens. */
public interface Progress {

    /**
     * The networks stand.
     *
     * @param took since the run began
     */
    void networksUp(Duration took, int networks, int nodes);

    /**
     * The daemons said READY, and mobile nodes are at home where they are. Where there are no daemons nobody says so.
     *
     * @param took since the run began
     */
    default void daemonsReady(Duration took) {}

    /** The streams run, and the script's time will be 0 after {@code duration}. */
    void warming(Duration duration);

    /** An action other than a move begins. */
    void acting(TimedAction action);

    /** A move begins. */
    void moving(TimedAction action);

    /**
     * A move is over: registered, or given up. Best told some 100 ms after the last step, so that the figures are final.
     *
     * @param soFar the flows as far as they are known; none where that cannot be told before the end
     */
    void moved(MoveObserved move, List<DatagramFlow> soFar);

    /**
     * All is over and nothing is removed yet; the removal waits for what is done here. Where there is nothing to remove nobody
     * says so.
     */
    default void played(Observations seen) {}

    /** Something a person should see. */
    void note(String text);

    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void networksUp(Duration took, int networks, int nodes) {}

        @Override
        public void warming(Duration duration) {}

        @Override
        public void acting(TimedAction action) {}

        @Override
        public void moving(TimedAction action) {}

        @Override
        public void moved(MoveObserved move, List<DatagramFlow> soFar) {}

        @Override
        public void note(String text) {}
    };
}
