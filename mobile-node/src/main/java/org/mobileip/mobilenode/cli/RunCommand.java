package org.mobileip.mobilenode.cli;

import java.util.concurrent.Callable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.mobilenode.daemon.MobileNodeDaemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the daemon in the foreground, until SIGTERM or SIGINT. */
@Command(name = "run", description = "Run the mobile node in the foreground; says READY when it serves.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(MobileNodeConfig.DEFAULT_FILE);

    @Option(
            names = "--no-rehearsal",
            description =
                    "Say READY some seconds sooner; then the first handover takes some tens of milliseconds longer.")
    private boolean isCold;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        MobileNodeConfig loaded = MobileNodeConfig.load(config.file());
        loaded.warnings().forEach(warning -> System.err.println(warning.render() + "\n"));
        return MobileNodeDaemon.run(loaded, !isCold);
    }
}
