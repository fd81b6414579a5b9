package org.mobileip.scenarios.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.scenarios.Scenarios;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.measure.WorldProvider.Obstacle;

/**
 * The worlds there are, and which of them to play in.
 *
 * @param providers the preferred one first
 */
record Worlds(List<WorldProvider> providers) {

    /** Real packets before simulated ones. */
    private static final List<String> PREFERRED = List.of("netns", "sim");

    Worlds {
        providers = List.copyOf(providers);
    }

    /** Those that this program has. */
    static Worlds installed() {
        return new Worlds(Scenarios.worlds().stream()
                .sorted((one, other) -> Integer.compare(rank(one), rank(other)))
                .toList());
    }

    private static int rank(WorldProvider provider) {
        int rank = PREFERRED.indexOf(provider.name());
        return rank < 0 ? PREFERRED.size() : rank;
    }

    /**
     * A world, and why it is this one.
     *
     * @param why stands in parentheses behind its name
     */
    record Choice(WorldProvider world, String why) {}

    /** The world that {@code asked} names, or the first that there is; whether it can run here is not asked. */
    WorldProvider named(Optional<String> asked) throws CommandFailure {
        if (providers.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE, "there is no world to play in; install the program again");
        }
        if (asked.isEmpty()) {
            return providers.get(0);
        }
        String name = asked.get();
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.USAGE, "there is no world \"" + name + "\"; there is " + names()));
    }

    /**
     * The world that {@code asked} names, if it can run here; else the first that can.
     *
     * @param command as it was given, for the one who is not permitted
     */
    Choice choose(Optional<String> asked, String command) throws CommandFailure {
        WorldProvider first = named(asked);
        Optional<Obstacle> obstacle = first.obstacle();
        if (obstacle.isEmpty()) {
            return new Choice(first, asked.isPresent() ? "as asked for" : "it can run here");
        }
        Optional<WorldProvider> other = asked.isPresent()
                ? Optional.empty()
                : providers.stream()
                        .skip(1)
                        .filter(provider -> provider.obstacle().isEmpty())
                        .findFirst();
        return new Choice(
                other.orElseThrow(() -> refused(obstacle.get(), command)),
                first.name() + " cannot run here: " + obstacle.get().message());
    }

    private static CommandFailure refused(Obstacle obstacle, String command) {
        boolean isSaid = obstacle.exitCode() != ExitCode.NOT_PERMITTED
                || obstacle.message().contains("sudo ");
        return new CommandFailure(
                obstacle.exitCode(),
                isSaid ? obstacle.message() : obstacle.message() + "; this would be: sudo " + command);
    }

    private String names() {
        return providers.stream().map(WorldProvider::name).collect(Collectors.joining(" and "));
    }
}
