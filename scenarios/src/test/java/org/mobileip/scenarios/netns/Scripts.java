package org.mobileip.scenarios.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.language.Stream;

/** A scenario put together without the language. */
final class Scripts {

    private final List<Scenario.Network> networks = new ArrayList<>();
    private final List<Scenario.HomeAgentNode> agents = new ArrayList<>();
    private final List<Scenario.MobileNode> mobiles = new ArrayList<>();
    private final List<Scenario.HostNode> hosts = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<TimedAction> actions = new ArrayList<>();

    /** Home with an agent, a mobile node and a host; a café and an office. */
    static Scripts village() {
        return new Scripts()
                .network("home", "10.10.0.0/24")
                .network("cafe", "192.0.2.0/24")
                .network("office", "198.51.100.0/24")
                .agent("ha", "home", "10.10.0.1")
                .mobile("mn", "10.10.0.57")
                .host("cn", "home", "10.10.0.200");
    }

    Scripts network(String name, String prefix) {
        networks.add(new Scenario.Network(1, name, Ipv4Prefix.parse(prefix), LinkQuality.UNIMPAIRED, false, false));
        return this;
    }

    Scripts natted(String name, String prefix) {
        networks.add(new Scenario.Network(1, name, Ipv4Prefix.parse(prefix), LinkQuality.UNIMPAIRED, true, false));
        return this;
    }

    Scripts visited(String name, String prefix, boolean nat) {
        networks.add(new Scenario.Network(1, name, Ipv4Prefix.parse(prefix), LinkQuality.UNIMPAIRED, nat, true));
        return this;
    }

    Scripts narrow(String name, String prefix, int mtu) {
        LinkQuality quality = new LinkQuality(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.of(mtu));
        return like(quality, name, prefix, false);
    }

    Scripts slow(String name, String prefix, int delayMillis) {
        LinkQuality quality = new LinkQuality(
                Optional.of(Duration.ofMillis(delayMillis)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        return like(quality, name, prefix, false);
    }

    Scripts like(LinkQuality quality, String name, String prefix, boolean nat) {
        networks.add(new Scenario.Network(1, name, Ipv4Prefix.parse(prefix), quality, nat, false));
        return this;
    }

    Scripts agent(String name, String network, String address, Scenario.Option... options) {
        agents.add(new Scenario.HomeAgentNode(1, name, network, Ipv4.parse(address), List.of(options)));
        return this;
    }

    Scripts mobile(String name, String home, Scenario.Option... options) {
        mobiles.add(new Scenario.MobileNode(1, name, Ipv4.parse(home), List.of(), List.of(options)));
        return this;
    }

    /** A node with a network behind it. */
    Scripts router(String name, String home, String behind) {
        mobiles.add(new Scenario.MobileNode(1, name, Ipv4.parse(home), List.of(Ipv4Prefix.parse(behind)), List.of()));
        return this;
    }

    Scripts host(String name, String network, String address) {
        hosts.add(new Scenario.HostNode(1, name, network, Ipv4.parse(address)));
        return this;
    }

    Scripts stream(String name, Stream.Kind kind, String from, String to, boolean bothWays) {
        streams.add(
                new Stream(1, name, kind, from, to, bothWays, Optional.empty(), OptionalInt.empty(), Optional.empty()));
        return this;
    }

    Scripts at(long millis, Action action) {
        actions.add(new TimedAction(actions.size() + 1, Duration.ofMillis(millis), action));
        return this;
    }

    Scripts move(long millis, String node, String network) {
        return at(millis, new Action.Move(node, network, Optional.empty()));
    }

    Scenario end(long millis) {
        at(millis, new Action.End());
        return new Scenario(
                "test",
                "a test",
                "",
                List.of(),
                List.of(),
                OptionalInt.empty(),
                networks,
                agents,
                mobiles,
                hosts,
                streams,
                actions,
                List.of());
    }
}
