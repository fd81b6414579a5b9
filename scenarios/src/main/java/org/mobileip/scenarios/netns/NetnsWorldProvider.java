package org.mobileip.scenarios.netns;

import java.util.Optional;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code --world netns}: the real daemons, real packets, network namespaces. */
public final class NetnsWorldProvider implements WorldProvider {

    static final String NAME = "netns";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return Obstacles.first();
    }

    @Override
    public World open(Options options) {
        return new NetnsWorld(options);
    }
}
