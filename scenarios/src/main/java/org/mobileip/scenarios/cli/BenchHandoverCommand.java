package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.scenarios.bench.HandoverBench;
import org.mobileip.scenarios.bench.HandoverBench.MoveKind;
import org.mobileip.scenarios.bench.HandoverFigures;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.plan.PrivateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench handover}: what moves do to traffic, beside WireGuard where that is installed. */
@Command(
        name = "handover",
        description = "Measure what moves do to traffic, beside WireGuard where that is installed, turn by turn.")
final class BenchHandoverCommand implements Callable<Integer> {

    private static final String OURS = "netns";
    private static final String THEIRS = "wireguard";
    private static final int MOST_IN_A_RUN = 100;
    private static final int MOST_MOVES = 10_000;
    private static final double MOST_ROUND_TRIP = 1000;
    private static final long NANOS_IN_MILLI = 1_000_000;

    /** Of datagrams each way: an interruption is seen to within so much. */
    private static final Duration INTERVAL = Duration.ofNanos(500_000);

    /** A node asks for one care-of address once a second at most (RFC 5944 section 3.6.3); it is back there after two moves. */
    private static final Duration OFTEN = Duration.ofMillis(600);

    /** WireGuard takes up to 15 s to look for another way when the address that it sent from is gone. */
    private static final Duration SELDOM = Duration.ofSeconds(20);

    @ParentCommand
    private @Nullable BenchCommand bench;

    @Option(
            names = "--moves",
            paramLabel = "N",
            description = "Moves from link to link by Mobile IP, at each round trip (default: 100; 0: none).")
    private int moves = 100;

    @Option(
            names = "--slow-moves",
            paramLabel = "N",
            description = "The same by WireGuard, and moves of a node that only receives; they wait for timers and"
                    + " are 20 and 60 seconds apart (default: 5; 0: none).")
    private int slowMoves = 5;

    @Option(
            names = "--overlapped-moves",
            paramLabel = "N",
            description = "Moves with both links up for a while, by Mobile IP (default: 100; 0: none).")
    private int overlappedMoves = 100;

    @Option(
            names = "--rtt",
            paramLabel = "MS",
            split = ",",
            description = "Round trips between correspondent and node, in milliseconds (default: 1,20,100).")
    private List<Double> roundTrips = List.of(1.0, 20.0, 100.0);

    @Option(names = "--json", description = "Print mobileip.bench-handover/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        check();
        Surroundings here = BenchCommand.of(bench).surroundings();
        Output output = Output.of(command);
        WorldProvider ours =
                here.worlds().choose(Optional.of(OURS), output.commandAsGiven()).world();
        WorldProvider theirs = here.worlds().named(Optional.of(THEIRS));
        Optional<String> missing = theirs.obstacle().map(WorldProvider.Obstacle::message);
        missing.ifPresent(why -> output.err("  without WireGuard: " + why + "\n"));
        double loadBefore = BenchAnswer.load();
        List<WorldProvider> others = missing.isPresent() ? List.of() : List.of(theirs);
        HandoverAnswer answer = new HandoverAnswer(here, loadBefore, missing, measure(output, ours, others));
        output.out(json ? answer.json() + "\n" : answer.table());
        return ExitCode.DONE;
    }

    private void check() throws CommandFailure {
        boolean areCounts =
                IntStream.of(moves, slowMoves, overlappedMoves).allMatch(count -> count >= 0 && count <= MOST_MOVES);
        boolean areRoundTrips = roundTrips.stream().allMatch(millis -> millis >= 0 && millis <= MOST_ROUND_TRIP);
        if (!areCounts || !areRoundTrips) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there are 0 to " + MOST_MOVES + " moves of a kind; --rtt is 0 to 1000 milliseconds");
        }
    }

    private List<HandoverFigures> measure(Output output, WorldProvider ours, List<WorldProvider> theirs)
            throws CommandFailure {
        List<WorldProvider> both =
                Stream.concat(Stream.of(ours), theirs.stream()).toList();
        try {
            Path directory = Files.createTempDirectory("mobileip-bench-");
            try {
                HandoverBench bench = new HandoverBench(directory, line -> output.err("  " + line + "\n"));
                List<HandoverFigures> figures = new ArrayList<>();
                for (double millis : roundTrips) {
                    Duration roundTrip = Duration.ofNanos(Math.round(millis * NANOS_IN_MILLI));
                    figures.addAll(bench.measure(breaking(roundTrip, moves, OFTEN), List.of(ours)));
                    figures.addAll(bench.measure(breaking(roundTrip, slowMoves, SELDOM), theirs));
                }
                figures.addAll(bench.measure(silent(), both));
                figures.addAll(bench.measure(overlapped(), List.of(ours)));
                return figures;
            } finally {
                PrivateDirectory.remove(directory);
            }
        } catch (WorldException failed) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "ended early");
        }
    }

    private static MoveKind breaking(Duration roundTrip, int moves, Duration between) {
        return kind(
                "break before make, both send 2,000/s, round trip " + millis(roundTrip),
                "break-before-make",
                roundTrip,
                moves,
                between.plus(roundTrip.multipliedBy(4)),
                true,
                INTERVAL,
                Duration.ZERO);
    }

    private MoveKind silent() {
        Duration roundTrip = Duration.ofNanos(Math.round(roundTrips.get(0) * NANOS_IN_MILLI));
        return kind(
                "break before make, the node only receives, round trip " + millis(roundTrip),
                "downlink-only",
                roundTrip,
                slowMoves,
                SELDOM.multipliedBy(3),
                false,
                INTERVAL,
                Duration.ZERO);
    }

    private MoveKind overlapped() {
        Duration roundTrip = Duration.ofNanos(Math.round(roundTrips.get(0) * NANOS_IN_MILLI));
        return kind(
                "make before break, both send 2,000/s, round trip " + millis(roundTrip),
                "make-before-break",
                roundTrip,
                overlappedMoves,
                OFTEN.plus(roundTrip.multipliedBy(4)),
                true,
                INTERVAL,
                Duration.ofMillis(200).plus(roundTrip.multipliedBy(2)));
    }

    private static MoveKind kind(
            String title,
            String word,
            Duration roundTrip,
            int moves,
            Duration between,
            boolean isBothWays,
            Duration interval,
            Duration overlap) {
        int runs = (moves + MOST_IN_A_RUN - 1) / MOST_IN_A_RUN;
        int ofARun = runs == 0 ? 0 : (moves + runs - 1) / runs;
        return new MoveKind(title, word, roundTrip, ofARun, runs, between, isBothWays, interval, overlap);
    }

    private static String millis(Duration duration) {
        String text = Double.toString(duration.toNanos() / (double) NANOS_IN_MILLI);
        return Arrays.asList(text.split("\\.0$", -1)).get(0) + " ms";
    }
}
