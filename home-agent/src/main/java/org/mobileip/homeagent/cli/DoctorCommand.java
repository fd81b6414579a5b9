package org.mobileip.homeagent.cli;

import java.util.concurrent.Callable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.doctor.DiagnosisOutput;
import org.mobileip.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what this machine lacks to be a home agent, or one that is fast. Ends with 1 where something must be mended. */
@Command(
        name = "doctor",
        description =
                "Look whether this machine has what the home agent needs, and say how to mend it; change nothing.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Mixin
    private final DiagnosisOutput output = new DiagnosisOutput();

    @Override
    public Integer call() {
        return output.print(HomeAgentDoctor.examine(config.file(), new ThisMachine()));
    }
}
