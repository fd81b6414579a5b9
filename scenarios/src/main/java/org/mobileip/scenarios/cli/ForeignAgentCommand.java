package org.mobileip.scenarios.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.Privileges;
import org.mobileip.host.linux.SystemdNotify;
import org.mobileip.scenarios.foreignagent.daemon.ForeignAgentDaemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code foreign-agent}: the suite's own foreign agent in the foreground, until SIGTERM or SIGINT. */
@Command(
        name = "foreign-agent",
        description = "Run a foreign agent in the foreground, for visited networks; says READY when it serves.")
final class ForeignAgentCommand implements Callable<Integer> {

    private static final int EADDRINUSE = 98;
    private static final long LONGEST_CLEAN_UP_SECONDS = 20;

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
                    : new CommandFailure(ExitCode.CANNOT_RUN_HERE, explained(refused));
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

    private static String explained(HostException refused) {
        return refused.errno() == EADDRINUSE
                ? "UDP port 434 is taken by another program, which this shows: ss -ulnp 'sport = :434'"
                : String.valueOf(refused.getMessage());
    }

    /** Apart, so that no other command loads what calls the kernel. */
    private static final class Serving {

        static void untilToldToStop(ForeignAgentConfig loaded) throws CommandFailure {
            try (EventLoop loop = ForeignAgentDaemon.loop()) {
                CountDownLatch cleanedUp = new CountDownLatch(1);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(loop, cleanedUp), "stop"));
                try {
                    serve(loaded, loop);
                } finally {
                    cleanedUp.countDown();
                }
            }
        }

        private static void serve(ForeignAgentConfig loaded, EventLoop loop) throws CommandFailure {
            try (ForeignAgentDaemon daemon = ForeignAgentDaemon.start(loaded, loop)) {
                System.err.println("READY");
                SystemdNotify.ready();
                daemon.run();
                SystemdNotify.stopping();
            }
        }

        /** On SIGTERM and SIGINT the JVM ends with 143 and 130, but not before all was undone. */
        private static void stop(EventLoop loop, CountDownLatch cleanedUp) {
            if (cleanedUp.getCount() > 0) {
                loop.stop();
            }
            try {
                if (!cleanedUp.await(LONGEST_CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("foreign-agent: could not clean up within " + LONGEST_CLEAN_UP_SECONDS + " s");
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
