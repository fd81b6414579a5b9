package org.mobileip.mobilenode.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Watch;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watch}: where the node is and what happens to it, as it changes. */
@Command(
        name = "watch",
        description =
                "Show where the node is and events as they change; where stdout is no terminal, one line an event.")
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.event/1, a line for each event.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Watch.Form form = Watch.form(json);
        Watch watch = new Watch(Output.of(command), form, StatusScreen::of);
        return watch.runHere(() -> control.ask("status"), form, new MoveKeys(control))
                ? ExitCode.DONE
                : ExitCode.INTERRUPTED;
    }
}
