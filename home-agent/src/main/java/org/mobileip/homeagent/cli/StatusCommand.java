package org.mobileip.homeagent.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: one screen. Ends with 1 where something is wrong. */
@Command(name = "status", description = "Show who the home agent is, its bindings, health and last events.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.home-agent/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Map<String, Object> status = control.ask("status");
        Output.of(command).out(json ? Json.write(status) + "\n" : StatusScreen.of(status));
        boolean healthy = status.get("health") instanceof List<?> problems && problems.isEmpty();
        return healthy ? ExitCode.DONE : ExitCode.MISSED;
    }
}
