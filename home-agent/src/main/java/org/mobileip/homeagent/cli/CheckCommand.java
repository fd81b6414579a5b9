package org.mobileip.homeagent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: every error of the files at once, and nothing else. */
@Command(name = "check", description = "Validate the configuration and the keys; change nothing.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException {
        HomeAgentConfig loaded = HomeAgentConfig.load(config.file());
        if (command == null) {
            throw new AssertionError("picocli tells every command what it is");
        }
        loaded.warnings().forEach(warning -> command.commandLine().getErr().println(warning.render() + "\n"));
        int nodes = loaded.nodes().size();
        command.commandLine().getOut().println(config.file() + ": good, " + nodes + (nodes == 1 ? " node" : " nodes"));
        return ExitCode.DONE;
    }
}
