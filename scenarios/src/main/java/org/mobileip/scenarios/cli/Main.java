package org.mobileip.scenarios.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CompletionCommand;
import org.mobileip.cli.ExplainCommand;
import org.mobileip.cli.Program;
import org.mobileip.cli.VersionCommand;
import picocli.CommandLine.Command;

/** The program {@code scenarios}. */
@Command(
        name = "scenarios",
        description =
                "Scripted handovers: plays moves of mobile nodes between networks and measures what traffic felt.")
public final class Main implements Program.Commands {

    private final Surroundings surroundings;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs, and ends the JVM with the exit code. */
    public static void main(String... arguments) {
        System.exit(Program.run(new Main(Surroundings.here()), arguments));
    }

    @Override
    public List<Class<?>> commands() {
        return List.of(
                ListCommand.class,
                ShowCommand.class,
                CheckCommand.class,
                RunCommand.class,
                ReportCommand.class,
                CompareCommand.class,
                ShellCommand.class,
                CleanCommand.class,
                CalibrateCommand.class,
                BenchCommand.class,
                LoadCommand.class,
                ForeignAgentCommand.class,
                DoctorCommand.class,
                ExplainCommand.class,
                VersionCommand.class,
                CompletionCommand.class);
    }

    /** What picocli put into a command's {@code @ParentCommand}. */
    static Main of(@Nullable Main program) {
        if (program == null) {
            throw new AssertionError("picocli tells every command whose it is");
        }
        return program;
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
