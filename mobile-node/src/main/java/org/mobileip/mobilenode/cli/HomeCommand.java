package org.mobileip.mobilenode.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code home}: deregister. */
@Command(name = "home", description = "Deregister, and stay off until told to move.")
final class HomeCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Map<String, Object> answer = control.ask("home");
        Output.of(command).out("deregistered; state: " + answer.get("state") + "\n");
        return ExitCode.DONE;
    }
}
