package org.mobileip.scenarios.sim;

import java.util.Optional;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code --world sim}: the engines of the daemons on a virtual clock; for any user, on any system. */
public final class SimWorldProvider implements WorldProvider {

    /** Each run has its own memory. */
    private static final int MOST_AT_ONCE = 8;

    @Override
    public String name() {
        return SimRun.WORLD;
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    /** One for each processor: what is simulated takes no time, whatever else this machine does. */
    @Override
    public int atOnce() {
        return Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public World open(Options options) {
        return new SimWorld(options);
    }
}
