package org.mobileip.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.MobileNodeConfig.Agent;
import org.mobileip.config.MobileNodeConfig.Home;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code [home]} of {@code mobile-node.toml}. */
final class HomeReader {

    private static final String DISCOVER = "discover";

    private final TableReader table;

    HomeReader(TableReader table) {
        this.table = table;
    }

    /** Empty where something was wrong, and has been reported. */
    Optional<Home> home() {
        Optional<InterfaceAddress> address = table.optional("address", Values::hostWithLength);
        Optional<String> nai = table.optional("nai", Values::nai);
        Optional<Ipv4Prefix> network = network(address);
        if (!table.has("address") && !table.has("nai")) {
            table.missing("address");
        }
        List<Agent> agents = List.copyOf(agents(address).values());
        boolean asksTheNetwork = agents.contains(new Agent.Discover());
        if (asksTheNetwork && network.isEmpty() && !table.has("address") && !table.has("network")) {
            table.missing("network");
        }
        Optional<String> service = table.optional("service", Values::service);
        boolean assign = table.optional("assign", Values::bool).orElse(false);
        if (assign && !table.has("nai")) {
            table.report(
                    table.placeOf("assign"),
                    new BadValue("a node without nai names its home agent (RFC 4433 section 5.1)", "add nai = \"…\""));
        }
        table.reportUnknownKeys();
        boolean isSomebody = address.isPresent() || nai.isPresent();
        return isSomebody && !agents.isEmpty()
                ? Optional.of(new Home(address, nai, network, agents, service, assign))
                : Optional.empty();
    }

    /** The netmask that every mobile node is configured with (RFC 5944 §3.6): part of the address where there is one. */
    private Optional<Ipv4Prefix> network(Optional<InterfaceAddress> address) {
        Optional<Ipv4Prefix> network = table.optional("network", Values::prefix);
        Optional<Ipv4Prefix> ofAddress = address.map(InterfaceAddress::prefix);
        if (network.isPresent() && ofAddress.isPresent() && !network.equals(ofAddress)) {
            table.report(
                    table.placeOf("network"),
                    new BadValue(network.get() + " is not the network of address, " + ofAddress.get(), "leave it out"));
        }
        return ofAddress.or(() -> network);
    }

    /** One, or a list of them in the order of preference. */
    private Map<Place, Agent> agents(Optional<InterfaceAddress> address) {
        if (!table.isList("agent")) {
            Map<Place, Agent> one = new LinkedHashMap<>();
            table.required("agent", raw -> agent(raw, address))
                    .ifPresent(agent -> one.put(table.placeOf("agent"), agent));
            return one;
        }
        Map<Place, Agent> listed = table.list("agent", raw -> agent(raw, address));
        Map<Agent, Place> seen = new LinkedHashMap<>();
        listed.forEach((place, agent) -> {
            Place before = seen.putIfAbsent(agent, place);
            if (before != null) {
                table.report(place, new BadValue("this home agent is listed twice", "leave one of them out"));
            }
        });
        if (table.isEmptyList("agent")) {
            table.report(
                    table.placeOf("agent"), new BadValue("no home agent is listed", "give one, like [\"10.10.0.1\"]"));
        }
        return listed;
    }

    private static Agent agent(Object raw, Optional<InterfaceAddress> home) throws BadValue {
        String text = Values.text(raw);
        if (text.equals(DISCOVER)) {
            return new Agent.Discover();
        }
        if (text.isEmpty() || !text.matches("[0-9./:]*")) {
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
}
