package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Table;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.report.FigureSpread;
import org.mobileip.scenarios.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code compare DIR DIR…}: runs, versions or dataplanes side by side, with their spread. */
@Command(
        name = "compare",
        description =
                "Set runs side by side: interruption and registration of each move, what each stream lost, stalled and"
                        + " received, median and range, and whether the difference is clear.")
final class CompareCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(
            paramLabel = "DIR",
            arity = "2..*",
            description = "Directories of runs, or of scenarios that were played with --repeat.")
    private List<Path> directories = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the comparison as an HTML page too.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        Output output = Output.of(command);
        Path here = Main.of(program).surroundings().directory();
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        try {
            for (Path directory : directories) {
                groups.put(directory.toString(), runsIn(here.resolve(directory)));
            }
            output.out(table(groups));
            if (out != null) {
                Report.compare(here.resolve(out), groups);
            }
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.FILE_ERRORS, String.valueOf(unreadable.getMessage()));
        }
        return ExitCode.DONE;
    }

    /** The run in this directory, or those in its subdirectories {@code run-01} and so on. */
    private static List<RunResult> runsIn(Path directory) throws IOException {
        List<RunResult> runs = new ArrayList<>();
        for (Path run : RunDirectories.runsIn(directory)) {
            runs.add(Report.read(run));
        }
        return runs.isEmpty() ? List.of(Report.read(directory)) : runs;
    }

    private static String table(Map<String, List<RunResult>> groups) {
        List<String> headings = new ArrayList<>(List.of("FIGURE", "OF"));
        groups.forEach((name, runs) -> headings.add(name + " (" + Words.counted(runs.size(), "run") + ")"));
        headings.add("CHANGE");
        Table table = new Table(headings.toArray(String[]::new));
        for (List<FigureSpread> spreads : FigureSpread.of(groups)) {
            FigureSpread any = spreads.get(0);
            List<String> row = new ArrayList<>(List.of(any.kind().words(), any.of()));
            groups.keySet()
                    .forEach(group ->
                            row.add(of(spreads, group).map(CompareCommand::cell).orElse("-")));
            row.add(spreads.size() < groups.size() ? "not in all" : change(any, spreads.get(spreads.size() - 1)));
            table.row(row.toArray(String[]::new));
        }
        return table.toString();
    }

    private static Optional<FigureSpread> of(List<FigureSpread> spreads, String group) {
        return spreads.stream().filter(spread -> spread.group().equals(group)).findFirst();
    }

    private static String cell(FigureSpread spread) {
        String unit = spread.kind().unit();
        return Words.figure(spread.median(), unit) + " (" + Words.figure(spread.least(), unit) + " … "
                + Words.figure(spread.most(), unit) + ")";
    }

    /** Of the last group against the first. */
    private static String change(FigureSpread first, FigureSpread last) {
        double difference = last.median() - first.median();
        String sign = difference < 0 ? "−" : "+";
        String amount = sign + Words.figure(Math.abs(difference), first.kind().unit());
        return amount + "  " + (first.overlaps(last) ? "not clear (ranges overlap)" : "clear" + times(first, last));
    }

    /** {@code , 2.6 times less}. */
    private static String times(FigureSpread first, FigureSpread last) {
        double less = Math.min(first.median(), last.median());
        double more = Math.max(first.median(), last.median());
        return less <= 0
                ? ""
                : String.format(
                        Locale.ROOT, ", %.1f times %s", more / less, last.median() < first.median() ? "less" : "more");
    }
}
