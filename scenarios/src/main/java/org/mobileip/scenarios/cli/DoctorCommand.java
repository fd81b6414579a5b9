package org.mobileip.scenarios.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.doctor.DiagnosisOutput;
import org.mobileip.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code doctor}: which worlds this machine can play in, and what it lacks. Ends with 1 where nothing can be played. */
@Command(
        name = "doctor",
        description = "Look which worlds scenarios can be played in here, and say how to mend what is missing; change"
                + " nothing.")
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Mixin
    private final DiagnosisOutput output = new DiagnosisOutput();

    @Override
    public Integer call() {
        return output.print(ScenariosDoctor.examine(Main.of(program).surroundings(), new ThisMachine()));
    }
}
