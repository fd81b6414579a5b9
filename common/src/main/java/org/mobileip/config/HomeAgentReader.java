package org.mobileip.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.mobileip.config.HomeAgentConfig.Advertise;
import org.mobileip.config.HomeAgentConfig.Broadcast;
import org.mobileip.config.HomeAgentConfig.BroadcastKind;
import org.mobileip.config.HomeAgentConfig.Compatibility;
import org.mobileip.config.HomeAgentConfig.Daemon;
import org.mobileip.config.HomeAgentConfig.Registration;
import org.mobileip.config.HomeAgentConfig.ReverseTunnel;
import org.mobileip.config.HomeAgentConfig.Tunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code home-agent.toml}: all of it, whatever is wrong, so that every error is known at once. */
final class HomeAgentReader {

    private static final Path USUAL_STATE = Path.of("/var/lib/mobileip/home-agent");

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration UNWISE_TOLERANCE = Duration.ofSeconds(3);
    private static final int MOST_BINDINGS = 100_000_000;
    private static final int MOST_BINDINGS_PER_NODE = 64;
    private static final int MOST_QUEUES = 16;
    /** What an extension holds, RFC 3846. */
    private static final int LONGEST_IDENTITY = 254;

    private final TableReader root;
    private final Problems problems;
    private Map<String, Place> places = Map.of();

    private HomeAgentReader(TableReader root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    static HomeAgentConfig read(Path file) throws ConfigException {
        Problems problems = new Problems();
        TableReader root = Root.open(file, problems);
        return new HomeAgentReader(root, problems).config();
    }

    static HomeAgentFiles files(Path file) throws ConfigException {
        Problems problems = new Problems();
        TableReader root = Root.open(file, problems);
        HomeAgentReader reader = new HomeAgentReader(root, problems);
        HomeAgentConfig config = reader.config();
        List<Path> patterns = root.list("include", Values::path).values().stream()
                .map(root.source()::resolve)
                .toList();
        return new HomeAgentFiles(config, reader.places, patterns);
    }

    private HomeAgentConfig config() throws ConfigException {
        Root.version(root);
        Optional<String> homeInterface = root.optional("interface", Values::interfaceName);
        Optional<Ipv4> address = root.required("address", Values::hostAddress);
        Optional<Ipv4> publicAddress = root.optional("public", Values::hostAddress);
        Optional<String> identity = root.optional("identity", HomeAgentReader::identity);
        Optional<Ipv4Prefix> network = root.required("network", HomeAgentReader::homeNetwork);
        refuseEdgesOf(network);
        TableReader registrationTable = root.table("registration");
        Registration registration = registration(
                registrationTable,
                Stream.concat(publicAddress.stream(), address.stream()).toList());
        Tunnel tunnel = tunnel(root.table("tunnel"));
        Broadcast broadcast = broadcast(root.table("broadcast"), homeInterface);
        Advertise advertise = advertise(root.table("advertise"));
        Daemon daemon = daemon(root.table("daemon"));
        Optional<Metrics> metrics = Metrics.read(root.table("metrics"));
        HomeNetwork home = new HomeNetwork(address, network, network.map(known -> root.placeOf("network")));
        PoolReader pools = new PoolReader(home);
        pools.read(root.tables("pool"));
        NodeReader nodes = new NodeReader(home, pools.names());
        nodes.read(root.tables("node"));
        ForeignAgentReader foreignAgents = new ForeignAgentReader(address);
        foreignAgents.read(root.tables("foreign_agent"));
        for (TableReader included : new Includes(root, problems).read()) {
            Root.version(included);
            nodes.read(included.tables("node"));
            included.reportUnknownKeys();
        }
        root.reportUnknownKeys();
        places = nodes.places();
        boolean grantsCarriers = nodes.hasCarriersRouters() && !registrationTable.has("max_lifetime");
        List<Problem> warnings = problems.warningsUnlessErrors();
        return new HomeAgentConfig(
                root.source().path(),
                homeInterface,
                address.orElseThrow(),
                publicAddress,
                identity,
                network.orElseThrow(),
                grantsCarriers ? registration.granting(CarrierProfile.LIFETIME) : registration,
                tunnel,
                broadcast,
                advertise,
                daemon,
                metrics,
                pools.all(),
                foreignAgents.all(),
                nodes.all(),
                warnings);
    }

    private static Ipv4Prefix homeNetwork(Object raw) throws BadValue {
        Ipv4Prefix network = Values.prefix(raw);
        if (network.length() < 8 || !network.address().isUnicast()) {
            throw new BadValue(network + " cannot be a home network", "a unicast network of 8 to 32 bits");
        }
        return network;
    }

    /** The NAI of one machine. */
    private static String identity(Object raw) throws BadValue {
        String nai = Values.nai(raw);
        if (nai.startsWith("@") || nai.getBytes(StandardCharsets.UTF_8).length > LONGEST_IDENTITY) {
            throw new BadValue(
                    "\"" + nai + "\" names no home agent",
                    "its host name before @, its domain behind: ha1@example.org");
        }
        return nai;
    }

    private void refuseEdgesOf(Optional<Ipv4Prefix> network) {
        if (network.isPresent()) {
            root.optional("address", raw -> {
                if (raw instanceof String text && Ipv4.tryParse(text).isPresent()) {
                    Values.refuseEdges(Ipv4.parse(text), network.get());
                }
                return true;
            });
        }
    }

    /** @param own addresses of the home agent */
    private static Registration registration(TableReader table, List<Ipv4> own) {
        Registration registration = new Registration(
                table.optional("max_lifetime", Durations::lifetime).orElse(Duration.ofMinutes(10)),
                clockTolerance(table).orElse(Duration.ofSeconds(7)),
                table.optional("compatibility", Values.choice(Compatibility.class))
                        .orElse(Compatibility.RFC5944),
                table.optional("simultaneous_bindings", Values::bool).orElse(true),
                table.optional("max_bindings", Values.integer(1, MOST_BINDINGS)).orElse(1_000_000),
                table.optional("max_bindings_per_node", Values.integer(1, MOST_BINDINGS_PER_NODE))
                        .orElse(8),
                List.copyOf(table.list("refuse_care_of", Values::prefix).values()),
                table.optional("assign", raw -> Assign.parse(raw, own)).orElseGet(Assign.Here::new));
        table.reportUnknownKeys();
        return registration;
    }

    /** {@code clock_tolerance} of {@code table}; what the RFC advises against is warned about. */
    static Optional<Duration> clockTolerance(TableReader table) {
        Optional<Duration> tolerance = table.optional("clock_tolerance", Durations.within(MILLISECOND, DAY));
        tolerance
                .filter(low -> low.compareTo(UNWISE_TOLERANCE) <= 0)
                .ifPresent(low -> table.warn(
                        table.placeOf("clock_tolerance"),
                        "RFC 5944 section 5.7.1 asks for more than 3s",
                        "the clocks of nodes drift, and requests travel: 7s is usual"));
        return tolerance;
    }

    private static Tunnel tunnel(TableReader table) {
        Tunnel tunnel = new Tunnel(
                encapsulation(table, Values::encapsulation, ServedYet.ENCAPSULATIONS),
                table.optional("reverse", Values.choice(ReverseTunnel.class)).orElse(ReverseTunnel.OPTIONAL),
                table.optional("mtu", HomeAgentReader::mtu).orElse(OptionalInt.empty()),
                ServedYet.dataplane(table),
                table.optional("keepalive", Durations.within(Duration.ofSeconds(10), Durations.INFINITE))
                        .orElse(Duration.ofSeconds(110)),
                table.optional("mss_clamp", Values::bool).orElse(false),
                CarrierProfile.ignoresDontFragment(table, false),
                table.optional("node_rate", Rates::bitsPerSecond).orElse(OptionalLong.empty()),
                queues(table));
        table.reportUnknownKeys();
        return tunnel;
    }

    /** Of the TUN device. */
    static OptionalInt queues(TableReader tunnel) {
        return tunnel.optional("queues", Values.automaticOr(1, MOST_QUEUES)).orElse(OptionalInt.empty());
    }

    static OptionalInt mtu(Object raw) throws BadValue {
        return Values.automaticOr(576, 65515).parse(raw);
    }

    /** @param usual where the file does not say */
    static Set<Encapsulation> encapsulation(
            TableReader table, Values.Parser<Encapsulation> parser, Set<Encapsulation> usual) {
        if (!table.has("encapsulation")) {
            return usual;
        }
        Set<Encapsulation> granted = new LinkedHashSet<>();
        Map<Place, Encapsulation> listed = table.list("encapsulation", parser);
        granted.addAll(listed.values());
        if (granted.add(Encapsulation.IPIP)) {
            table.warn(
                    table.placeOf("encapsulation"),
                    "\"ipip\" is granted all the same",
                    "every home agent must support it (RFC 5944 section 4.1)");
        }
        return granted;
    }

    /** Broadcasts, but no groups, unless the file says otherwise: the B bit of a request is honoured. */
    private Broadcast broadcast(TableReader table, Optional<String> homeInterface) {
        Broadcast broadcast = new Broadcast(
                table.has("forward")
                        ? Set.copyOf(table.list("forward", Values.choice(BroadcastKind.class))
                                .values())
                        : Set.of(BroadcastKind.BROADCAST),
                Set.copyOf(table.list("groups", HomeAgentReader::group).values()),
                table.optional("per_second", Values.integer(1, 1_000_000)).orElse(100));
        table.reportUnknownKeys();
        boolean isAskedFor = table.has("forward") || !broadcast.groups().isEmpty();
        if (isAskedFor && broadcast.isOn() && homeInterface.isEmpty()) {
            table.warn(
                    root.keyPlaceOf("broadcast"),
                    "there is no home link to hear broadcasts on",
                    "add interface = \"…\", or leave this table out");
        }
        return broadcast;
    }

    private static Ipv4 group(Object raw) throws BadValue {
        Ipv4 group = Values.address(raw);
        if (!group.isMulticast()) {
            throw new BadValue(group + " is not a group", "groups are 224.0.0.0 to 239.255.255.255");
        }
        return group;
    }

    static Advertise advertise(TableReader table) {
        Advertise advertise = new Advertise(
                table.optional("enabled", Values::bool).orElse(true),
                table.optional("every", Durations.within(Duration.ofMillis(50), Duration.ofMinutes(30)))
                        .orElse(Duration.ofSeconds(1)),
                table.optional("only_when_solicited", Values::bool).orElse(false),
                table.optional("prefix_lengths", Values::bool).orElse(true));
        table.reportUnknownKeys();
        return advertise;
    }

    private static Daemon daemon(TableReader table) {
        Daemon daemon = new Daemon(
                table.optional("control", raw -> table.source().resolve(Values.path(raw)))
                        .orElse(HomeAgentConfig.DEFAULT_CONTROL),
                table.optional("state", raw -> state(table, raw)).orElse(Optional.of(USUAL_STATE)));
        table.reportUnknownKeys();
        return daemon;
    }

    private static Optional<Path> state(TableReader table, Object raw) throws BadValue {
        String text = Values.path(raw);
        return text.equals(Daemon.NO_STATE)
                ? Optional.empty()
                : Optional.of(table.source().resolve(text));
    }
}
