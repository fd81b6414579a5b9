package org.mobileip.mobilenode.cli;

import java.util.List;
import org.mobileip.cli.CompletionCommand;
import org.mobileip.cli.ExplainCommand;
import org.mobileip.cli.Program;
import org.mobileip.cli.VersionCommand;
import picocli.CommandLine.Command;

/** The program {@code mobile-node}. */
@Command(
        name = "mobile-node",
        description = "The Mobile IPv4 mobile node (RFC 5944): keeps its home address on whatever network it is.")
public final class Main implements Program.Commands {

    /** What picocli reads, for {@link #run} and for tests that print elsewhere. */
    Main() {}

    /** Runs, and ends the JVM with the exit code. */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    @Override
    public List<Class<?>> commands() {
        return List.of(
                RunCommand.class,
                CheckCommand.class,
                StatusCommand.class,
                WaitCommand.class,
                WatchCommand.class,
                ReloadCommand.class,
                MoveCommand.class,
                HomeCommand.class,
                JoinCommand.class,
                PingCommand.class,
                DoctorCommand.class,
                ExplainCommand.class,
                VersionCommand.class,
                CompletionCommand.class);
    }

    /** As the program, but returns the exit code. */
    static int run(String... arguments) {
        return Program.run(new Main(), arguments);
    }
}
