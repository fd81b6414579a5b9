package org.mobileip.scenarios.netns;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mobileip.cli.ExitCode;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.plan.InstalledProgram;
import org.mobileip.scenarios.wireguard.WireGuardEnd;

/** {@code --world wireguard}: the same networks, moves and streams, with WireGuard instead of Mobile IP, to compare. */
public final class WireGuardWorldProvider implements WorldProvider {

    private static final Set<Feature> OF_MOBILE_IP = EnumSet.of(
            Feature.FOREIGN_AGENT,
            Feature.MOBILE_NETWORK,
            Feature.NODE_OPTION,
            Feature.MOVE_OVERLAP,
            Feature.CONTROL_NODE,
            Feature.BINDING_DROPPED,
            Feature.CLOCK_SHIFT,
            Feature.BINDINGS_SEEN);

    @Override
    public String name() {
        return "wireguard";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.copyOf(OF_MOBILE_IP));
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return Obstacles.first().or(WireGuardWorldProvider::missing);
    }

    private static Optional<Obstacle> missing() {
        return InstalledProgram.find(WireGuardEnd.PROGRAM).isPresent()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        ExitCode.CANNOT_RUN_HERE,
                        "the program " + WireGuardEnd.PROGRAM + " is missing: apt-get install wireguard-go"));
    }

    @Override
    public World open(Options options) {
        return new NetnsWorld(options, name(), WireGuard::new);
    }
}
