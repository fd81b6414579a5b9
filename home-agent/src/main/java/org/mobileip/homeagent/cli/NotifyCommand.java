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

/** {@code notify}: words for the person behind a node that is away. */
@Command(
        name = "notify",
        description = "Tell the person behind a node something (RFC 6098): the node logs it, and acknowledges it, which"
                + " status and the log of this home agent show.")
final class NotifyCommand implements Callable<Integer> {

    private static final int LONGEST_TEXT = 254;

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Parameters(index = "0", paramLabel = "NODE", description = "The name of the node, or its home address.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "Up to 254 octets in UTF-8.")
    private String text = "";

    @Option(names = "--json", description = "Print mobileip.notify/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets == 0 || octets > LONGEST_TEXT) {
            throw new CommandFailure(ExitCode.USAGE, "TEXT takes 1 to " + LONGEST_TEXT + " octets in UTF-8");
        }
        Map<String, Object> answer = control.ask("notify", node, text);
        Document sent = Document.of(answer);
        Output.of(command)
                .out(
                        json
                                ? Json.write(answer) + "\n"
                                : "sent to " + sent.text("node") + " at " + sent.text("home_address")
                                        + "; home-agent status tells when it is acknowledged\n");
        return ExitCode.DONE;
    }
}
