package org.mobileip.scenarios.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.Progress;

/** One line for each thing that happens, when it has happened. */
final class LiveProgress implements Progress {

    private static final int LONGEST = 40;

    private final Evaluator evaluator;
    private final Consumer<String> printer;
    private final int width;
    private Optional<Duration> ready = Optional.empty();

    /** {@code printer} gets lines with their ends. */
    LiveProgress(Scenario scenario, Consumer<String> printer) {
        this.evaluator = new Evaluator(scenario);
        this.printer = printer;
        this.width = scenario.actions().stream()
                .map(timed -> ActionWords.of(timed.action()))
                .mapToInt(String::length)
                .filter(length -> length <= LONGEST)
                .max()
                .orElse(0);
    }

    @Override
    public void networksUp(Duration took, int count, int nodes) {
        printer.accept(String.format(
                Locale.ROOT,
                "  networks up in %.2f s (%s, %s)\n",
                took.toMillis() / 1000.0,
                Words.counted(count, "network"),
                Words.counted(nodes, "node")));
    }

    @Override
    public void daemonsReady(Duration took) {
        ready = Optional.of(took);
    }

    @Override
    public void warming(Duration duration) {
        String daemons = ready.map(
                        took -> String.format(Locale.ROOT, "daemons ready in %.2f s, ", took.toMillis() / 1000.0))
                .orElse("");
        String seconds =
                String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0).replaceFirst("\\.0$", "");
        printer.accept("  " + daemons + "streams warm for " + seconds + " s\n");
    }

    @Override
    public void acting(TimedAction timed) {
        printer.accept(line(timed.at(), ActionWords.of(timed.action()), ""));
    }

    @Override
    public void moving(TimedAction action) {
        // Its line comes with its figures, when it is over.
    }

    @Override
    public void moved(MoveObserved move, List<DatagramFlow> soFar) {
        MoveResult result = evaluator.soFar(move, soFar);
        String registered = result.registered()
                .map(after -> "registered " + padded(Words.millis(after)))
                .orElse("NOT REGISTERED     ");
        String felt = soFar.isEmpty()
                ? ""
                : result.interruption().map(after -> felt(after, result)).orElse("");
        printer.accept(line(move.planned(), "move " + move.node() + " to " + move.to(), registered + felt));
    }

    private static String felt(Duration interruption, MoveResult result) {
        return "   interruption " + padded(Words.millis(interruption)) + "   lost " + result.lost(Direction.DOWN)
                + " ↓ " + result.lost(Direction.UP) + " ↑";
    }

    private static String padded(String figure) {
        return String.format(Locale.ROOT, "%8s", figure);
    }

    @Override
    public void note(String text) {
        printer.accept("  !  " + text + "\n");
    }

    private String line(Duration at, String action, String figures) {
        return (Words.clock(at) + "  " + String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s", action) + "   "
                                + figures)
                        .stripTrailing()
                + "\n";
    }
}
