package org.mobileip.config;

import java.util.Map;
import java.util.Optional;

/** Which table a key lives in: for the hint when it stands in another. */
final class Layout {

    private static final Map<String, String> HOMES = Map.ofEntries(
            Map.entry("max_lifetime", "[registration]"),
            Map.entry("lifetime", "[registration] of mobile-node.toml"),
            Map.entry("clock_tolerance", "[registration] or [[node]]"),
            Map.entry("simultaneous_bindings", "[registration]"),
            Map.entry("max_bindings", "[registration]"),
            Map.entry("max_bindings_per_node", "[registration]"),
            Map.entry("refuse_care_of", "[registration]"),
            Map.entry("compatibility", "[registration]"),
            Map.entry("encapsulation", "[tunnel]"),
            Map.entry("reverse", "[tunnel]"),
            Map.entry("mtu", "[tunnel] of home-agent.toml"),
            Map.entry("dataplane", "[tunnel]"),
            Map.entry("keepalive", "[tunnel] of home-agent.toml"),
            Map.entry("route", "[tunnel] of mobile-node.toml"),
            Map.entry("mss_clamp", "[tunnel]"),
            Map.entry("dont_fragment", "[tunnel]"),
            Map.entry("assign", "[registration] of home-agent.toml or [home] of mobile-node.toml"),
            Map.entry("service", "[home] of mobile-node.toml"),
            Map.entry("services", "[[node]]"),
            Map.entry("queues", "[tunnel]"),
            Map.entry("node_rate", "[tunnel] of home-agent.toml"),
            Map.entry("broadcasts", "[tunnel] of mobile-node.toml"),
            Map.entry("forward", "[broadcast] of home-agent.toml"),
            Map.entry("groups", "[broadcast] of home-agent.toml"),
            Map.entry("per_second", "[broadcast] of home-agent.toml"),
            Map.entry("every", "[advertise]"),
            Map.entry("max_pending", "[registration] of foreign-agent.toml"),
            Map.entry("max_visitors", "[registration] of foreign-agent.toml"),
            Map.entry("challenge", "[registration] of foreign-agent.toml"),
            Map.entry("encapsulating_delivery", "[tunnel] of foreign-agent.toml"),
            Map.entry("only_when_solicited", "[advertise]"),
            Map.entry("prefix_lengths", "[advertise]"),
            Map.entry("control", "[daemon]"),
            Map.entry("state", "[daemon]"),
            Map.entry("listen", "[metrics]"),
            Map.entry("agent", "[home] of mobile-node.toml"),
            Map.entry("spi", "[[node]] or [security]"),
            Map.entry("key", "[[node]] or [security]"),
            Map.entry("auth", "[[node]] or [security]"),
            Map.entry("not_before", "[[node]], [[node.security]] or [[foreign_agent]]"),
            Map.entry("not_after", "[[node]], [[node.security]] or [[foreign_agent]]"),
            Map.entry("replay", "[[node]] or [security]"),
            Map.entry("networks", "[[node]]"),
            Map.entry("revocation", "[registration] of mobile-node.toml"),
            Map.entry("prefixes", "[network] of mobile-node.toml"),
            Map.entry("range", "[[pool]]"),
            Map.entry("match", "[[interface]]"),
            Map.entry("overlap", "[handover]"),
            Map.entry("foreign_agents", "[handover]"),
            Map.entry("hold_down", "[handover] of mobile-node.toml"),
            Map.entry("probe", "[handover] of mobile-node.toml"),
            Map.entry("delivery", "[tunnel] of mobile-node.toml"));

    private Layout() {}

    static Optional<String> home(String key) {
        return Optional.ofNullable(HOMES.get(key));
    }
}
