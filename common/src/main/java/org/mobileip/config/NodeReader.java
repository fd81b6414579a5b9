package org.mobileip.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.HomeAgentConfig.Node;
import org.mobileip.config.HomeAgentConfig.Replay;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code [[node]]}, from as many files as there are. */
final class NodeReader {

    /** What an extension holds, RFC 4917. */
    private static final int LONGEST_MESSAGE = 254;

    private final HomeNetwork home;
    private final List<String> pools;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Map<Ipv4, Place> addresses = new HashMap<>();
    private final Map<String, Place> nais = new HashMap<>();
    private final Map<Ipv4Prefix, Place> networks = new LinkedHashMap<>();
    private boolean hasCarriersRouters;

    NodeReader(HomeNetwork home, List<String> pools) {
        this.home = home;
        this.pools = pools;
    }

    void read(List<TableReader> tables) {
        tables.forEach(this::read);
    }

    /** The nodes in the order of the files. */
    List<Node> all() {
        return nodes;
    }

    /** Where each of them stands, by its name. */
    Map<String, Place> places() {
        return names;
    }

    /** Whether one of them has {@code profile = "dmnr"}. */
    boolean hasCarriersRouters() {
        return hasCarriersRouters;
    }

    private void read(TableReader table) {
        boolean isCarriers = CarrierProfile.isIn(table);
        hasCarriersRouters |= isCarriers;
        Optional<String> name = table.required("name", Values::name);
        name.ifPresent(known -> Duplicates.check(table, "name", "node \"" + known + "\"", names, known));
        Optional<Ipv4> address = address(table);
        Optional<String> nai = nai(table);
        Optional<String> pool = pool(table);
        List<Security> security = SecurityReader.ofNode(table, isCarriers);
        Replay replay = table.optional("replay", Values.choice(Replay.class)).orElse(Replay.TIMESTAMP);
        Optional<Duration> tolerance = clockTolerance(table, replay);
        Optional<String> message = table.optional("message", NodeReader::message);
        List<Ipv4Prefix> behind = networks(table);
        List<String> services = services(table);
        boolean multipath = table.optional("multipath", Values::bool).orElse(false);
        table.reportUnknownKeys();
        if (name.isPresent() && !security.isEmpty()) {
            nodes.add(new Node(
                    name.get(), address, nai, pool, security, replay, tolerance, message, behind, services, multipath));
        }
    }

    private Optional<Ipv4> address(TableReader table) {
        Optional<Ipv4> address = table.optional("address", raw -> {
            Ipv4 parsed = Values.hostAddress(raw);
            home.refuseUnlessFree(parsed);
            return parsed;
        });
        address.ifPresent(known -> Duplicates.check(table, "address", "home address " + known, addresses, known));
        return address;
    }

    private Optional<String> nai(TableReader table) {
        Optional<String> nai = table.optional("nai", Values::nai);
        nai.ifPresent(known -> Duplicates.check(table, "nai", "nai \"" + known + "\"", nais, canonical(known)));
        return nai;
    }

    /** A node has an address, or a pool and the NAI to know it by. */
    private Optional<String> pool(TableReader table) {
        boolean hasAddress = table.has("address");
        refuseOneAddressForMany(table);
        if (!table.has("pool")) {
            if (!hasAddress && !table.has("nai")) {
                table.missing("address");
            } else if (!hasAddress) {
                table.missing("pool");
            }
            return Optional.empty();
        }
        if (hasAddress) {
            table.report(
                    table.keyPlaceOf("pool"),
                    new BadValue("a node has an address or a pool, not both", "leave one of them out"));
        } else if (!table.has("nai")) {
            table.missing("nai");
        }
        return table.optional("pool", raw -> Values.word(raw, pools));
    }

    /** A realm is a domain name, so its case means nothing. */
    private static String canonical(String nai) {
        int realm = nai.lastIndexOf('@');
        return nai.substring(0, realm) + nai.substring(realm).toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> clockTolerance(TableReader table, Replay replay) {
        Optional<Duration> tolerance = HomeAgentReader.clockTolerance(table);
        if (tolerance.isPresent() && replay == Replay.NONCE) {
            table.warn(
                    table.keyPlaceOf("clock_tolerance"),
                    "clock_tolerance means nothing with replay = \"nonce\"",
                    "leave it out: nonces need no clock");
        }
        return tolerance;
    }

    /** A realm stands for everybody in it. */
    private static void refuseOneAddressForMany(TableReader table) {
        table.optional("nai", raw -> {
            if (table.has("address") && Values.text(raw).startsWith("@")) {
                throw new BadValue(
                        "everybody of " + raw + " cannot have one address", "give it a pool in place of an address");
            }
            return true;
        });
    }

    private static String message(Object raw) throws BadValue {
        String text = Values.text(raw);
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets < 1 || octets > LONGEST_MESSAGE) {
            throw new BadValue("a message of " + octets + " octets", "1 to " + LONGEST_MESSAGE + " octets in UTF-8");
        }
        return text;
    }

    private static List<String> services(TableReader table) {
        Map<Place, String> listed = table.list("services", Values::service);
        Map<String, Place> seen = new LinkedHashMap<>();
        listed.forEach((place, service) -> {
            Place first = seen.putIfAbsent(service, place);
            if (first != null) {
                table.report(
                        place, new BadValue("service \"" + service + "\" is listed twice", "leave one of them out"));
            }
        });
        return List.copyOf(listed.values());
    }

    private List<Ipv4Prefix> networks(TableReader table) {
        Map<Place, Ipv4Prefix> listed = table.list("networks", raw -> {
            Ipv4Prefix network = MobileNetwork.prefix(raw, home.network());
            if (home.agent().filter(network::contains).isPresent()) {
                throw new BadValue(network + " contains the home agent's own address", "a network behind the node");
            }
            return network;
        });
        listed.forEach((place, network) ->
                MobileNetwork.refuseOverlap(table, networks, place, network, "each network is behind one node"));
        MobileNetwork.refuseTooMany(table, "networks", listed.size());
        if (!listed.isEmpty()) {
            refuseNetworksForMany(table);
        }
        return List.copyOf(listed.values());
    }

    private static void refuseNetworksForMany(TableReader table) {
        table.optional("nai", raw -> {
            if (Values.text(raw).startsWith("@")) {
                throw new BadValue(
                        "everybody of " + raw + " cannot have the same networks behind him",
                        "give the router a [[node]] of its own");
            }
            return true;
        });
    }
}
