package org.mobileip.homeagent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentFiles;
import org.mobileip.config.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code node remove}: the entry and the key go, and so does the binding. */
@Command(
        name = "remove",
        description =
                "Remove a node that node add made, its key and its binding; it is told so where that was agreed on"
                        + " (RFC 3543). One that somebody has written into a file stays: where it stands is said.")
final class NodeRemoveCommand implements Callable<Integer> {

    @Mixin
    private final NodeChangeOptions options = new NodeChangeOptions();

    @Parameters(paramLabel = "NAME", description = "The name of the node.")
    private String name = "";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure, ConfigException {
        Output output = Output.of(command);
        HomeAgentFiles files = HomeAgentFiles.load(options.file());
        Place place = files.places().get(name);
        if (place == null) {
            throw new CommandFailure(ExitCode.USAGE, "there is no node \"" + name + "\" in " + options.file());
        }
        NodeFiles made = NodeFiles.of(files, name);
        made.remove(place, options.file(), output);
        output.out("removed " + made.entry() + " and its key\n");
        options.reload(files.config(), output);
        return ExitCode.DONE;
    }
}
