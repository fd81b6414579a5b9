package org.mobileip.mobilenode.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mobileip.config.Difference;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.InterfaceMatch;
import org.mobileip.config.Metrics;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.config.MobileNodeConfig.Handover;
import org.mobileip.config.MobileNodeConfig.Security;
import org.mobileip.config.MobileNodeConfig.Tunnel;
import org.mobileip.config.MobileNodeConfig.Visits;
import org.mobileip.net.Ipv4Prefix;

/**
 * What a file that was read again changes in a mobile node that runs.
 *
 * @param after what is good from now on: what waits for a restart is in it as it was
 * @param changes one for each key that differs
 */
record Revision(MobileNodeConfig after, List<Difference> changes) {

    /** What a person would have to look up in the file. */
    private record Shown(Object value, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    private record Setting(String key, boolean waits, Function<MobileNodeConfig, Object> value) {}

    private static final List<Setting> SETTINGS = List.of(
            now("name", MobileNodeConfig::name),
            later("home.address", config -> config.home().address()),
            later("home.nai", config -> config.home().nai()),
            later("home.network", config -> config.home().network()),
            later("home.agent", config -> config.home().agents().stream()
                    .map(Revision::words)
                    .collect(Collectors.joining(", "))),
            later("home.service", config -> config.home().service()),
            later("home.assign", config -> config.home().assign()),
            now(
                    "security.spi",
                    config -> "0x" + Integer.toHexString(config.security().spi())),
            now("security.key", config -> config.security().key().fingerprint()),
            now("security.auth", config -> config.security().auth().configured()),
            later("security.replay", config -> config.security().replay()),
            now(
                    "registration.lifetime",
                    config -> lifetime(config.registration().lifetime().toSeconds())),
            now("registration.revocation", config -> config.registration().revocation()),
            now("tunnel.reverse", config -> config.tunnel().reverse()),
            now("tunnel.route", Revision::route),
            now("tunnel.broadcasts", config -> config.tunnel().broadcasts()),
            later("tunnel.interface", config -> config.tunnel().interfaceName()),
            later("tunnel.encapsulation", config -> config.tunnel().encapsulation()),
            later("tunnel.dataplane", config -> config.tunnel().dataplane()),
            later("tunnel.mss_clamp", config -> config.tunnel().mssClamp()),
            later("tunnel.dont_fragment", config -> config.tunnel().cutsAll() ? "ignore" : "obey"),
            later("tunnel.queues", config -> config.tunnel().queues()),
            later("tunnel.delivery", config -> config.visits().isEncapsulating() ? "encapsulating" : "direct"),
            now("interface", config -> config.interfaces().stream()
                    .map(InterfaceMatch::pattern)
                    .collect(Collectors.joining(", "))),
            now("handover.overlap", config -> config.handover().overlap()),
            now("handover.foreign_agents", config -> config.handover().foreignAgents()),
            now("handover.hold_down", config -> config.handover().holdDown()),
            later("handover.probe", config -> config.handover().probe()),
            now("foreign_agent", config -> config.visits().foreignAgents().stream()
                    .map(Revision::words)
                    .toList()),
            now("aaa", config -> config.visits().aaa().map(Revision::words)),
            later(
                    "network",
                    config -> new Shown(
                            config.network(),
                            config.network()
                                    .map(behind -> behind.interfaceName() + " " + behind.prefixes())
                                    .orElse("none"))),
            later("flow", config -> new Shown(config.flows(), config.flows().size() + " flows")),
            later("daemon.control", MobileNodeConfig::control),
            later("daemon.state", MobileNodeConfig::state),
            later("metrics.listen", config -> config.metrics().map(Metrics::listen)));

    private static Setting now(String key, Function<MobileNodeConfig, Object> value) {
        return new Setting(key, false, value);
    }

    private static Setting later(String key, Function<MobileNodeConfig, Object> value) {
        return new Setting(key, true, value);
    }

    private static Object route(MobileNodeConfig config) {
        List<Ipv4Prefix> route = config.tunnel().route();
        return route.equals(List.of(Ipv4Prefix.ALL)) ? "all" : route;
    }

    private static String lifetime(long seconds) {
        return seconds == 65535 ? "infinite" : seconds + "s";
    }

    private static String words(MobileNodeConfig.Agent agent) {
        if (agent instanceof MobileNodeConfig.Agent.Address known) {
            return known.address().toString();
        }
        return agent instanceof MobileNodeConfig.Agent.Name named ? named.name() : "discover";
    }

    /** Keys by their fingerprints. */
    private static String words(HomeAgentConfig.ForeignAgent agent) {
        return agent.address() + " "
                + agent.security().stream().map(Revision::words).toList();
    }

    private static String words(HomeAgentConfig.Security association) {
        return "0x" + Integer.toHexString(association.spi()) + " "
                + association.auth().configured() + " " + association.key().fingerprint();
    }

    /** What {@code loaded} changes in a mobile node that runs with {@code running}. */
    static Revision of(MobileNodeConfig running, MobileNodeConfig loaded) {
        List<Difference> changes = new ArrayList<>();
        for (Setting setting : SETTINGS) {
            Object before = setting.value.apply(running);
            Object after = setting.value.apply(loaded);
            if (!before.equals(after)) {
                changes.add(Difference.between(setting.key, before, after, setting.waits));
            }
        }
        return new Revision(merged(running, loaded), changes);
    }

    private static MobileNodeConfig merged(MobileNodeConfig running, MobileNodeConfig loaded) {
        Security is = loaded.security();
        Tunnel was = running.tunnel();
        Handover handover = loaded.handover();
        return new MobileNodeConfig(
                running.file(),
                loaded.name(),
                running.home(),
                new Security(is.spi(), is.key(), is.auth(), running.security().replay()),
                loaded.registration(),
                new Tunnel(
                        was.interfaceName(),
                        was.encapsulation(),
                        loaded.tunnel().reverse(),
                        loaded.tunnel().route(),
                        was.dataplane(),
                        was.mssClamp(),
                        was.cutsAll(),
                        loaded.tunnel().broadcasts(),
                        was.queues()),
                loaded.interfaces(),
                new Handover(
                        handover.overlap(),
                        handover.foreignAgents(),
                        handover.holdDown(),
                        running.handover().probe()),
                new Visits(
                        loaded.visits().foreignAgents(),
                        loaded.visits().aaa(),
                        running.visits().isEncapsulating()),
                running.network(),
                running.flows(),
                running.control(),
                running.state(),
                running.metrics(),
                loaded.warnings());
    }

    /** What waits for a restart, by its keys. */
    List<String> waiting() {
        return changes.stream()
                .filter(change -> change.kind() == Difference.Kind.WAITS)
                .map(Difference::what)
                .toList();
    }

    /** For the log. */
    String summary() {
        return changes.isEmpty()
                ? "nothing changed"
                : String.join(", ", changes.stream().map(Difference::line).toList());
    }
}
