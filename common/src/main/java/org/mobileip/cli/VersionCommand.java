package org.mobileip.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: which build this is and what it runs on. */
@Command(name = "version", description = "Print the version and what it runs on.")
public final class VersionCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (command == null) {
            throw new AssertionError("picocli tells every command what it is");
        }
        CommandSpec root = command.root();
        String version = root.userObject().getClass().getPackage().getImplementationVersion();
        command.commandLine()
                .getOut()
                .println(root.name() + " " + (version == null ? "development" : version) + ", Java "
                        + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version"));
        return ExitCode.DONE;
    }
}
