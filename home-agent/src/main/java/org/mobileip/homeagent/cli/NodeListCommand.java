package org.mobileip.homeagent.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Table;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.HomeAgentConfig.Node;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.config.HomeAgentFiles;
import org.mobileip.config.Place;
import org.mobileip.control.Json;
import org.mobileip.net.Ipv4Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code node list}: who is configured, and where. */
@Command(
        name = "list",
        description =
                "Show who is configured, and where that stands; of keys their fingerprints, to be compared on the phone.")
final class NodeListCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(HomeAgentConfig.DEFAULT_FILE);

    @Option(names = "--json", description = "Print mobileip.nodes/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ConfigException {
        HomeAgentFiles files = HomeAgentFiles.load(config.file());
        Output.of(command).out(json ? Json.write(document(files)) + "\n" : table(files));
        return ExitCode.DONE;
    }

    private static String table(HomeAgentFiles files) {
        Table table = new Table("NODE", "HOME ADDRESS", "SPI", "AUTH", "KEY", "REPLAY", "WHERE");
        for (Node node : files.config().nodes()) {
            Security first = node.security().get(0);
            table.row(
                    node.name(),
                    node.address()
                            .map(Object::toString)
                            .orElseGet(() -> "pool " + node.pool().orElse("-")),
                    spi(first),
                    first.auth().configured(),
                    first.key().fingerprint(),
                    node.replay().configured(),
                    where(files, node));
            node.nai().ifPresent(nai -> table.row("", nai, "", "", "", "", ""));
            node.networks().forEach(network -> table.row("", network.toString(), "", "", "", "", ""));
            node.security().stream()
                    .skip(1)
                    .forEach(other -> table.row(
                            "",
                            "",
                            spi(other),
                            other.auth().configured(),
                            other.key().fingerprint(),
                            "",
                            ""));
        }
        int count = files.config().nodes().size();
        return (count == 0 ? "" : table) + (count == 1 ? "1 node" : count + " nodes") + "\n";
    }

    private static String spi(Security association) {
        return "0x" + Integer.toHexString(association.spi());
    }

    private static String where(HomeAgentFiles files, Node node) {
        return Optional.ofNullable(files.places().get(node.name()))
                .map(place -> place.source().name() + ":" + place.line())
                .orElse("-");
    }

    private static Map<String, Object> document(HomeAgentFiles files) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.nodes/1");
        document.put(
                "nodes",
                files.config().nodes().stream().map(node -> row(files, node)).toList());
        return document;
    }

    @SuppressWarnings("NullAway") // JSON has nulls, and so has this map.
    private static Map<String, Object> row(HomeAgentFiles files, Node node) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node.name());
        row.put("home_address", node.address().map(Object::toString).orElse(null));
        row.put("nai", node.nai().orElse(null));
        row.put("pool", node.pool().orElse(null));
        row.put(
                "security",
                node.security().stream().map(NodeListCommand::association).toList());
        row.put("replay", node.replay().configured());
        row.put("networks", node.networks().stream().map(Ipv4Prefix::toString).toList());
        row.put("services", List.copyOf(node.services()));
        row.put("multipath", node.multipath());
        Optional<Place> place = Optional.ofNullable(files.places().get(node.name()));
        row.put("file", place.map(found -> found.source().name()).orElse(null));
        row.put("line", place.map(Place::line).orElse(null));
        return row;
    }

    private static Map<String, Object> association(Security association) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("spi", spi(association));
        row.put("auth", association.auth().configured());
        row.put("key_fingerprint", association.key().fingerprint());
        return row;
    }
}
