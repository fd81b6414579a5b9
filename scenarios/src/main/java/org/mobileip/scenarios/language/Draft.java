package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Scenario.HomeAgentNode;
import org.mobileip.scenarios.language.Scenario.HostNode;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** A scenario while it is put together: what the lines say, each with the match that knows its places. */
final class Draft {

    /** What a line says. */
    record Stated<T>(T thing, Match match) {}

    /** A line {@code at TIME …}; without an action, one that was not understood. */
    record Timed(Optional<TimedAction> action, Match match) {}

    /** A home agent or host, whose address may still have to be chosen. */
    record Placed(String name, String network, Optional<Ipv4> address, List<Scenario.Option> options) {}

    private final SourceFile source;
    private final Problems problems;
    private final Names names;
    private final List<Scenario.Setting> settings = new ArrayList<>();
    private final List<Stated<String>> titles = new ArrayList<>();
    private final List<Stated<Integer>> repeats = new ArrayList<>();
    private final Map<String, Stated<Network>> networks = new LinkedHashMap<>();
    private final List<Stated<Placed>> homeAgents = new ArrayList<>();
    private final Map<String, Stated<MobileNode>> mobiles = new LinkedHashMap<>();
    private final List<Stated<Placed>> hosts = new ArrayList<>();
    private final Map<String, Stated<Stream>> streams = new LinkedHashMap<>();
    private final List<Timed> actions = new ArrayList<>();
    private final List<Stated<Expectation>> expectations = new ArrayList<>();
    private final List<FeatureUse> uses = new ArrayList<>();
    private final Addresses addresses = new Addresses(this);
    private final Map<String, String> fixed = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();

    Draft(SourceFile source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.names = new Names(problems);
    }

    SourceFile source() {
        return source;
    }

    Problems problems() {
        return problems;
    }

    Names names() {
        return names;
    }

    Addresses addresses() {
        return addresses;
    }

    /** The settings in force, and the values of loops. */
    List<Scenario.Setting> settings() {
        return settings;
    }

    List<Stated<String>> titles() {
        return titles;
    }

    List<Stated<Integer>> repeats() {
        return repeats;
    }

    Map<String, Stated<Network>> networks() {
        return networks;
    }

    Optional<Network> network(String name) {
        return Optional.ofNullable(networks.get(name)).map(Stated::thing);
    }

    Optional<MobileNode> mobile(String name) {
        return Optional.ofNullable(mobiles.get(name)).map(Stated::thing);
    }

    Optional<Stream> stream(String name) {
        return Optional.ofNullable(streams.get(name)).map(Stated::thing);
    }

    List<Stated<Placed>> homeAgents() {
        return homeAgents;
    }

    Map<String, Stated<MobileNode>> mobiles() {
        return mobiles;
    }

    List<Stated<Placed>> hosts() {
        return hosts;
    }

    Map<String, Stated<Stream>> streams() {
        return streams;
    }

    List<Timed> actions() {
        return actions;
    }

    List<Stated<Expectation>> expectations() {
        return expectations;
    }

    List<FeatureUse> uses() {
        return uses;
    }

    /** What the words at {@code place} ask of a world. */
    void use(Feature feature, Place place) {
        uses.add(new FeatureUse(feature, place));
    }

    /** A line of this kind was not understood: that something of the kind is missing is not said. */
    void doubt(String keyword) {
        doubtful.add(keyword);
    }

    /** A line was not understood at all. */
    void doubtEverything() {
        Grammar.statements().forEach(each -> doubt(each.keyword()));
    }

    boolean isDoubtful(String keyword) {
        return doubtful.contains(keyword);
    }

    /** The network of a home agent or host; to be asked when all lines were read. */
    Optional<String> fixedNetworkOf(String node) {
        if (fixed.isEmpty()) {
            homeAgents.forEach(
                    each -> fixed.put(each.thing().name(), each.thing().network()));
            hosts.forEach(each -> fixed.put(each.thing().name(), each.thing().network()));
        }
        return Optional.ofNullable(fixed.get(node));
    }

    List<HomeAgentNode> homeAgentNodes() {
        return homeAgents.stream()
                .map(each -> new HomeAgentNode(
                        each.match().line().number(),
                        each.thing().name(),
                        each.thing().network(),
                        addresses.of(each.thing()),
                        each.thing().options()))
                .toList();
    }

    List<HostNode> hostNodes() {
        return hosts.stream()
                .map(each -> new HostNode(
                        each.match().line().number(),
                        each.thing().name(),
                        each.thing().network(),
                        addresses.of(each.thing())))
                .toList();
    }

    /** What the lines say, without their matches. */
    static <T> List<T> things(Collection<Stated<T>> stated) {
        return stated.stream().map(Stated::thing).toList();
    }
}
