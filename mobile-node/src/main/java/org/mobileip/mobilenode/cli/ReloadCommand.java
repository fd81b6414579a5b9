package org.mobileip.mobilenode.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.ReloadOutput;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reload}: the mobile node that runs goes by its file as it is now. */
@Command(
        name = "reload",
        description =
                "Have the mobile node that runs go by its file as it is now; one with errors is refused, and nothing"
                        + " is changed. What must wait for a restart is named.")
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.reload/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Output output = Output.of(command);
        try {
            Map<String, Object> answer = control.ask("reload");
            ReloadOutput.print(output, answer, json);
            return ExitCode.DONE;
        } catch (ControlException refused) {
            return ReloadOutput.refused(output, refused);
        }
    }
}
