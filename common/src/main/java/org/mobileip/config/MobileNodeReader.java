package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.MobileNodeConfig.Agent;
import org.mobileip.config.MobileNodeConfig.Handover;
import org.mobileip.config.MobileNodeConfig.Home;
import org.mobileip.config.MobileNodeConfig.Registration;
import org.mobileip.config.MobileNodeConfig.Security;
import org.mobileip.config.MobileNodeConfig.Tunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code mobile-node.toml}: all of it, whatever is wrong, so that every error is known at once. */
final class MobileNodeReader {

    private static final InterfaceMatch ANY = new InterfaceMatch("*");
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
        Optional<Home> home = home(required("home"));
        Optional<Security> security = security(required("security"));
        Registration registration = registration(root.table("registration"));
        Tunnel tunnel = tunnel(root.table("tunnel"), home);
        List<InterfaceMatch> interfaces = interfaces(root.tables("interface"));
        Handover handover = handover(root.table("handover"));
        Path control = control(root.table("daemon"));
        root.reportUnknownKeys();
        List<Problem> warnings = problems.warningsUnlessErrors();
        Home known = home.orElseThrow();
        return new MobileNodeConfig(
                root.source().path(),
                name.orElse(known.address().address().toString()),
                known,
                security.orElseThrow(),
                registration,
                tunnel,
                interfaces,
                handover,
                control,
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
        if (there.isEmpty()) {
            return Optional.empty();
        }
        TableReader table = there.get();
        Optional<InterfaceAddress> address = table.required("address", Values::hostWithLength);
        Optional<Agent> agent = table.required("agent", raw -> agent(raw, address));
        agent.filter(Agent.Discover.class::isInstance)
                .ifPresent(discover -> table.notServedYet(table.placeOf("agent"), "agent = \"discover\""));
        table.reportUnknownKeys();
        return address.isPresent() && agent.isPresent()
                ? Optional.of(new Home(address.get(), agent.get()))
                : Optional.empty();
    }

    private static Agent agent(Object raw, Optional<InterfaceAddress> home) throws BadValue {
        String text = Values.text(raw);
        if (text.equals("discover")) {
            return new Agent.Discover();
        }
        if (!text.matches("[0-9./:]*")) {
            if (text.length() > 253 || !text.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")) {
                throw new BadValue(
                        "\"" + text + "\" is neither an address nor a name",
                        "the home agent's address, like 10.10.0.1, its name, or \"discover\"");
            }
            return new Agent.Name(text);
        }
        Ipv4 address = Values.hostAddress(raw);
        if (home.isPresent() && home.get().address().equals(address)) {
            throw new BadValue(address + " is this node's own home address", "give the home agent's address");
        }
        return new Agent.Address(address);
    }

    private static Optional<Security> security(Optional<TableReader> there) {
        if (there.isEmpty()) {
            return Optional.empty();
        }
        TableReader table = there.get();
        var spi = table.required("spi", Values::spi);
        var key = KeyFile.of(table);
        var auth = Root.auth(table);
        table.reportUnknownKeys();
        return spi.isPresent() && key.isPresent()
                ? Optional.of(new Security(spi.get(), key.get(), auth))
                : Optional.empty();
    }

    private static Registration registration(TableReader table) {
        Registration registration =
                new Registration(table.optional("lifetime", Durations::lifetime).orElse(Duration.ofMinutes(10)));
        table.reportUnknownKeys();
        return registration;
    }

    private static Tunnel tunnel(TableReader table, Optional<Home> home) {
        Tunnel tunnel = new Tunnel(
                table.optional("interface", Values::interfaceName).orElse("mip0"),
                encapsulation(table),
                table.optional("reverse", Values::bool).orElse(true),
                route(table, home),
                ServedYet.dataplane(table));
        table.reportUnknownKeys();
        return tunnel;
    }

    private static Optional<Encapsulation> encapsulation(TableReader table) {
        Optional<Encapsulation> wanted = table.optional("encapsulation", raw -> Values.word(raw, TUNNEL_WORDS))
                .flatMap(Encapsulation::ofWord);
        return wanted.filter(each -> ServedYet.encapsulation(table, table.placeOf("encapsulation"), each));
    }

    private static List<Ipv4Prefix> route(TableReader table, Optional<Home> home) {
        if (table.isList("route")) {
            return List.copyOf(table.list("route", Values::prefix).values());
        }
        String word = table.optional("route", MobileNodeReader::routeWord).orElse("all");
        return word.equals("all")
                ? List.of(Ipv4Prefix.ALL)
                : home.map(known -> List.of(known.address().prefix())).orElse(List.of());
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
        overlap.ifPresent(chosen -> table.notServedYet(table.keyPlaceOf("overlap"), "overlap as a duration"));
        boolean foreignAgents = table.optional("foreign_agents", Values::bool).orElse(true);
        if (table.has("foreign_agents") && foreignAgents) {
            table.notServedYet(table.keyPlaceOf("foreign_agents"), "foreign_agents");
        }
        table.reportUnknownKeys();
        return new Handover(overlap, foreignAgents);
    }

    private static Path control(TableReader table) {
        Path control = table.optional("control", raw -> table.source().resolve(Values.path(raw)))
                .orElse(MobileNodeConfig.DEFAULT_CONTROL);
        table.reportUnknownKeys();
        return control;
    }
}
