package org.mobileip.scenarios.sim;

import java.util.Optional;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code --world sim}: the engines of the daemons on a virtual clock; for any user, on any system. */
public final class SimWorldProvider implements WorldProvider {

    @Override
    public String name() {
        return SimRun.WORLD;
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    @Override
    public World open(Options options) {
        return new SimWorld(options);
    }
}
