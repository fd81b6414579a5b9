package org.mobileip.mobilenode.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.Json;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what this machine lacks to be a mobile node, or one that is fast. Ends with 1 where something must be mended. */
@Command(
        name = "doctor",
        description =
                "Look whether this machine has what the mobile node needs, and say how to mend it; change nothing.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(MobileNodeConfig.DEFAULT_FILE);

    @Option(names = "--json", description = "Print mobileip.doctor/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Diagnosis diagnosis = MobileNodeDoctor.examine(config.file(), new ThisMachine());
        Output.of(command).out(json ? Json.write(diagnosis.document("mobile-node")) + "\n" : diagnosis.text());
        return diagnosis.exitCode();
    }
}
