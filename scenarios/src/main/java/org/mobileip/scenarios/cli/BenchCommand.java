package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.scenarios.bench.BenchResult;
import org.mobileip.scenarios.bench.DataplaneBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench dataplane}: how fast the tunnels are on this machine, beside plain routing. */
@Command(
        name = "bench",
        description = "Measure how fast plain routing and each dataplane are on this machine, turn by turn.",
        subcommands = BenchHandoverCommand.class)
final class BenchCommand implements Callable<Integer> {

    private static final String WORLD = "netns";
    private static final String DATAPLANE = "dataplane";
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 60;
    private static final int MOST_BINDINGS = 130_000;
    private static final int MOST_QUEUES = 16;
    private static final int MOST_CONNECTIONS = 100;

    @ParentCommand
    private @Nullable Main program;

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "What to measure: dataplane.")
    private String what = "";

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each; medians count (default: 5).")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each measurement is (default: 1).")
    private double seconds = 1;

    @Option(
            names = "--bindings",
            paramLabel = "N",
            description = "Measure each dataplane again with so many tunnels at the home agent.")
    private int bindings = 1;

    @Option(
            names = "--udp",
            description =
                    "Measure each dataplane again with its tunnel within UDP (RFC 3519): \"tun udp\", \"bpf udp\".")
    private boolean udp;

    @Option(
            names = "--queues",
            paramLabel = "N",
            description = "Measure tun again with so many queues at each end: \"tun 2 queues\".")
    private int queues = 1;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "So many TCP connections at the same time (default: 1).")
    private int connections = 1;

    @Option(
            names = "--beside",
            paramLabel = "NAME=COMMAND",
            description = {
                "Measure another tunnel program beside ours: the command runs at both ends, where {interface} becomes the"
                        + " interface that it is to make, {local} and {peer} the addresses of both ends."
            })
    private List<String> beside = List.of();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Of all but plain routing, measure those alone: tun, bpf, kernel, one named by --beside, vtun, …")
    private List<String> only = List.of();

    @Option(names = "--json", description = "Print mobileip.bench/1.")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write bench.json and bench.svg there.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        check();
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        here.worlds().choose(Optional.of(WORLD), output.commandAsGiven());
        try {
            double loadBefore = BenchAnswer.load();
            BenchResult result = bench().run(progress -> output.err("  " + progress + "\n"));
            BenchAnswer answer = new BenchAnswer(here, rounds, loadBefore, result);
            output.out(json ? answer.json() + "\n" : answer.table());
            write(here, answer);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return ExitCode.DONE;
    }

    /** What picocli put into a command's {@code @ParentCommand}. */
    static Main of(@Nullable BenchCommand bench) {
        if (bench == null) {
            throw new AssertionError("picocli tells every command whose it is");
        }
        return Main.of(bench.program);
    }

    private DataplaneBench bench() throws CommandFailure {
        try {
            Duration turn = Duration.ofMillis(Math.round(seconds * 1000));
            return new DataplaneBench(
                    new DataplaneBench.Turns(rounds, turn, connections),
                    new DataplaneBench.Further(bindings, udp, queues),
                    beside,
                    only);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private void check() throws CommandFailure {
        if (!what.equals(DATAPLANE)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there is no bench \"" + what + "\"; there are " + DATAPLANE + " and handover");
        }
        if (rounds < 1
                || !(seconds >= LEAST_SECONDS)
                || seconds > MOST_SECONDS
                || !isWithin(bindings, MOST_BINDINGS)
                || !isWithin(queues, MOST_QUEUES)
                || !isWithin(connections, MOST_CONNECTIONS)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--rounds is 1 or more, --seconds 0.1 to 60, --bindings 1 to " + MOST_BINDINGS + ", --queues 1 to "
                            + MOST_QUEUES + ", --connections 1 to " + MOST_CONNECTIONS);
        }
    }

    private static boolean isWithin(int number, int most) {
        return number >= 1 && number <= most;
    }

    private void write(Surroundings here, BenchAnswer answer) throws IOException {
        if (out != null) {
            Path directory = here.directory().resolve(out);
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("bench.json"), answer.json() + "\n");
            Files.writeString(directory.resolve("bench.svg"), answer.svg());
        }
    }
}
