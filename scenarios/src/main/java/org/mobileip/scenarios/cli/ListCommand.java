package org.mobileip.scenarios.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Table;
import org.mobileip.scenarios.language.ScenarioFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: the scripts that come with the program. */
@Command(
        name = "list",
        description = "List the scenarios that come with the program, in the order in which they teach.")
final class ListCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Table table = new Table("NAME", "WHAT IT TEACHES");
        ScenarioFile.builtIns().forEach(script -> table.row(script.name(), script.teaches()));
        Output.of(command).out(table.toString());
        return ExitCode.DONE;
    }
}
