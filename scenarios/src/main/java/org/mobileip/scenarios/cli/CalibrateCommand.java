package org.mobileip.scenarios.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.scenarios.wire.Calibration;
import org.mobileip.scenarios.wire.CalibrationReport;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.scenarios.wire.Netem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code calibrate}: how well the wire that delays and loses packets does so on this machine, now. */
@Command(
        name = "calibrate",
        description =
                "Measure how well delay and loss are kept on this machine, at rising rates of packets, and how fast"
                        + " it can go.")
final class CalibrateCommand implements Callable<Integer> {

    private static final String WORLD = "netns";
    private static final int LARGEST_FRAME = 1514;
    private static final int SMALLEST_FRAME = 18;
    private static final int MOST_PACKETS = 10_000_000;

    @ParentCommand
    private @Nullable Main program;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            description = "Packets a second (default: 1000,5000,20000,50000,100000).")
    private List<Integer> rates = List.of(1000, 5000, 20_000, 50_000, 100_000);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds at each rate; the median one counts (default: 3).")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each round is (default: 1).")
    private int seconds = 1;

    @Option(names = "--delay", paramLabel = "MS", description = "Delay of the wire in milliseconds (default: 20).")
    private int delay = 20;

    @Option(names = "--loss", paramLabel = "PERCENT", description = "Share of packets that it loses (default: 1).")
    private double loss = 1;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Octets of a frame with its Ethernet header (default: 200).")
    private int size = 200;

    @Option(names = "--seed", paramLabel = "N", description = "Which packets are lost (default: 1).")
    private long seed = 1;

    @Option(names = "--json", description = "Print mobileip.calibration/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        check();
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        here.worlds().choose(Optional.of(WORLD), output.commandAsGiven());
        CalibrationAnswer answer = new CalibrationAnswer(
                here, Duration.ofMillis(delay), loss / 100, size, rounds, seconds, Netem.obstacle(), measure(output));
        output.out(json ? answer.json() + "\n" : answer.table());
        return ExitCode.DONE;
    }

    private void check() throws CommandFailure {
        boolean good = rounds >= 1
                && seconds >= 1
                && delay >= 0
                && loss >= 0
                && loss <= 100
                && size >= SMALLEST_FRAME
                && size <= LARGEST_FRAME
                && rates.stream().allMatch(rate -> rate >= 1 && (long) rate * seconds <= MOST_PACKETS);
        if (!good) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--rounds and --seconds are 1 or more, --delay 0 or more, --loss 0 to 100, --size " + SMALLEST_FRAME
                            + " to " + LARGEST_FRAME + ", and a round has " + MOST_PACKETS + " packets at most");
        }
    }

    private List<List<CalibrationReport>> measure(Output output) {
        Impairment impairment =
                Impairment.NONE.withDelay(Duration.ofMillis(delay)).withLoss(loss / 100);
        List<List<CalibrationReport>> all = new ArrayList<>();
        try (Calibration calibration = new Calibration()) {
            calibration.run(impairment, rates.get(rates.size() - 1), Duration.ofSeconds(1), size, seed);
            for (int rate : rates) {
                output.err("  " + rate + " packets/s\n");
                List<CalibrationReport> reports = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    reports.add(calibration.run(impairment, rate, Duration.ofSeconds(seconds), size, seed + round));
                }
                all.add(reports);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return all;
    }
}
