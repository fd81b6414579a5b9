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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code move}: hand over now, and say how it went. */
@Command(name = "move", description = "Hand over to an interface now; it is kept until it becomes unusable.")
final class MoveCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Parameters(paramLabel = "INTERFACE", description = "The interface to use.")
    private String interfaceName = "";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        control.ask("move", interfaceName);
        Optional<Map<String, Object>> end =
                Reachable.await(control, PATIENCE, status -> Reachable.is(status) || isDenied(status));
        if (end.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.TIMED_OUT, "the home agent has not answered yet; see: mobile-node status");
        }
        if (isDenied(end.get())) {
            throw new CommandFailure(ExitCode.DENIED, Reachable.trouble(end.get()));
        }
        Output.of(command).out(StatusScreen.headline(end.get()) + "\n");
        return ExitCode.DONE;
    }

    private static boolean isDenied(Map<String, Object> status) {
        return "denied".equals(status.get("state"));
    }
}
