package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobileip.scenarios.language.ConfigurationSetting.File;
import org.mobileip.scenarios.language.NodeOption.Target;
import org.mobileip.scenarios.language.NodeOption.Writer;

/** All options there are. Their words are the keys of the configuration files, with hyphens. */
final class NodeOptions {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration INFINITE = Duration.ofSeconds(65535);

    /** The option that is more than a key of a file. */
    static final String FLOWS = "flows";

    /** What a home agent may be told. */
    static final List<NodeOption> HOME_AGENT = List.of(
            NodeOption.of(
                    "max-lifetime",
                    OptionValues.lifetime(),
                    "the longest lifetime that is granted",
                    agent("registration", "max_lifetime", OptionValues::durationOrWord)),
            NodeOption.of(
                    "clock-tolerance",
                    OptionValues.duration(MILLISECOND, Duration.ofDays(1)),
                    "how far a node's clock may be off; reply code 133 beyond it",
                    agent("registration", "clock_tolerance", OptionValues::durationOrWord)),
            NodeOption.of(
                    "compatibility",
                    OptionValues.word("rfc5944", "rfc3344"),
                    "rfc3344 answers a wrong key with reply code 131, rfc5944 with silence",
                    agent("registration", "compatibility", OptionValues::string)),
            NodeOption.of(
                    "encapsulation",
                    OptionValues.list("ipip", "gre", "minimal", "udp"),
                    "which tunnels are granted, with commas between",
                    agent("tunnel", "encapsulation", OptionValues::strings)),
            NodeOption.of(
                    "reverse",
                    OptionValues.word("optional", "required", "off"),
                    "whether nodes may, must or must not tunnel what they send",
                    agent("tunnel", "reverse", OptionValues::string)),
            NodeOption.of(
                    "mtu",
                    OptionValues.integerOr("auto", 576, 65515),
                    "of the tunnels",
                    agent("tunnel", "mtu", OptionValues::numberOrString)),
            dataplane(File.HOME_AGENT),
            NodeOption.of(
                    "keepalive",
                    OptionValues.duration(Duration.ofSeconds(10), INFINITE),
                    "asked of nodes behind a NAT",
                    agent("tunnel", "keepalive", OptionValues::durationOrWord)),
            NodeOption.of(
                    "advertise",
                    OptionValues.duration(Duration.ofMillis(50), Duration.ofMinutes(30)),
                    "the time between two agent advertisements",
                    agent("advertise", "every", OptionValues::durationOrWord)));

    /** What a mobile node may be told; some of it, its home agent is told as well. */
    static final List<NodeOption> MOBILE = List.of(
            NodeOption.of(
                    "lifetime",
                    OptionValues.lifetime(),
                    "the lifetime that is asked for",
                    mobile("registration", "lifetime", OptionValues::durationOrWord)),
            NodeOption.of(
                    "auth",
                    OptionValues.word("hmac-md5", "hmac-sha256", "md5-prefix-suffix"),
                    "how node and home agent authenticate each other",
                    mobile("security", "auth", OptionValues::string),
                    node("auth", OptionValues::string)),
            NodeOption.of(
                    "spi",
                    OptionValues.spi(),
                    "the security parameter index of both",
                    mobile("security", "spi", value -> value),
                    node("spi", value -> value)),
            NodeOption.of(
                    "key", OptionValues.word("right", "wrong"), "wrong: the node has another key than its home agent"),
            NodeOption.of(
                    "replay",
                    OptionValues.word("timestamp", "nonce"),
                    "how replayed requests are told",
                    mobile("security", "replay", OptionValues::string),
                    node("replay", OptionValues::string)),
            NodeOption.of(
                    "encapsulation",
                    OptionValues.word("auto", "ipip", "gre", "minimal", "udp"),
                    "the tunnel that is asked for; auto: what the path needs",
                    mobile("tunnel", "encapsulation", OptionValues::string)),
            NodeOption.of(
                    "reverse",
                    OptionValues.word("on", "off"),
                    "whether the node tunnels what it sends",
                    mobile("tunnel", "reverse", OptionValues::truth)),
            NodeOption.of(
                    "route",
                    OptionValues.word("all", "home"),
                    "which destinations are reached through the tunnel",
                    mobile("tunnel", "route", OptionValues::string)),
            dataplane(File.MOBILE_NODE),
            NodeOption.of(
                    "overlap",
                    OptionValues.durationOr("auto", Duration.ZERO, Duration.ofMinutes(10)),
                    "how long the old binding stays beside the new one (the S bit); auto: until the new one is confirmed",
                    mobile("handover", "overlap", OptionValues::durationOrWord)),
            NodeOption.of(
                    FLOWS,
                    OptionValues.flows(),
                    "which traffic goes by which of several networks at once (RFC 7629)",
                    node("multipath", value -> "true")),
            NodeOption.of(
                    "foreign-agents",
                    OptionValues.word("on", "off"),
                    "whether foreign agents are used",
                    mobile("handover", "foreign_agents", OptionValues::truth)));

    private NodeOptions() {}

    private static Target agent(String table, String key, Writer writer) {
        return new Target(File.HOME_AGENT, table, key, writer);
    }

    private static Target mobile(String table, String key, Writer writer) {
        return new Target(File.MOBILE_NODE, table, key, writer);
    }

    private static Target node(String key, Writer writer) {
        return new Target(File.NODE, "", key, writer);
    }

    private static NodeOption dataplane(File file) {
        return NodeOption.of(
                "dataplane",
                OptionValues.word("auto", "kernel", "bpf", "tun"),
                "what carries the tunnels",
                new Target(file, "tunnel", "dataplane", OptionValues::string));
    }

    /** Advice for those who write options of {@code others} where {@code own} are known. */
    static Map<String, String> elsewhere(List<NodeOption> own, List<NodeOption> others, String owner) {
        return others.stream()
                .map(NodeOption::name)
                .filter(name -> own.stream().noneMatch(each -> each.name().equals(name)))
                .collect(Collectors.toMap(name -> name, name -> "\"" + name + "\" is an option of " + owner));
    }

    /** What {@code match} gives of {@code known}, in the order of the line; each was not done by every version. */
    static List<Scenario.Option> read(List<NodeOption> known, Match match, Draft draft) {
        return known.stream()
                .filter(option -> match.has(option.word()))
                .sorted(java.util.Comparator.comparingInt(option -> match.index(option.word())))
                .peek(option -> draft.use(Feature.NODE_OPTION, match.place(option.word())))
                .map(option -> option.read(match))
                .flatMap(Optional::stream)
                .toList();
    }
}
