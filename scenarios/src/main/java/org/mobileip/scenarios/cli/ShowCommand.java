package org.mobileip.scenarios.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code show NAME}: a script, to read or to start one's own from. */
@Command(name = "show", description = "Print a scenario: its script as it is written.")
final class ShowCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(paramLabel = "NAME", description = "One that \"list\" shows, or a file.")
    private String name = "";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException {
        Surroundings here = Main.of(program).surroundings();
        String source =
                new Scripts(here.directory(), Map.of()).read(name).scenario().source();
        Output.of(command).out(source.endsWith("\n") ? source : source + "\n");
        return ExitCode.DONE;
    }
}
