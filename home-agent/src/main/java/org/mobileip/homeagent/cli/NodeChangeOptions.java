package org.mobileip.homeagent.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.ReloadOutput;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file is changed, and which home agent goes by it then. */
final class NodeChangeOptions {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Option(names = "--control", paramLabel = "SOCKET", description = "The control socket of the daemon.")
    private Optional<Path> control = Optional.empty();

    Path file() {
        return config.file();
    }

    /** Has the home agent that runs go by the files as they are now, and prints what changed; says where none runs. */
    void reload(HomeAgentConfig loaded, Output output) throws CommandFailure {
        Path socket = control.orElse(loaded.daemon().control());
        try {
            ReloadOutput.print(output, ControlClient.ask(socket, "reload"), false);
        } catch (ControlException refused) {
            if (refused.exitCode() == ExitCode.NO_DAEMON) {
                output.err("no home agent answers at " + socket + ": it goes by this when it is started\n");
                return;
            }
            throw new CommandFailure(
                    refused.exitCode(),
                    "the files are changed, but the home agent that runs does not go by them: " + refused.reason()
                            + (refused.exitCode() == ExitCode.NOT_PERMITTED
                                    ? "; this would be: sudo home-agent reload --control " + socket
                                    : ""));
        }
    }
}
