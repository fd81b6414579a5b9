package org.mobileip.scenarios.language;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key in a configuration file that an option word of a script sets.
 *
 * @param table the table of the key, such as {@code registration}; for {@link File#NODE} empty
 * @param toml the value as TOML writes it, quotes included
 */
public record ConfigurationSetting(File file, String table, String key, String toml) {

    /** Where a key belongs. */
    public enum File {
        /** home-agent.toml. */
        HOME_AGENT,
        /** The {@code [[node]]} of home-agent.toml that is this mobile node's. */
        NODE,
        /** mobile-node.toml. */
        MOBILE_NODE
    }

    /** What the options of {@code agent} set, in their order. */
    public static List<ConfigurationSetting> of(Scenario.HomeAgentNode agent) {
        return settings(NodeOptions.HOME_AGENT, agent.options());
    }

    /**
     * What the options of {@code mobile} set, in their order. {@code key wrong} sets nothing: the node's key file has
     * another key than the home agent's.
     */
    public static List<ConfigurationSetting> of(Scenario.MobileNode mobile) {
        return settings(NodeOptions.MOBILE, mobile.options());
    }

    /**
     * Which traffic of a mobile node goes where.
     *
     * @param protocol as mobile-node.toml calls it
     * @param network empty: it is dropped
     */
    public record Flow(String protocol, Optional<String> network) {}

    /** What {@code flows} says, in its order. */
    public static List<Flow> flowsOf(Scenario.MobileNode mobile) {
        return mobile.options().stream()
                .filter(option -> option.name().equals(NodeOptions.FLOWS))
                .flatMap(option -> Arrays.stream(option.value().split(",", -1)))
                .map(flow -> flow.split(":", -1))
                .map(halves -> new Flow(halves[0], Optional.of(halves[1]).filter(network -> !network.equals("drop"))))
                .toList();
    }

    private static List<ConfigurationSetting> settings(List<NodeOption> known, List<Scenario.Option> options) {
        return options.stream()
                .flatMap(option -> known.stream()
                        .filter(each -> each.name().equals(option.name()))
                        .flatMap(each -> each.settings(option.value()).stream()))
                .toList();
    }
}
