package org.mobileip.mobilenode.cli;

import java.util.concurrent.Callable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.doctor.DiagnosisOutput;
import org.mobileip.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what this machine lacks to be a mobile node, or one that is fast. Ends with 1 where something must be mended. */
@Command(
        name = "doctor",
        description =
                "Look whether this machine has what the mobile node needs, and say how to mend it; change nothing.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(MobileNodeConfig.DEFAULT_FILE);

    @Mixin
    private final DiagnosisOutput output = new DiagnosisOutput();

    @Override
    public Integer call() {
        return output.print(MobileNodeDoctor.examine(config.file(), new ThisMachine()));
    }
}
