package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.HomeAgentConfig.Replay;
import org.mobileip.config.MobileNodeConfig.Flow;
import org.mobileip.config.MobileNodeConfig.Handover;
import org.mobileip.config.MobileNodeConfig.Home;
import org.mobileip.config.MobileNodeConfig.Network;
import org.mobileip.config.MobileNodeConfig.Registration;
import org.mobileip.config.MobileNodeConfig.Security;
import org.mobileip.config.MobileNodeConfig.Tunnel;
import org.mobileip.config.MobileNodeConfig.Visits;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code mobile-node.toml}: all of it, whatever is wrong, so that every error is known at once. */
final class MobileNodeReader {

    private static final InterfaceMatch ANY = new InterfaceMatch("*");
    private static final List<Ipv4Prefix> PRIVATE = List.of(
            Ipv4Prefix.parse("10.0.0.0/8"), Ipv4Prefix.parse("172.16.0.0/12"), Ipv4Prefix.parse("192.168.0.0/16"));
    private static final String ENCAPSULATING = "encapsulating";
    /** More often than this is a load of its own. */
    private static final Duration LEAST_PROBE = Duration.ofMillis(200);

    private static final Duration HOLD_DOWN = Duration.ofSeconds(10);
    private static final List<String> TUNNEL_WORDS = List.of("auto", "ipip", "gre", "minimal", "udp");

    private final TableReader root;
    private final Problems problems;

    private MobileNodeReader(TableReader root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    static MobileNodeConfig read(Path file) throws ConfigException {
        Problems problems = new Problems();
        TableReader root = Root.open(file, problems);
        return new MobileNodeReader(root, problems).config();
    }

    private MobileNodeConfig config() throws ConfigException {
        Root.version(root);
        Optional<String> name = root.optional("name", Values::name);
        boolean isCarriers = CarrierProfile.isIn(root);
        Optional<Home> home = home(required("home"));
        Optional<Security> security = security(required("security"), isCarriers);
        Registration registration = registration(root.table("registration"), isCarriers);
        TableReader tunnelTable = root.table("tunnel");
        Visits visits = visits(root, tunnelTable);
        Tunnel tunnel = tunnel(tunnelTable, home, isCarriers);
        List<InterfaceMatch> interfaces = interfaces(root.tables("interface"));
        Handover handover = handover(root.table("handover"));
        Optional<Network> network = new NetworkReader(root, home, tunnel, visits).network();
        List<Flow> flows = FlowReader.read(root, interfaces, tunnel.reverse());
        TableReader daemon = root.table("daemon");
        Path control = control(daemon);
        Path state = state(daemon, control);
        daemon.reportUnknownKeys();
        Optional<Metrics> metrics = Metrics.read(root.table("metrics"));
        root.reportUnknownKeys();
        List<Problem> warnings = problems.warningsUnlessErrors();
        Home known = home.orElseThrow();
        return new MobileNodeConfig(
                root.source().path(),
                name.orElseGet(() ->
                        known.address().map(each -> each.address().toString()).orElseGet(known::words)),
                known,
                security.orElseThrow(),
                registration,
                tunnel,
                interfaces,
                handover,
                visits,
                network,
                flows,
                control,
                state,
                metrics,
                warnings);
    }

    /** A table with keys that must be there; their absence is reported once, as the absence of the table. */
    private Optional<TableReader> required(String name) {
        if (!root.has(name)) {
            root.missingTable(name);
            return Optional.empty();
        }
        return Optional.of(root.table(name));
    }

    private static Optional<Home> home(Optional<TableReader> there) {
        return there.flatMap(table -> new HomeReader(table).home());
    }

    private static Optional<Security> security(Optional<TableReader> there, boolean isCarriers) {
        if (there.isEmpty()) {
            return Optional.empty();
        }
        TableReader table = there.get();
        var spi = SecurityReader.spi(table, isCarriers);
        var key = KeyFile.of(table);
        var auth = Root.auth(table);
        Replay replay = table.optional("replay", Values.choice(Replay.class)).orElse(Replay.TIMESTAMP);
        table.reportUnknownKeys();
        return spi.isPresent() && key.isPresent()
                ? Optional.of(new Security(spi.get(), key.get(), auth, replay))
                : Optional.empty();
    }

    private static Registration registration(TableReader table, boolean isCarriers) {
        Duration usual = isCarriers ? CarrierProfile.LIFETIME : Duration.ofMinutes(10);
        Registration registration = new Registration(
                table.optional("lifetime", Durations::lifetime).orElse(usual),
                table.optional("revocation", Values::bool).orElse(true));
        table.reportUnknownKeys();
        return registration;
    }

    private static Tunnel tunnel(TableReader table, Optional<Home> home, boolean isCarriers) {
        Tunnel tunnel = new Tunnel(
                table.optional("interface", Values::interfaceName).orElse("mip0"),
                encapsulation(table),
                table.optional("reverse", Values::bool).orElse(true),
                route(table, home),
                ServedYet.dataplane(table),
                table.optional("mss_clamp", Values::bool).orElse(false),
                CarrierProfile.ignoresDontFragment(table, isCarriers),
                table.optional("broadcasts", Values::bool).orElse(false),
                HomeAgentReader.queues(table));
        if (!tunnel.reverse()) {
            home.flatMap(Home::address).map(InterfaceAddress::address).ifPresent(each -> warnIfPrivate(table, each));
        }
        table.reportUnknownKeys();
        return tunnel;
    }

    /** A private address has no way back but a tunnel, unless nobody on the way minds (RFC 3024 A.4). */
    private static void warnIfPrivate(TableReader table, Ipv4 home) {
        boolean isPrivate = PRIVATE.stream().anyMatch(network -> network.contains(home));
        if (isPrivate) {
            table.warn(
                    table.placeOf("reverse"),
                    "the private home address " + home + " needs a reverse tunnel",
                    "reverse = true, unless every network on the way takes such addresses (RFC 3024 A.4)");
        }
    }

    private static Optional<Encapsulation> encapsulation(TableReader table) {
        return table.optional("encapsulation", raw -> Values.word(raw, TUNNEL_WORDS))
                .flatMap(Encapsulation::ofWord);
    }

    private static List<Ipv4Prefix> route(TableReader table, Optional<Home> home) {
        if (table.isList("route")) {
            return List.copyOf(table.list("route", Values::prefix).values());
        }
        String word = table.optional("route", MobileNodeReader::routeWord).orElse("all");
        if (word.equals("all")) {
            return List.of(Ipv4Prefix.ALL);
        }
        if (home.isPresent() && home.get().network().isEmpty()) {
            table.report(
                    table.placeOf("route"),
                    new BadValue("nothing says what the home network is", "add network = \"…\" to [home]"));
        }
        return home.flatMap(Home::network).stream().toList();
    }

    private static String routeWord(Object raw) throws BadValue {
        if (raw instanceof String text && text.contains("/")) {
            throw new BadValue(
                    "expected \"all\", \"home\" or a list of networks, found " + Values.described(raw),
                    "put it in brackets: [\"" + text + "\"]");
        }
        return Values.word(raw, List.of("all", "home"));
    }

    private List<InterfaceMatch> interfaces(List<TableReader> tables) {
        List<InterfaceMatch> interfaces = new ArrayList<>();
        for (TableReader table : tables) {
            table.required("match", Values::interfaceMatch).ifPresent(interfaces::add);
            table.reportUnknownKeys();
        }
        return interfaces.isEmpty() ? List.of(ANY) : interfaces;
    }

    private static Handover handover(TableReader table) {
        Optional<Duration> overlap = table.optional(
                        "overlap",
                        raw -> raw.equals("auto")
                                ? Optional.<Duration>empty()
                                : Optional.of(Durations.within(Duration.ZERO, Duration.ofMinutes(10))
                                        .parse(raw)))
                .flatMap(chosen -> chosen);
        boolean foreignAgents = table.optional("foreign_agents", Values::bool).orElse(true);
        Duration holdDown = table.optional("hold_down", Durations.within(Duration.ZERO, Duration.ofMinutes(10)))
                .orElse(HOLD_DOWN);
        Optional<Duration> probe = table.optional(
                        "probe",
                        raw -> raw.equals("off")
                                ? Optional.<Duration>empty()
                                : Optional.of(Durations.within(LEAST_PROBE, Duration.ofMinutes(10))
                                        .parse(raw)))
                .flatMap(chosen -> chosen);
        table.reportUnknownKeys();
        return new Handover(overlap, foreignAgents, holdDown, probe);
    }

    private static Visits visits(TableReader root, TableReader tunnel) {
        ForeignAgentReader agents = new ForeignAgentReader(Optional.empty());
        agents.read(root.tables("foreign_agent"));
        TableReader table = root.table("aaa");
        Optional<HomeAgentConfig.Security> aaa =
                root.has("aaa") ? SecurityReader.of(table, new HashMap<>()) : Optional.empty();
        table.reportUnknownKeys();
        String delivery = tunnel.optional("delivery", raw -> Values.word(raw, List.of("direct", ENCAPSULATING)))
                .orElse("direct");
        return new Visits(agents.all(), aaa, delivery.equals(ENCAPSULATING));
    }

    private static Path control(TableReader table) {
        return table.optional("control", raw -> table.source().resolve(Values.path(raw)))
                .orElse(MobileNodeConfig.DEFAULT_CONTROL);
    }

    /** Beside a control socket that has a place of its own, so that two nodes on one machine never share it. */
    private static Path state(TableReader table, Path control) {
        return table.optional("state", raw -> table.source().resolve(Values.path(raw)))
                .orElseGet(() -> control.equals(MobileNodeConfig.DEFAULT_CONTROL)
                        ? MobileNodeConfig.DEFAULT_STATE
                        : control.resolveSibling(control.getFileName() + ".state"));
    }
}
