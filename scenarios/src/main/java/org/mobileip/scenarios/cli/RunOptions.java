package org.mobileip.scenarios.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldProvider;
import picocli.CommandLine.Option;

/** The options of {@code run}. */
final class RunOptions {

    @Option(
            names = "--world",
            paramLabel = "WORLD",
            description =
                    "netns or sim; netns where it can run, else sim. wireguard is netns with WireGuard in place of Mobile IP,"
                            + " to compare.")
    private @Nullable String world;

    @Option(names = "--repeat", paramLabel = "N", description = "Play each scenario so many times.")
    private @Nullable Integer repeat;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The seed of everything left to chance; each further run takes the next (default: 1).")
    private long seed = 1;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Give a setting of the script another value.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Where the files go (default: mip-runs/NAME-0001, the next number that is free).")
    private @Nullable Path out;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the verdicts as JUnit XML too.")
    private @Nullable Path junit;

    @Option(names = "--keep", description = "Leave all configuration and key files in DIR/config.")
    private boolean keep;

    @Option(
            names = "--shell-on-fail",
            paramLabel = "NODE",
            description =
                    "When a check is missed, open a shell in the network of this node before anything is removed.")
    private @Nullable String shellOnFail;

    @Option(
            names = "--netem",
            description =
                    "Let the kernel's netem delay and lose packets, instead of our own wire; not every kernel has it, and it"
                            + " takes no seed.")
    private boolean netem;

    @Option(
            names = "--no-rehearsal",
            description =
                    "Start the daemons of the netns world without a rehearsal: ready seconds sooner, and slower in the"
                            + " first handover.")
    private boolean noRehearsal;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not tell what happens while it happens.")
    private boolean quiet;

    Optional<String> world() {
        return Optional.ofNullable(world);
    }

    /** How often to play: as asked for, else as the script says, else once. */
    int runsOf(Scenario scenario) {
        return repeat == null ? scenario.repeat().orElse(1) : repeat;
    }

    /** Refuses what picocli lets pass. */
    void check() throws CommandFailure {
        if (repeat != null && repeat < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--repeat " + repeat + ": at least once");
        }
    }

    long seed() {
        return seed;
    }

    Map<String, String> overrides() {
        return overrides;
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    Optional<Path> junit() {
        return Optional.ofNullable(junit);
    }

    /** The node to open a shell in. */
    Optional<String> shellOnFail() {
        return Optional.ofNullable(shellOnFail);
    }

    boolean netem() {
        return netem;
    }

    WorldProvider.Options ofWorld(long seed) {
        return new WorldProvider.Options(seed, keep, netem, !noRehearsal);
    }

    boolean quiet() {
        return quiet;
    }
}
