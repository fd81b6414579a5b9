package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.scenarios.plan.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shell NODE}: into the network of a node, or of a network's router, while a scenario runs. */
@Command(
        name = "shell",
        description =
                "Start a shell, or a command after \"--\", in the network of a node while its scenario runs; a network's"
                        + " name is that of its router, and \"core\" joins them.")
final class ShellCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "Left out: say which there are.")
    private @Nullable String node;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "What to run (default: $SHELL).")
    private List<String> words = List.of();

    @Option(names = "--pid", paramLabel = "N", description = "The process of the run, where several are running.")
    private @Nullable Long pid;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        try {
            return enter(running());
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(unreadable.getMessage()));
        }
    }

    /** The only run there is, or the one that is meant. */
    private Lab running() throws CommandFailure, IOException {
        List<Lab> running = new ArrayList<>();
        for (Lab lab : CleanCommand.labs()) {
            if ((pid == null || pid == lab.pid()) && lab.isRunning()) {
                running.add(lab);
            }
        }
        if (running.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO_DAEMON, "no scenario is running" + (pid == null ? "" : " as process " + pid));
        }
        if (running.size() > 1) {
            String pids = String.join(
                    ", ", running.stream().map(lab -> String.valueOf(lab.pid())).toList());
            throw new CommandFailure(ExitCode.USAGE, "several scenarios are running: choose one by --pid: " + pids);
        }
        return running.get(0);
    }

    private int enter(Lab lab) throws CommandFailure, IOException {
        if (node == null) {
            Output.of(command).out(String.join("\n", lab.namespaces().keySet()) + "\n");
            return ExitCode.DONE;
        }
        try {
            return Shells.enter(lab, node, words);
        } catch (IllegalArgumentException unknown) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(unknown.getMessage()));
        }
    }
}
