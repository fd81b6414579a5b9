package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.config.ForeignAgentConfig.Registration;
import org.mobileip.config.ForeignAgentConfig.Tunnel;
import org.mobileip.config.HomeAgentConfig.Advertise;
import org.mobileip.config.HomeAgentConfig.ReverseTunnel;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/** Reads {@code foreign-agent.toml}: all of it, whatever is wrong, so that every error is known at once. */
final class ForeignAgentFileReader {

    private static final Set<Encapsulation> ENCAPSULATIONS =
            Set.of(Encapsulation.IPIP, Encapsulation.GRE, Encapsulation.MINIMAL);
    private static final int MOST_PENDING = 10_000;
    private static final int MOST_VISITORS = 100_000;

    private final TableReader root;
    private final Problems problems;

    private ForeignAgentFileReader(TableReader root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    static ForeignAgentConfig read(Path file) throws ConfigException {
        Problems problems = new Problems();
        TableReader root = Root.open(file, problems);
        return new ForeignAgentFileReader(root, problems).config();
    }

    private ForeignAgentConfig config() throws ConfigException {
        Root.version(root);
        Optional<String> visited = root.required("interface", Values::interfaceName);
        Optional<InterfaceAddress> address = root.required("address", Values::hostWithLength);
        List<Ipv4> careOf =
                List.copyOf(root.list("care_of", Values::hostAddress).values());
        boolean router = root.optional("router", Values::bool).orElse(false);
        Registration registration = registration(root.table("registration"));
        Tunnel tunnel = tunnel(root.table("tunnel"));
        Advertise advertise = HomeAgentReader.advertise(root.table("advertise"));
        Map<Ipv4, List<Security>> homeAgents =
                new Peers<Ipv4>("address", Values::hostAddress).read(root.tables("home_agent"));
        List<TableReader> byAddress = new ArrayList<>();
        List<TableReader> byName = new ArrayList<>();
        root.tables("node").forEach(node -> (node.has("nai") ? byName : byAddress).add(node));
        Map<Ipv4, List<Security>> homeAddresses = new Peers<Ipv4>("address", Values::hostAddress).read(byAddress);
        Map<String, List<Security>> identifiers = new Peers<String>("nai", Values::nai).read(byName);
        root.reportUnknownKeys();
        List<Problem> warnings = problems.warningsUnlessErrors();
        InterfaceAddress ours = address.orElseThrow();
        return new ForeignAgentConfig(
                root.source().path(),
                visited.orElseThrow(),
                ours,
                careOf.isEmpty() ? List.of(ours.address()) : careOf,
                router,
                registration,
                tunnel,
                advertise,
                homeAgents,
                homeAddresses,
                identifiers,
                warnings);
    }

    private static Registration registration(TableReader table) {
        Registration registration = new Registration(
                table.optional("max_lifetime", Durations::lifetime).orElse(Duration.ofMinutes(10)),
                table.optional("max_pending", Values.integer(1, MOST_PENDING)).orElse(5),
                table.optional("max_visitors", Values.integer(1, MOST_VISITORS)).orElse(1000),
                table.optional("required", Values::bool).orElse(false),
                table.optional("challenge", Values::bool).orElse(false));
        table.reportUnknownKeys();
        return registration;
    }

    private static Encapsulation encapsulation(Object raw) throws BadValue {
        Encapsulation encapsulation = Values.encapsulation(raw);
        if (encapsulation == Encapsulation.UDP) {
            throw new BadValue(
                    "a foreign agent takes nothing out of UDP",
                    "leave it out: behind a NAT nodes with an address of their own tunnel by themselves");
        }
        return encapsulation;
    }

    private static Tunnel tunnel(TableReader table) {
        Tunnel tunnel = new Tunnel(
                HomeAgentReader.encapsulation(table, ForeignAgentFileReader::encapsulation, ENCAPSULATIONS),
                table.optional("reverse", Values.choice(ReverseTunnel.class)).orElse(ReverseTunnel.OPTIONAL),
                table.optional("encapsulating_delivery", Values::bool).orElse(true),
                table.optional("mtu", HomeAgentReader::mtu).orElse(OptionalInt.empty()));
        table.reportUnknownKeys();
        return tunnel;
    }

    /**
     * Tables of security associations. A second table of one peer is another association of it.
     *
     * @param <P> how a peer is named
     */
    private record Peers<P>(String key, Values.Parser<P> parser) {

        Map<P, List<Security>> read(List<TableReader> tables) {
            Map<P, List<Security>> peers = new LinkedHashMap<>();
            Map<P, Map<Integer, Place>> indexes = new HashMap<>();
            for (TableReader table : tables) {
                Optional<P> peer = table.required(key, parser);
                Map<Integer, Place> known = peer.map(name -> indexes.computeIfAbsent(name, first -> new HashMap<>()))
                        .orElseGet(HashMap::new);
                Optional<Security> security = SecurityReader.of(table, known);
                table.reportUnknownKeys();
                if (peer.isPresent() && security.isPresent()) {
                    peers.computeIfAbsent(peer.get(), first -> new ArrayList<>())
                            .add(security.get());
                }
            }
            return peers;
        }
    }
}
