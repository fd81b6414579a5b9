package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code report DIR…}: the page of a run again, from its result and its capture. */
@Command(name = "report", description = "Make report.html again from a run's result.json and packets.pcapng.")
final class ReportCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Directories of runs, or of scenarios that were played with --repeat.")
    private List<Path> directories = List.of();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        Output output = Output.of(command);
        Path here = Main.of(program).surroundings().directory();
        for (Path directory : directories) {
            try {
                output.out(again(here.resolve(directory)) + "\n");
            } catch (IOException unreadable) {
                throw new CommandFailure(ExitCode.FILE_ERRORS, String.valueOf(unreadable.getMessage()));
            }
        }
        return ExitCode.DONE;
    }

    /** Of a scenario that was played with {@code --repeat}: the pages of all its runs, and the one that leads to them. */
    private static Path again(Path directory) throws IOException {
        Map<String, RunResult> runs = new LinkedHashMap<>();
        for (Path run : RunDirectories.runsIn(directory)) {
            runs.put(String.valueOf(run.getFileName()), Report.read(run));
        }
        if (runs.isEmpty()) {
            return Report.write(directory);
        }
        List<RunResult> all = List.copyOf(runs.values());
        for (String run : runs.keySet()) {
            Report.write(directory.resolve(run), all);
        }
        return Report.overview(directory, runs);
    }
}
