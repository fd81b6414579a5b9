package org.mobileip.mobilenode.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: every error of the file and its key at once, and nothing else. */
@Command(name = "check", description = "Validate the configuration and the key; change nothing.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(MobileNodeConfig.DEFAULT_FILE);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException {
        MobileNodeConfig loaded = MobileNodeConfig.load(config.file());
        loaded.warnings().forEach(warning -> Output.of(command).err(warning.render() + "\n\n"));
        Output.of(command)
                .out(config.file() + ": good, " + loaded.name() + " with "
                        + (loaded.home().address().isPresent() ? "home address " : "identifier ")
                        + loaded.home().words() + "\n");
        return ExitCode.DONE;
    }
}
