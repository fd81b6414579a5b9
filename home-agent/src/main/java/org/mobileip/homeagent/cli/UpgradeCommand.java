package org.mobileip.homeagent.cli;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code upgrade}: the home agent that runs is relieved by the one that is installed now. */
@Command(
        name = "upgrade",
        description = "Have the home agent that runs start the one that is installed now, which takes over from it: no"
                + " packet and no request is lost. Under systemd it stays the same unit.")
final class UpgradeCommand implements Callable<Integer> {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long PAUSE_MILLIS = 20;

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure, InterruptedException {
        long begin = System.nanoTime();
        OptionalLong successor = pidIn(control.ask("upgrade"));
        while (!whoAnswers().equals(successor)) {
            if (ProcessHandle.of(successor.orElseThrow()).isEmpty()) {
                throw new CommandFailure(
                        ExitCode.MISSED,
                        "the new home agent has ended, and its log says why; the one before goes on, as home-agent status"
                                + " shows");
            }
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new CommandFailure(
                        ExitCode.TIMED_OUT, "process " + successor.getAsLong() + " has not taken over yet");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        Output.of(command).out("process " + successor.getAsLong() + " has taken over\n");
        return ExitCode.DONE;
    }

    /** The process that has the control socket; empty: none has, between the two. */
    private OptionalLong whoAnswers() throws ConfigException {
        try {
            return pidIn(control.ask("status"));
        } catch (ControlException between) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong pidIn(Map<String, Object> answer) {
        return answer.get("pid") instanceof Number pid ? OptionalLong.of(pid.longValue()) : OptionalLong.empty();
    }
}
