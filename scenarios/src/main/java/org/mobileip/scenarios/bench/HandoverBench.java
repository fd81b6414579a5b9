package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.FlowResult;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.plan.PrivateDirectory;

/**
 * The same moves with Mobile IP and with something else, turn by turn on the same machine. What is played are scripts, by
 * the worlds that play any other: one says how a node moves, the world says what makes it mobile.
 */
public final class HandoverBench {

    private static final String STREAM = "voice";

    private final Path directory;
    private final Consumer<String> progress;

    /**
     * A measurement to be made.
     *
     * @param directory for what runs write, which is removed
     * @param progress is told what is measured now
     */
    public HandoverBench(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /** Plays {@code kind} in each world, in as many runs as it needs, one of each in turn; what has no moves is left out. */
    public List<HandoverFigures> measure(MoveKind kind, List<WorldProvider> worlds)
            throws IOException, WorldException, InterruptedException {
        List<List<HandoverFigures.Move>> moves = worlds.stream()
                .map(world -> (List<HandoverFigures.Move>) new ArrayList<HandoverFigures.Move>())
                .toList();
        for (int run = 1; run <= kind.runs(); run++) {
            for (int i = 0; i < worlds.size(); i++) {
                WorldProvider world = worlds.get(i);
                progress.accept(kind.title() + ": " + world.name() + ", run " + run + " of " + kind.runs());
                List<HandoverFigures.Move> played = play(world, kind, run);
                moves.get(i).addAll(played);
                progress.accept("  " + new HandoverFigures(kind, world.name(), played).summary());
            }
        }
        List<HandoverFigures> figures = new ArrayList<>();
        for (int i = 0; i < worlds.size(); i++) {
            if (!moves.get(i).isEmpty()) {
                figures.add(new HandoverFigures(kind, worlds.get(i).name(), moves.get(i)));
            }
        }
        return figures;
    }

    private List<HandoverFigures.Move> play(WorldProvider provider, MoveKind kind, long seed)
            throws IOException, WorldException, InterruptedException {
        Path out = Files.createTempDirectory(directory, "bench-");
        try (World world = provider.open(new WorldProvider.Options(seed, false))) {
            Scenario scenario = kind.scenario();
            Observations seen = world.run(scenario, new RunDirectory(out), Progress.SILENT);
            RunResult result =
                    new Evaluator(scenario).evaluate(seen, seed, Environment.here(seen.dataplane(), seen.start()));
            result.notes().forEach(note -> progress.accept("  note: " + note));
            return result.moves().stream().skip(1).map(HandoverBench::figures).toList();
        } finally {
            PrivateDirectory.remove(out);
        }
    }

    private static HandoverFigures.Move figures(MoveResult move) {
        Map<Direction, FlowResult> flows = Objects.requireNonNull(move.streams().get(STREAM));
        FlowResult down = Objects.requireNonNull(flows.get(Direction.DOWN));
        long lost = flows.values().stream().mapToLong(FlowResult::lost).sum();
        long duplicated =
                flows.values().stream().mapToLong(FlowResult::duplicated).sum();
        return new HandoverFigures.Move(
                down.interruption(), lost, duplicated, move.phases().address());
    }

    /**
     * How a node moves between two networks that are alike.
     *
     * @param title for people
     * @param word for programs
     * @param roundTrip between correspondent and node, by either network
     * @param movesOfARun how many moves of a run count; the first of all, out of nowhere, does not
     * @param runs how many runs there are
     * @param between from one move to the next
     * @param isBothWays whether the node sends too
     * @param interval of datagrams, each way
     * @param overlap how long both links are up; zero: one is pulled before the other is plugged in
     */
    public record MoveKind(
            String title,
            String word,
            Duration roundTrip,
            int movesOfARun,
            int runs,
            Duration between,
            boolean isBothWays,
            Duration interval,
            Duration overlap) {

        private static final Duration FIRST = Duration.ofSeconds(1);

        /** WireGuard asks again after five seconds when there was no network for its first handshake. */
        private static final Duration SETTLING = Duration.ofSeconds(11);

        /** One run. */
        Scenario scenario() {
            try {
                return ScenarioFile.parse(Path.of("bench" + ScenarioFile.ENDING), script(), Map.of())
                        .scenario();
            } catch (ConfigException wrong) {
                throw new AssertionError(wrong);
            }
        }

        private String script() {
            String delay = micros(roundTrip.dividedBy(2));
            StringBuilder script =
                    new StringBuilder("""
                    scenario "Moves to measure"
                    network core  10.30.0.0/24
                    network one   192.0.2.0/24     delay %s
                    network two   198.51.100.0/24  delay %s
                    home-agent ha  on core  address 10.30.0.1
                    mobile     mn  home 10.99.0.57
                    host       cn  on core  address 10.30.0.200
                    stream %s  udp  cn %s mn  every %s
                    """.formatted(delay, delay, STREAM, isBothWays ? "<->" : "->", micros(interval)));
            String overlapped = overlap.isZero() ? "" : "  overlap " + overlap.toMillis() + "ms";
            Duration at = FIRST;
            for (int move = 0; move <= movesOfARun; move++) {
                script.append(String.format(
                        Locale.ROOT,
                        "at %dms  move mn to %s%s%n",
                        at.toMillis(),
                        move % 2 == 0 ? "one" : "two",
                        move == 0 ? "" : overlapped));
                at = at.plus(move == 0 ? SETTLING : between);
            }
            return script.append("at ")
                    .append(at.toMillis())
                    .append("ms  stop\n")
                    .toString();
        }

        private static String micros(Duration duration) {
            return duration.toNanos() / 1000 + "us";
        }
    }
}
