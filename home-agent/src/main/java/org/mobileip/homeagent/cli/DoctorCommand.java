package org.mobileip.homeagent.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.Json;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what this machine lacks to be a home agent, or one that is fast. Ends with 1 where something must be mended. */
@Command(
        name = "doctor",
        description =
                "Look whether this machine has what the home agent needs, and say how to mend it; change nothing.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Option(names = "--json", description = "Print mobileip.doctor/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Diagnosis diagnosis = HomeAgentDoctor.examine(config.file(), new ThisMachine());
        if (command == null) {
            throw new AssertionError("picocli tells every command what it is");
        }
        PrintWriter out = command.commandLine().getOut();
        out.print(json ? Json.write(diagnosis.document("home-agent")) + "\n" : diagnosis.text());
        out.flush();
        return diagnosis.exitCode();
    }
}
