package org.mobileip.doctor;

import org.jspecify.annotations.Nullable;
import org.mobileip.cli.Output;
import org.mobileip.control.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the {@code doctor} commands of all programs share: they tell people, or with {@code --json} other programs. */
public final class DiagnosisOutput {

    @Option(names = "--json", description = "Print mobileip.doctor/1.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Tells of {@code diagnosis} and returns the exit code that goes with it. */
    public int print(Diagnosis diagnosis) {
        Output output = Output.of(command);
        String program = output.line().getCommandSpec().root().name();
        output.out(json ? Json.write(diagnosis.document(program)) + "\n" : diagnosis.text());
        return diagnosis.exitCode();
    }
}
