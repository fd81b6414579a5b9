package org.mobileip.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line with the manners that our programs share: one message, one exit code, never a stray stack trace. */
public final class Program {

    private Program() {}

    /**
     * A program that names its commands here and not in its annotation: a client command lives for a blink, of which reading a dozen
     * commands by reflection would be a good part. So only the one that is asked for is read where that can be told.
     */
    public interface Commands {

        /** Classes with picocli's {@code @Command}. */
        List<Class<?>> commands();
    }

    /**
     * Parses and runs.
     *
     * @param root an object with picocli's {@code @Command}, perhaps one with {@link Commands}; these return exit codes or throw
     *     {@link CommandFailure}, {@link ControlException} or {@link ConfigException}
     * @return the exit code, for {@code System.exit}
     */
    public static int run(Object root, String... arguments) {
        List<Class<?>> all = commands(root);
        Optional<Class<?>> asked = asked(all, arguments);
        return execute(commandLine(root, asked.isPresent() ? List.of(asked.get()) : all), arguments);
    }

    /** Empty: no single one is, and what there is to be told may be about all. */
    static Optional<Class<?>> asked(List<Class<?>> commands, String... arguments) {
        for (Class<?> each : arguments.length == 0 ? List.<Class<?>>of() : commands) {
            Command named = each.getAnnotation(Command.class);
            if (named != null && named.name().equals(arguments[0])) {
                return each == CompletionCommand.class ? Optional.empty() : Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static List<Class<?>> commands(Object root) {
        return root instanceof Commands program ? program.commands() : List.of();
    }

    static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (AssertionError | StackOverflowError | LinkageError bug) {
            return bug(bug, line);
        }
    }

    /** As {@link #run} would use it: for completion scripts and tests. */
    public static CommandLine commandLine(Object root) {
        return commandLine(root, commands(root));
    }

    private static CommandLine commandLine(Object root, List<Class<?>> commands) {
        CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        line.setOut(utf8(System.out));
        line.setErr(utf8(System.err));
        line.getCommandSpec().addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new HelpOption()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.hasColour() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler(Program::failed);
        line.setParameterExceptionHandler(Program::misused);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        return line;
    }

    /** In UTF-8 whatever the locale: names are Café in a container too, where nobody set one. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int misused(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(name + ": "
                + String.valueOf(wrong.getMessage())
                        .replace("option option", "option")); // So picocli 4.7 says it of maps.
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + name + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().root().name();
        int exitCode;
        if (failure instanceof ConfigException config) {
            err.println(config.report());
            exitCode = config.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FILE_ERRORS;
            if (config.isNotPermitted()) {
                err.println(name + ": not permitted to read that; this would be: sudo "
                        + new Output(line).commandAsGiven());
            }
        } else if (failure instanceof ControlException control) {
            err.println(name + ": " + control.getMessage());
            exitCode = control.exitCode();
        } else if (failure instanceof CommandFailure known) {
            err.println(name + ": " + known.getMessage());
            exitCode = known.exitCode();
        } else {
            return bug(failure, line);
        }
        err.flush();
        return exitCode;
    }

    private static int bug(Throwable failure, CommandLine line) {
        String name = line.getCommandSpec().root().name();
        PrintWriter err = line.getErr();
        failure.printStackTrace(err);
        err.println(name + ": this is a bug in " + name + ", not your mistake. Please report it with the lines above.");
        err.flush();
        return ExitCode.BUG;
    }
}
