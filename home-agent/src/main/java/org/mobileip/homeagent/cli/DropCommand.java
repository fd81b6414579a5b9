package org.mobileip.homeagent.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drop}: a binding ends before its time. */
@Command(
        name = "drop",
        description =
                "Remove the bindings of a node, and tell it so where that was agreed on (RFC 3543). It may register again.")
final class DropCommand implements Callable<Integer> {

    private static final int LONGEST_MESSAGE = 254;

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Parameters(paramLabel = "NODE", description = "The name of the node, or its home address.")
    private String node = "";

    @Option(names = "--message", paramLabel = "TEXT", description = "Words for the person behind it (RFC 4917).")
    private String message = "";

    @Option(names = "--json", description = "Print mobileip.drop/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        if (message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
            throw new CommandFailure(ExitCode.USAGE, "--message takes " + LONGEST_MESSAGE + " octets in UTF-8 at most");
        }
        Map<String, Object> answer = control.ask("drop", node, message);
        Output.of(command).out(json ? Json.write(answer) + "\n" : lines(answer));
        return ExitCode.DONE;
    }

    static String lines(Map<String, Object> answer) {
        StringBuilder lines = new StringBuilder();
        for (Document dropped : Document.of(answer).list("dropped")) {
            lines.append("dropped ")
                    .append(dropped.text("node"))
                    .append(" at ")
                    .append(dropped.text("care_of_address"))
                    .append(
                            Boolean.TRUE.equals(dropped.fields().get("told"))
                                    ? ", and told so\n"
                                    : ", which was not told\n");
        }
        return lines.toString();
    }
}
