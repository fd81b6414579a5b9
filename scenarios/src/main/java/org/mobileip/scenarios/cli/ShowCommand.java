package org.mobileip.scenarios.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Terminal;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code show NAME}: a script, to read or to start one's own from; in JSON, for other programs. */
@Command(name = "show", description = "Print a scenario: its script as it is written, or as JSON.")
final class ShowCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "One that \"list\" shows, or a file.")
    private String name = "";

    @Option(names = "--json", description = "Print it in its JSON form, which \"run\" and \"check\" take as well.")
    private boolean isJson;

    @Option(names = "--schema", description = "Print the JSON Schema of that form; no name is needed.")
    private boolean isSchema;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Output.of(command).out(isSchema ? ScenarioJson.schema() : scenario());
        return ExitCode.DONE;
    }

    private String scenario() throws ConfigException, CommandFailure {
        if (name.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Missing required parameter: 'NAME'");
        }
        Surroundings here = Main.of(program).surroundings();
        Scenario scenario = new Scripts(here.directory(), Map.of()).read(name).scenario();
        if (isJson) {
            return ScenarioJson.of(scenario);
        }
        String source = scenario.source();
        return new Highlight(new Ink(Terminal.hasColour())).of(source.endsWith("\n") ? source : source + "\n");
    }
}
