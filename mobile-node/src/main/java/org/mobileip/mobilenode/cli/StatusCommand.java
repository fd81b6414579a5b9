package org.mobileip.mobilenode.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: one screen. Ends with 1 when neither registered nor at home. */
@Command(name = "status", description = "Show where the node is and how it is reached.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.mobile-node/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Map<String, Object> status = control.ask("status");
        Output.of(command).out(json ? Json.write(status) + "\n" : StatusScreen.of(status));
        return Reachable.is(status) ? ExitCode.DONE : ExitCode.MISSED;
    }
}
