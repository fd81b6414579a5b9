package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A scripted handover: who is where, what flows, what happens when, and what is expected of it.
 *
 * <p>A scenario that the parser returned is sound: every name it uses is declared, and every address lies in its network.
 * Lists are in the order of the script; each thing knows the line that made it.
 *
 * @param name what files and directories are called after: the file's name without its ending
 * @param title the text after {@code scenario}; the name where the script gives none
 * @param source the script, as it was read
 * @param repeat how often to run, where the script says so
 */
public record Scenario(
        String name,
        String title,
        String source,
        List<Setting> settings,
        List<Loop> loops,
        OptionalInt repeat,
        List<Network> networks,
        List<HomeAgentNode> homeAgents,
        List<MobileNode> mobiles,
        List<HostNode> hosts,
        List<Stream> streams,
        List<TimedAction> actions,
        List<Expectation> expectations) {

    public Scenario {
        settings = List.copyOf(settings);
        loops = List.copyOf(loops);
        networks = List.copyOf(networks);
        homeAgents = List.copyOf(homeAgents);
        mobiles = List.copyOf(mobiles);
        hosts = List.copyOf(hosts);
        streams = List.copyOf(streams);
        actions = List.copyOf(actions);
        expectations = List.copyOf(expectations);
    }

    public Optional<Network> network(String wanted) {
        return networks.stream().filter(it -> it.name().equals(wanted)).findFirst();
    }

    public Optional<MobileNode> mobile(String wanted) {
        return mobiles.stream().filter(it -> it.name().equals(wanted)).findFirst();
    }

    public Optional<HostNode> host(String wanted) {
        return hosts.stream().filter(it -> it.name().equals(wanted)).findFirst();
    }

    public Optional<HomeAgentNode> homeAgent(String wanted) {
        return homeAgents.stream().filter(it -> it.name().equals(wanted)).findFirst();
    }

    public Optional<Stream> stream(String wanted) {
        return streams.stream().filter(it -> it.name().equals(wanted)).findFirst();
    }

    /** The declared network that {@code address} lies in. */
    public Optional<Network> networkOf(Ipv4 address) {
        return networks.stream().filter(it -> it.prefix().contains(address)).findFirst();
    }

    /** The declared home network of {@code mobile}; empty: its home network is virtual, and it starts unattached. */
    public Optional<Network> homeNetworkOf(MobileNode mobile) {
        return networkOf(mobile.home());
    }

    /** The home agent that serves {@code mobile}: the one on its home network, else the first. */
    public HomeAgentNode homeAgentOf(MobileNode mobile) {
        return homeAgents.stream()
                .filter(agent -> homeNetworkOf(mobile)
                        .filter(home -> home.name().equals(agent.network()))
                        .isPresent())
                .findFirst()
                .orElseGet(() -> homeAgents.get(0));
    }

    /** When the script says {@code stop}. */
    public Duration end() {
        return actions.stream()
                .filter(timed -> timed.action() instanceof Action.End)
                .map(TimedAction::at)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Where a datagram of {@code stream} from its first named node goes. */
    public Direction forward(Stream stream) {
        boolean fromMobile = isMoved(stream.from());
        boolean toMobile = isMoved(stream.to());
        return fromMobile && !toMobile ? Direction.UP : Direction.DOWN;
    }

    /** A mobile node, or a host behind one. */
    public boolean isMoved(String node) {
        return mobile(node).isPresent() || host(node).flatMap(this::mobileOf).isPresent();
    }

    /** The mobile node that {@code host} is behind; empty: it is in a network. */
    public Optional<MobileNode> mobileOf(HostNode host) {
        return mobile(host.network());
    }

    /** {@code set KEY VALUE}: what {@code $KEY} stands for in the lines below it. */
    public record Setting(int line, String key, String value) {}

    /** {@code for NAME in VALUE…}: run once for each value of {@code $NAME}. */
    public record Loop(int line, String variable, List<String> values) {
        public Loop {
            values = List.copyOf(values);
        }
    }

    /** {@code network NAME PREFIX …}. */
    public record Network(
            int line, String name, Ipv4Prefix prefix, LinkQuality quality, boolean nat, boolean foreignAgent) {}

    /**
     * How a network carries packets; what is left out is as good as the machine allows.
     *
     * @param delay one way, between this network and the core
     * @param jitter added to the delay, at most
     * @param loss share of packets lost, 0 to 1
     * @param bitsPerSecond what the network carries
     * @param mtu octets
     * @param duplication share of packets that arrive twice, 0 to 1
     * @param reordering share of packets that are held back by {@link #HELD_BACK}, 0 to 1
     */
    public record LinkQuality(
            Optional<Duration> delay,
            Optional<Duration> jitter,
            Optional<Double> loss,
            Optional<Long> bitsPerSecond,
            OptionalInt mtu,
            Optional<Double> duplication,
            Optional<Double> reordering) {

        /** How much later than otherwise a reordered packet departs: those sent meanwhile overtake it. */
        public static final Duration HELD_BACK = Duration.ofMillis(10);

        /** Nothing is said. */
        public static final LinkQuality UNIMPAIRED = new LinkQuality(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

        /** Without duplication and reordering. */
        public LinkQuality(
                Optional<Duration> delay,
                Optional<Duration> jitter,
                Optional<Double> loss,
                Optional<Long> bitsPerSecond,
                OptionalInt mtu) {
            this(delay, jitter, loss, bitsPerSecond, mtu, Optional.empty(), Optional.empty());
        }
    }

    /** An option word and its value behind a home agent or a mobile node. */
    public record Option(int line, String name, String value) {}

    /** {@code home-agent NAME on NET address IP …}. */
    public record HomeAgentNode(int line, String name, String network, Ipv4 address, List<Option> options) {
        public HomeAgentNode {
            options = List.copyOf(options);
        }
    }

    /**
     * {@code mobile NAME home IP …}.
     *
     * @param networks mobile networks behind it (RFC 5177)
     */
    public record MobileNode(int line, String name, Ipv4 home, List<Ipv4Prefix> networks, List<Option> options) {
        public MobileNode {
            networks = List.copyOf(networks);
            options = List.copyOf(options);
        }

        /** Whether it keeps the binding from before beside the new one for a while (S, RFC 5944 §3.6.1.2). */
        public boolean keepsBindings() {
            return options.stream()
                    .filter(option -> option.name().equals("overlap"))
                    .anyMatch(option ->
                            !option.value().equals("auto") && !option.value().equals(Quantities.text(Duration.ZERO)));
        }
    }

    /**
     * {@code host NAME on NET address IP}.
     *
     * @param network the name of its network, or of the mobile node that it is behind
     */
    public record HostNode(int line, String name, String network, Ipv4 address) {}

    /**
     * {@code at TIME action}.
     *
     * @param at after the streams are warm; never earlier than that of the line before
     */
    public record TimedAction(int line, Duration at, Action action) {}
}
