package org.mobileip.mobilenode.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
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

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        control.ask("home");
        Optional<Map<String, Object>> end =
                Reachable.await(control, PATIENCE, status -> !isDeregistering(status) || isDenied(status));
        if (end.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.TIMED_OUT,
                    "the home agent has not confirmed the deregistration; it is asked again, see: mobile-node status");
        }
        if (isDeregistering(end.get())) {
            throw new CommandFailure(ExitCode.DENIED, Reachable.trouble(end.get()));
        }
        Output.of(command).out("deregistered; state: " + end.get().get("state") + "\n");
        return ExitCode.DONE;
    }

    private static boolean isDeregistering(Map<String, Object> status) {
        return Boolean.TRUE.equals(Reachable.registration(status).get("deregistering"));
    }

    private static boolean isDenied(Map<String, Object> status) {
        return Reachable.registration(status).get("denial") != null;
    }
}
