package org.mobileip.homeagent.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.homeagent.daemon.HomeAgentDaemon;
import org.mobileip.homeagent.daemon.StoreOpening;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.Foreground;
import org.mobileip.host.linux.HangUp;
import org.mobileip.host.linux.Privileges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code run}: the daemon in the foreground, until SIGTERM or SIGINT. */
@Command(name = "run", description = "Run the home agent in the foreground; says READY when it serves.")
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private final Main program = new Main();

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Option(
            names = "--no-rehearsal",
            description =
                    "Say READY some seconds sooner; then the first registration takes some tens of milliseconds longer.")
    private boolean isCold;

    @Option(
            names = "--take-over",
            description = "Take over from the home agent that runs here, which ends: no packet and no request is lost.")
    private boolean takesOver;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keep bindings there, whatever the file says; none: nowhere, so that a restart loses them.")
    private Optional<Path> state = Optional.empty();

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Optional<EarlyReading> early = program.early();
        HomeAgentConfig loaded = early.isPresent() ? withState(early.get().load(config.file())) : read();
        loaded.warnings().forEach(warning -> System.err.println(warning.render() + "\n"));
        refuseWithoutPrivileges();
        try (StoreOpening store = StoreOpening.of(loaded, start());
                EventLoop loop = HomeAgentDaemon.loop();
                Foreground foreground = Foreground.of("home-agent", loop)) {
            serve(loaded, loop, foreground, store);
        }
        return ExitCode.DONE;
    }

    private HomeAgentConfig read() throws ConfigException {
        return withState(HomeAgentConfig.load(config.file()));
    }

    private HomeAgentConfig withState(HomeAgentConfig loaded) {
        Path none = Path.of(HomeAgentConfig.Daemon.NO_STATE);
        return state.map(wanted ->
                        loaded.withState(wanted.equals(none) ? Optional.empty() : Optional.of(wanted.toAbsolutePath())))
                .orElse(loaded);
    }

    private void serve(HomeAgentConfig loaded, EventLoop loop, Foreground foreground, StoreOpening store)
            throws CommandFailure {
        try (HomeAgentDaemon daemon = HomeAgentDaemon.start(loaded, this::read, loop, start(), store)) {
            HangUp.handle(daemon::reload);
            foreground.serve(daemon::run);
        } catch (AccessDeniedException refused) {
            throw notPermitted("not permitted to use " + refused.getMessage());
        } catch (IOException refused) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(refused.getMessage()));
        } catch (HostException refused) {
            throw refused.isNotPermitted()
                    ? notPermitted(String.valueOf(refused.getMessage()))
                    : new CommandFailure(ExitCode.CANNOT_RUN_HERE, Foreground.explained(refused));
        }
    }

    private HomeAgentDaemon.Start start() {
        if (takesOver) {
            return HomeAgentDaemon.Start.TAKING_OVER;
        }
        return isCold ? HomeAgentDaemon.Start.COLD : HomeAgentDaemon.Start.REHEARSED;
    }

    private void refuseWithoutPrivileges() throws CommandFailure {
        if (!Privileges.missing().isEmpty()) {
            throw notPermitted("this user lacks " + Privileges.missing());
        }
    }

    private CommandFailure notPermitted(String why) {
        return new CommandFailure(
                ExitCode.NOT_PERMITTED, why + "; this would be: sudo home-agent run -c " + config.file());
    }
}
