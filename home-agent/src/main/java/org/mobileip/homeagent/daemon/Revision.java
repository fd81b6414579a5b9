package org.mobileip.homeagent.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.config.Difference;
import org.mobileip.config.Difference.Kind;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.HomeAgentConfig.Tunnel;
import org.mobileip.config.Metrics;

/**
 * What a file that was read again changes in a home agent that runs.
 *
 * @param after what is good from now on: what waits for a restart is in it as it was
 * @param changes one for each thing that differs, nodes first
 * @param refusals keys that make it another home agent; where there are any, nothing at all is changed
 */
record Revision(HomeAgentConfig after, List<Difference> changes, List<String> refusals) {

    /** When a key takes effect. */
    private enum When {
        NOW,
        AFTER_A_RESTART,
        IN_ANOTHER_HOME_AGENT
    }

    private record Setting(String key, When when, Function<HomeAgentConfig, Object> value) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("interface", When.IN_ANOTHER_HOME_AGENT, HomeAgentConfig::homeInterface),
            new Setting("address", When.IN_ANOTHER_HOME_AGENT, HomeAgentConfig::address),
            new Setting("public", When.IN_ANOTHER_HOME_AGENT, HomeAgentConfig::publicAddress),
            new Setting("network", When.IN_ANOTHER_HOME_AGENT, HomeAgentConfig::network),
            new Setting("identity", When.NOW, HomeAgentConfig::identity),
            now(
                    "registration.max_lifetime",
                    config -> lifetime(config.registration().maxLifetime())),
            now("registration.clock_tolerance", config -> config.registration().clockTolerance()),
            now("registration.compatibility", config -> config.registration().compatibility()),
            now("registration.simultaneous_bindings", config -> config.registration()
                    .simultaneousBindings()),
            now("registration.max_bindings", config -> config.registration().maxBindings()),
            now("registration.max_bindings_per_node", config -> config.registration()
                    .maxBindingsPerNode()),
            now("registration.refuse_care_of", config -> config.registration().refuseCareOf()),
            now("registration.assign", config -> config.registration().assign()),
            now("tunnel.reverse", config -> config.tunnel().reverse()),
            now("tunnel.keepalive", config -> config.tunnel().keepalive()),
            later("tunnel.mtu", config -> config.tunnel().mtu()),
            later("tunnel.dataplane", config -> config.tunnel().dataplane()),
            later("tunnel.mss_clamp", config -> config.tunnel().mssClamp()),
            later("tunnel.dont_fragment", config -> config.tunnel().cutsAll() ? "ignore" : "obey"),
            later("tunnel.node_rate", config -> config.tunnel().nodeRate()),
            later("tunnel.queues", config -> config.tunnel().queues()),
            later("broadcast.forward", config -> config.broadcast().forward()),
            later("broadcast.groups", config -> config.broadcast().groups()),
            later("broadcast.per_second", config -> config.broadcast().perSecond()),
            now("advertise.enabled", config -> config.advertise().enabled()),
            now("advertise.every", config -> config.advertise().every()),
            now("advertise.only_when_solicited", config -> config.advertise().onlyWhenSolicited()),
            now("advertise.prefix_lengths", config -> config.advertise().prefixLengths()),
            later("daemon.control", config -> config.daemon().control()),
            later("daemon.state", config -> config.daemon().state()),
            later("metrics.listen", config -> config.metrics().map(Metrics::listen)));

    private static Setting now(String key, Function<HomeAgentConfig, Object> value) {
        return new Setting(key, When.NOW, value);
    }

    private static Setting later(String key, Function<HomeAgentConfig, Object> value) {
        return new Setting(key, When.AFTER_A_RESTART, value);
    }

    /**
     * What {@code loaded} changes in a home agent that runs with {@code running}.
     *
     * @param started what it was started with: a tunnel can be had in each encapsulation of that
     */
    static Revision of(HomeAgentConfig started, HomeAgentConfig running, HomeAgentConfig loaded) {
        List<Difference> changes = new ArrayList<>(NodeChanges.between(running.nodes(), loaded.nodes()));
        changes.addAll(tables(
                "pool",
                named(running.pools(), HomeAgentConfig.Pool::name),
                named(loaded.pools(), HomeAgentConfig.Pool::name),
                "other addresses"));
        changes.addAll(tables(
                "foreign_agent",
                named(running.foreignAgents(), agent -> agent.address().toString()),
                named(loaded.foreignAgents(), agent -> agent.address().toString()),
                "other keys"));
        boolean canBeServed =
                started.tunnel().encapsulation().containsAll(loaded.tunnel().encapsulation());
        Setting encapsulation = new Setting(
                "tunnel.encapsulation", canBeServed ? When.NOW : When.AFTER_A_RESTART, config -> config.tunnel()
                        .encapsulation());
        List<String> refusals = new ArrayList<>();
        Stream.concat(SETTINGS.stream(), Stream.of(encapsulation)).forEach(setting -> {
            Object before = setting.value.apply(running);
            Object after = setting.value.apply(loaded);
            if (!before.equals(after) && setting.when == When.IN_ANOTHER_HOME_AGENT) {
                refusals.add(setting.key);
            } else if (!before.equals(after)) {
                changes.add(Difference.between(setting.key, before, after, setting.when != When.NOW));
            }
        });
        return new Revision(merged(running, loaded, canBeServed), changes, refusals);
    }

    private static <T> Map<String, T> named(List<T> tables, Function<T, String> name) {
        return tables.stream().collect(Collectors.toMap(name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    private static <T> List<Difference> tables(
            String kind, Map<String, T> before, Map<String, T> after, String difference) {
        List<Difference> changes = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> changes.add(new Difference(kind + " " + name, Kind.REMOVED, "")));
        after.forEach((name, table) -> {
            if (!before.containsKey(name)) {
                changes.add(new Difference(kind + " " + name, Kind.ADDED, ""));
            } else if (!Objects.equals(before.get(name), table)) {
                changes.add(new Difference(kind + " " + name, Kind.CHANGED, difference));
            }
        });
        return changes;
    }

    /** {@code loaded} with what waits for a restart as it is in {@code running}. */
    private static HomeAgentConfig merged(HomeAgentConfig running, HomeAgentConfig loaded, boolean canBeServed) {
        Tunnel was = running.tunnel();
        Tunnel is = loaded.tunnel();
        return new HomeAgentConfig(
                running.file(),
                running.homeInterface(),
                running.address(),
                running.publicAddress(),
                loaded.identity(),
                running.network(),
                loaded.registration(),
                new Tunnel(
                        canBeServed ? is.encapsulation() : was.encapsulation(),
                        is.reverse(),
                        was.mtu(),
                        was.dataplane(),
                        is.keepalive(),
                        was.mssClamp(),
                        was.cutsAll(),
                        was.nodeRate(),
                        was.queues()),
                running.broadcast(),
                loaded.advertise(),
                running.daemon(),
                running.metrics(),
                loaded.pools(),
                loaded.foreignAgents(),
                loaded.nodes(),
                loaded.warnings());
    }

    /** What waits for a restart, by its keys. */
    List<String> waiting() {
        return changes.stream()
                .filter(change -> change.kind() == Kind.WAITS)
                .map(Difference::what)
                .toList();
    }

    /** For the log: how many nodes came, went and changed, and which keys did. */
    String summary() {
        long nodesAdded = count(Kind.ADDED);
        long nodesRemoved = count(Kind.REMOVED);
        long nodesChanged = count(Kind.CHANGED);
        List<String> parts = new ArrayList<>();
        if (nodesAdded > 0) {
            parts.add("+" + nodesAdded + nodes(nodesAdded));
        }
        if (nodesRemoved > 0) {
            parts.add("-" + nodesRemoved + nodes(nodesRemoved));
        }
        if (nodesChanged > 0) {
            parts.add(nodesChanged + nodes(nodesChanged) + " changed");
        }
        changes.stream()
                .filter(change -> !NodeChanges.isOfNode(change))
                .map(Difference::line)
                .forEach(parts::add);
        return parts.isEmpty() ? "nothing changed" : String.join(", ", parts);
    }

    private long count(Kind kind) {
        return changes.stream()
                .filter(change -> NodeChanges.isOfNode(change) && change.kind() == kind)
                .count();
    }

    private static String nodes(long count) {
        return count == 1 ? " node" : " nodes";
    }

    private static String lifetime(Duration seconds) {
        return seconds.toSeconds() == 65535 ? "infinite" : Difference.words(seconds);
    }
}
