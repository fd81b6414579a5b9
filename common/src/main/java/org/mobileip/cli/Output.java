package org.mobileip.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: stdout for the answer, stderr for everything else. */
public record Output(CommandLine line) {

    /** That of the command that picocli has told what it is. */
    public static Output of(@Nullable CommandSpec command) {
        if (command == null) {
            throw new AssertionError("picocli tells every command what it is");
        }
        return new Output(command.commandLine());
    }

    /** Prints {@code text} as it is. */
    public void out(String text) {
        print(line.getOut(), text);
    }

    /** Prints {@code text} as it is. */
    public void err(String text) {
        print(line.getErr(), text);
    }

    /** The command line as it was given, for messages. */
    public String commandAsGiven() {
        CommandSpec root = line.getCommandSpec().root();
        return root.name() + " "
                + String.join(" ", root.commandLine().getParseResult().originalArgs());
    }

    private static void print(PrintWriter writer, String text) {
        writer.print(text);
        writer.flush();
    }
}
