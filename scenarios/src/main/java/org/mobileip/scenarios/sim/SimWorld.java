package org.mobileip.scenarios.sim;

import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/** Simulated machines, anew for each run, on the thread that asks for it. */
final class SimWorld implements World {

    private final WorldProvider.Options options;
    private volatile boolean closed;

    SimWorld(WorldProvider.Options options) {
        this.options = options;
    }

    @Override
    public Observations run(Scenario scenario, RunDirectory out, Progress progress)
            throws WorldException, InterruptedException {
        return new SimRun(scenario, out, progress, options, () -> closed).play();
    }

    /** There is nothing to remove: a run that is under way ends by itself, soon. */
    @Override
    public void close() {
        closed = true;
    }
}
