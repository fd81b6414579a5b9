package org.mobileip.scenarios.netns;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code --world netns}: the real daemons, real packets, network namespaces. */
public final class NetnsWorldProvider implements WorldProvider {

    private static final Set<Feature> FEATURES = EnumSet.of(
            Feature.NETWORK_DELAY,
            Feature.NETWORK_JITTER,
            Feature.NETWORK_LOSS,
            Feature.NETWORK_RATE,
            Feature.NETWORK_DUPLICATION,
            Feature.NETWORK_REORDERING,
            Feature.NETWORK_MTU,
            Feature.NETWORK_NAT,
            Feature.FOREIGN_AGENT,
            Feature.NAT_REBIND,
            Feature.VIRTUAL_HOME_NETWORK,
            Feature.SEVERAL_HOME_AGENTS,
            Feature.SEVERAL_MOBILES,
            Feature.MOBILE_NETWORK,
            Feature.NODE_OPTION,
            Feature.UDP_STREAM,
            Feature.TCP_STREAM,
            Feature.TCP_SHAPE,
            Feature.PING_STREAM,
            Feature.MOVE_OVERLAP,
            Feature.LINK_STATE,
            Feature.LINK_QUALITY,
            Feature.CONTROL_NODE,
            Feature.CLOCK_SHIFT,
            Feature.BINDINGS_SEEN,
            Feature.REPEAT,
            Feature.LOOP,
            Feature.OVER_RUNS);

    @Override
    public String name() {
        return "netns";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.copyOf(FEATURES);
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
