package org.mobileip.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.MobileNodeConfig.Home;
import org.mobileip.config.MobileNodeConfig.Network;
import org.mobileip.config.MobileNodeConfig.Tunnel;
import org.mobileip.config.MobileNodeConfig.Visits;
import org.mobileip.net.Ipv4Prefix;

/** Reads {@code [network]} of {@code mobile-node.toml}. */
final class NetworkReader {

    private static final String HINT = "RFC 5177: everything from behind the node goes home first";

    private final TableReader root;
    private final Optional<Home> home;
    private final Tunnel tunnel;
    private final Visits visits;

    NetworkReader(TableReader root, Optional<Home> home, Tunnel tunnel, Visits visits) {
        this.root = root;
        this.home = home;
        this.tunnel = tunnel;
        this.visits = visits;
    }

    /** Empty where there is none, or something was wrong, and has been reported. */
    Optional<Network> network() {
        TableReader table = root.table("network");
        Optional<String> lan = root.has("network")
                ? table.required("interface", this::link)
                : table.optional("interface", Values::interfaceName);
        List<Ipv4Prefix> prefixes = prefixes(table);
        table.reportUnknownKeys();
        if (root.has("network") && !tunnel.reverse()) {
            root.report(
                    root.keyPlaceOf("network"),
                    new BadValue("a [network] needs [tunnel] reverse = true, which is the default", HINT));
        }
        if (root.has("network") && visits.isEncapsulating()) {
            root.report(
                    root.keyPlaceOf("network"),
                    new BadValue("a [network] needs [tunnel] delivery = \"direct\", which is the default", HINT));
        }
        return lan.map(name -> new Network(name, prefixes));
    }

    private String link(Object raw) throws BadValue {
        String name = Values.interfaceName(raw);
        if (name.equals(tunnel.interfaceName())) {
            throw new BadValue(name + " is the tunnel", "the link that the hosts behind this node are on");
        }
        return name;
    }

    private List<Ipv4Prefix> prefixes(TableReader table) {
        Map<Ipv4Prefix, Place> seen = new LinkedHashMap<>();
        table.list("prefixes", raw -> MobileNetwork.prefix(raw, home.flatMap(Home::network)))
                .forEach((place, prefix) ->
                        MobileNetwork.refuseOverlap(table, seen, place, prefix, "leave one of them out"));
        MobileNetwork.refuseTooMany(table, "prefixes", seen.size());
        return List.copyOf(seen.keySet());
    }
}
