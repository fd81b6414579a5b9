package org.mobileip.homeagent.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Human;
import org.mobileip.cli.Output;
import org.mobileip.cli.Table;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bindings}: who is away, and where. */
@Command(name = "bindings", description = "Show the binding table: one line a care-of address.")
final class BindingsCommand implements Callable<Integer> {

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.bindings/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Map<String, Object> answer = control.ask("bindings");
        Output.of(command).out(json ? Json.write(answer) + "\n" : table(Document.of(answer)));
        return ExitCode.DONE;
    }

    static String table(Document answer) {
        List<Document> bindings = answer.list("bindings");
        Table table = new Table(
                "HOME ADDRESS",
                "NODE",
                "CARE-OF ADDRESS",
                "VIA",
                "TUNNEL",
                "SINCE",
                "LEFT",
                "TO NODE",
                "FROM NODE",
                "SPI");
        for (Document binding : bindings) {
            table.row(
                    binding.text("home_address"),
                    binding.text("node"),
                    place(binding),
                    binding.text("via"),
                    binding.text("encapsulation"),
                    Human.duration(Duration.ofSeconds(binding.number("since_s"))),
                    left(binding),
                    Human.bytes(binding.object("to_node").number("bytes")),
                    Human.bytes(binding.object("from_node").number("bytes")),
                    binding.text("spi"));
            branches(table, "mobile network", binding.words("networks"));
            branches(table, "flow", binding.words("flows"));
        }
        String count = bindings.size() == 1 ? "1 binding" : bindings.size() + " bindings";
        return (bindings.isEmpty() ? "" : table) + count + "\n";
    }

    /** Each network behind the node, and each flow by this binding, under it as a branch of it. */
    private static void branches(Table table, String what, List<String> things) {
        for (int i = 0; i < things.size(); i++) {
            String branch = i + 1 < things.size() ? "├ " : "└ ";
            table.row("", branch + things.get(i), what, "", "", "", "", "", "", "");
        }
    }

    /** Where datagrams go: a care-of address behind a NAT says nothing here. */
    private static String place(Document binding) {
        return binding.has("nat") ? binding.text("nat") + " (NAT)" : binding.text("care_of_address");
    }

    private static String left(Document binding) {
        return binding.has("granted_s")
                ? Human.clock(binding.number("remaining_s")) + "/" + Human.clock(binding.number("granted_s"))
                : "for ever";
    }
}
