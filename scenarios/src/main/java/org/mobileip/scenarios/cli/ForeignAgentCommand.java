package org.mobileip.scenarios.cli;

import java.util.concurrent.Callable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.Foreground;
import org.mobileip.host.linux.Privileges;
import org.mobileip.scenarios.foreignagent.daemon.ForeignAgentDaemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code foreign-agent}: the suite's own foreign agent in the foreground, until SIGTERM or SIGINT. */
@Command(
        name = "foreign-agent",
        description = "Run a foreign agent in the foreground, for visited networks; says READY when it serves.")
final class ForeignAgentCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(ForeignAgentConfig.DEFAULT_FILE);

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ForeignAgentConfig loaded = ForeignAgentConfig.load(config.file());
        loaded.warnings().forEach(warning -> System.err.println(warning.render() + "\n"));
        refuseWithoutPrivileges();
        try {
            Serving.untilToldToStop(loaded);
        } catch (HostException refused) {
            throw refused.isNotPermitted()
                    ? notPermitted(String.valueOf(refused.getMessage()))
                    : new CommandFailure(ExitCode.CANNOT_RUN_HERE, Serving.explained(refused));
        }
        return ExitCode.DONE;
    }

    private void refuseWithoutPrivileges() throws CommandFailure {
        if (!Privileges.missing().isEmpty()) {
            throw notPermitted("this user lacks " + Privileges.missing());
        }
    }

    private CommandFailure notPermitted(String why) {
        return new CommandFailure(
                ExitCode.NOT_PERMITTED, why + "; this would be: sudo scenarios foreign-agent -c " + config.file());
    }

    /** Apart, so that no other command loads what calls the kernel. */
    private static final class Serving {

        static void untilToldToStop(ForeignAgentConfig loaded) throws CommandFailure {
            try (EventLoop loop = ForeignAgentDaemon.loop();
                    Foreground foreground = Foreground.of("foreign-agent", loop);
                    ForeignAgentDaemon daemon = ForeignAgentDaemon.start(loaded, loop)) {
                foreground.serve(daemon::run);
            }
        }

        static String explained(HostException refused) {
            return Foreground.explained(refused);
        }
    }
}
