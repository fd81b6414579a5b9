package org.mobileip.mobilenode.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Human;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wait}: until the home address is reachable. */
@Command(
        name = "wait",
        description =
                "Wait until registered or at home. Ends with 7 when the time is over, or with 8 where the home agent"
                        + " denies until then.")
final class WaitCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "30s",
            description = "How long, like 500ms, 30s or 2min (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        if (Reachable.await(control, timeout, Reachable::is).isEmpty()) {
            Map<String, Object> status = control.ask("status");
            throw new CommandFailure(
                    "denied".equals(status.get("state")) ? ExitCode.DENIED : ExitCode.TIMED_OUT,
                    "neither registered nor at home after " + Human.duration(timeout) + ": "
                            + Reachable.trouble(status));
        }
        return ExitCode.DONE;
    }
}
