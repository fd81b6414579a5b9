package org.mobileip.homeagent.cli;

import java.util.List;
import java.util.Optional;
import org.mobileip.cli.CompletionCommand;
import org.mobileip.cli.ExplainCommand;
import org.mobileip.cli.Program;
import org.mobileip.cli.VersionCommand;
import org.mobileip.homeagent.daemon.EarlyClasses;
import picocli.CommandLine.Command;

/** The program {@code home-agent}. */
@Command(
        name = "home-agent",
        description = "The Mobile IPv4 home agent (RFC 5944): keeps mobile nodes reachable at their home address.")
public final class Main implements Program.Commands {

    private final Optional<EarlyReading> early;

    /** What picocli reads, for {@link #run} and for tests that print elsewhere. */
    Main() {
        this(Optional.empty());
    }

    private Main(Optional<EarlyReading> early) {
        this.early = early;
    }

    public static void main(String... arguments) {
        Optional<EarlyReading> early = Optional.empty();
        if (arguments.length > 0 && arguments[0].equals("run")) {
            early = Optional.of(EarlyReading.of(arguments));
            EarlyClasses.load();
        }
        System.exit(Program.run(new Main(early), arguments));
    }

    /** The configuration that is being read since the program has begun. */
    Optional<EarlyReading> early() {
        return early;
    }

    @Override
    public List<Class<?>> commands() {
        return List.of(
                RunCommand.class,
                CheckCommand.class,
                StatusCommand.class,
                BindingsCommand.class,
                WatchCommand.class,
                ReloadCommand.class,
                UpgradeCommand.class,
                NodeCommand.class,
                DropCommand.class,
                NotifyCommand.class,
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
