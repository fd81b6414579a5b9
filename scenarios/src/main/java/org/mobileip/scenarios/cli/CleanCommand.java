package org.mobileip.scenarios.cli;

import java.io.IOException;
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
import picocli.CommandLine.Spec;

/** {@code clean}: removes what runs have left that were killed. What running ones use, and results, it leaves alone. */
@Command(
        name = "clean",
        description =
                "Remove what killed runs have left: daemons and private directories. Namespaces and links die with"
                        + " their processes; results in mip-runs stay, and so does what running scenarios use.")
final class CleanCommand implements Callable<Integer> {

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        Output output = Output.of(command);
        int removed = 0;
        int failed = 0;
        for (Lab lab : labs()) {
            try {
                if (!lab.isRunning()) {
                    String what = description(lab);
                    if (!dryRun) {
                        lab.remove();
                    }
                    output.out((dryRun ? "would remove " : "removed ") + what + "\n");
                    removed++;
                }
            } catch (IOException unwilling) {
                output.err("could not remove " + lab.directory() + ": " + unwilling.getMessage() + "\n");
                failed++;
            }
        }
        if (removed + failed == 0) {
            output.out("nothing to clean\n");
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.MISSED;
    }

    private static String description(Lab lab) {
        int daemons = lab.daemons().size();
        return lab.directory() + " of process " + lab.pid() + ", which was killed"
                + (daemons == 0 ? "" : ", and " + Words.counted(daemons, "daemon"));
    }

    static List<Lab> labs() throws CommandFailure {
        try {
            return Lab.all();
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, "cannot look for runs: " + unreadable.getMessage());
        }
    }
}
