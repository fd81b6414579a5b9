package org.mobileip.scenarios.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code check FILE…}: every error of all scripts at once, and what is unwise in them. */
@Command(name = "check", description = "Check scenarios: every error with its place, and warnings; plays nothing.")
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scripts, or names that \"list\" shows.")
    private List<String> names = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Give a setting of the script another value.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--world", paramLabel = "WORLD", description = "The world that the scripts are meant for.")
    private @Nullable String world;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        List<Scripts.Named> scripts = new Scripts(here.directory(), overrides)
                .read(names, here.worlds().named(Optional.ofNullable(world)).features());
        for (Scripts.Named script : scripts) {
            script.file().warnings().forEach(warning -> output.err(warning.render() + "\n\n"));
            output.out(script.name() + ": good, " + contents(script.file().scenario()) + "\n");
        }
        return ExitCode.DONE;
    }

    private static String contents(Scenario scenario) {
        long moves = scenario.actions().stream()
                .filter(timed -> timed.action() instanceof Action.Move)
                .count();
        return Words.counted(moves, "move") + ", "
                + Words.counted(scenario.expectations().size(), "expectation");
    }
}
