package org.mobileip.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
        CommandLine line = Output.of(command).line();
        CommandSpec root = line.getCommandSpec().root();
        String version = root.userObject().getClass().getPackage().getImplementationVersion();
        line.getOut()
                .println(root.name() + " " + (version == null ? "development" : version) + ", Java "
                        + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version"));
        return ExitCode.DONE;
    }
}
